"""The list of VM instances."""

from gce_dashboard.framework import columns
from gce_dashboard.framework.actions import Link
from gce_dashboard.framework.listing import Empty, ResourcePage
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.instances import actions, connect
from gce_dashboard.instances.resource import INSTANCES

PROTECTION = columns.flag(
    "deletionProtection", _("Deletion protection"), key="protection", optional=True
)


class InstancesPage(ResourcePage):
    resource = INSTANCES
    columns = (
        columns.name(),
        columns.status(INSTANCES),
        columns.reference("zone", _("Zone")),
        columns.reference("machineType", _("Machine type")),
        columns.addresses("internal", _("Internal IP"), "networkInterfaces.networkIP"),
        columns.addresses("external", _("External IP"), "networkInterfaces.accessConfigs.natIP"),
        connect.COLUMN,
        columns.labels(),
        columns.created(),
        columns.chips("tags.items", _("Network tags"), key="tags", optional=True),
        PROTECTION,
        columns.copied("id", _("Instance ID"), optional=True),
        columns.field("description", _("Description"), optional=True),
    )
    actions = actions.ALL
    create = Link(_("Create instance"))
    filter_keys = (
        "status=RUNNING",
        "status=TERMINATED",
        "name:web",
        "labels.env=dev",
        "zone:us-central1-a",
        "machineType:e2-medium",
    )
    empty = Empty(
        _("No VM instances yet"),
        _(
            "A VM instance is a virtual machine: choose a size, an operating system and a"
            " network, and it runs within seconds."
        ),
    )
