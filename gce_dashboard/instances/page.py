"""The list of VM instances."""

import contextlib

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from gce_dashboard import api
from gce_dashboard.framework import columns, render
from gce_dashboard.framework.actions import Link
from gce_dashboard.framework.columns import Json
from gce_dashboard.framework.links import url_of
from gce_dashboard.framework.listing import Empty, ResourcePage
from gce_dashboard.framework.resources import last
from gce_dashboard.instances import actions, model


def detail_url(instance: Json) -> str:
    return url_of(f"zones/{last(instance['zone'])}/instances/{instance['name']}")


def state(instance: Json) -> SafeString:
    value = instance.get("status", "")
    return render.status(*model.STATUS.get(value, ("error", value)))


def status_cell(instance: Json) -> SafeString:
    cell = state(instance)
    reason = instance.get("statusMessage")
    return render.explained(cell, _("Reason"), [reason]) if reason else cell


WORDS = {value: text for value, (_tone, text) in model.STATUS.items()}


class InstancesPage(ResourcePage):
    page_title = _("VM instances")
    collection = "instances"
    paths = ("aggregated/instances",)
    columns = (
        columns.name(detail_url),
        columns.choice("status", _("Status"), WORDS, cell=status_cell),
        columns.reference("zone", _("Zone")),
        columns.reference("machineType", _("Machine type")),
        columns.addresses("internal", _("Internal IP"), "networkInterfaces.networkIP"),
        columns.addresses("external", _("External IP"), "networkInterfaces.accessConfigs.natIP"),
        columns.labels(),
        columns.created(),
        columns.chips("tags.items", _("Network tags"), key="tags", optional=True),
        columns.choice(
            "deletionProtection",
            _("Deletion protection"),
            {"true": _("On"), "false": _("Off")},
            default="false",
            key="protection",
            optional=True,
        ),
        columns.copied("id", _("Instance ID"), optional=True),
        columns.field("description", _("Description"), optional=True),
    )
    actions = actions.ALL
    create = Link(_("Create instance"), "horizon:project:gce_instances:create")
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

    def complete(self, items):
        if any(map(model.is_coming_up, items)):
            with contextlib.suppress(api.GceError):
                operations = self.client.list_all("aggregated/operations", filter="status!=DONE")
                model.mark_under_way(items, operations)

    def is_busy(self, item: Json) -> bool:
        return model.is_changing(item)
