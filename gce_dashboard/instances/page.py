"""The list of VM instances."""

import contextlib

from django.utils.safestring import SafeString

from gce_dashboard import api
from gce_dashboard.framework import columns, render
from gce_dashboard.framework.actions import Link
from gce_dashboard.framework.columns import Column, Json
from gce_dashboard.framework.links import url_of
from gce_dashboard.framework.listing import Empty, ResourcePage
from gce_dashboard.framework.resources import last
from gce_dashboard.i18n import gettext_lazy as _
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


def internal_cell(instance: Json) -> SafeString:
    return render.mono(", ".join(model.internal_addresses(instance)))


def external_cell(instance: Json) -> SafeString:
    return render.mono(", ".join(model.external_addresses(instance)))


def protection_cell(instance: Json) -> SafeString:
    return render.text(_("On") if instance.get("deletionProtection") else _("Off"))


class InstancesPage(ResourcePage):
    page_title = _("VM instances")
    collection = "instances"
    path = "aggregated/instances"
    columns = (
        columns.name(detail_url),
        Column("status", _("Status"), status_cell),
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

    def fetch(self, wanted):
        page = super().fetch(wanted)
        if any(map(model.is_coming_up, page.items)):
            with contextlib.suppress(api.GceError):
                operations = self.client.list_all("aggregated/operations", filter="status!=DONE")
                model.mark_under_way(page.items, operations)
        return page

    def is_busy(self, item: Json) -> bool:
        return model.is_changing(item)
