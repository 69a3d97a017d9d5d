"""The list of VM instances."""

from django.utils.safestring import SafeString

from gce_dashboard.framework import columns, render
from gce_dashboard.framework.actions import Link
from gce_dashboard.framework.columns import Column, Json
from gce_dashboard.framework.listing import Empty, ResourcePage
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.instances import actions, model
from gce_dashboard.instances.resource import INSTANCES


def internal_cell(instance: Json) -> SafeString:
    return render.mono(", ".join(model.internal_addresses(instance)))


def external_cell(instance: Json) -> SafeString:
    return render.mono(", ".join(model.external_addresses(instance)))


def protection_cell(instance: Json) -> SafeString:
    return render.text(_("On") if instance.get("deletionProtection") else _("Off"))


class InstancesPage(ResourcePage):
    resource = INSTANCES
    columns = (
        columns.name(),
        columns.status(INSTANCES),
        columns.reference("zone", _("Zone")),
        columns.reference("machineType", _("Machine type")),
        Column("internal", _("Internal IP"), internal_cell),
        Column("external", _("External IP"), external_cell),
        columns.labels(),
        columns.created(),
        Column(
            "tags",
            _("Network tags"),
            lambda vm: render.chip_list(vm.get("tags", {}).get("items", [])),
            optional=True,
        ),
        Column("protection", _("Deletion protection"), protection_cell, optional=True),
        Column("id", _("Instance ID"), lambda vm: render.mono(vm.get("id", "")), optional=True),
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
