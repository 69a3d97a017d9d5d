"""The list of disks."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from gce_dashboard.framework import columns, render
from gce_dashboard.framework.actions import Link
from gce_dashboard.framework.columns import Column, Json
from gce_dashboard.framework.listing import Empty, ResourcePage
from gce_dashboard.framework.resources import last
from gce_dashboard.storage.disks import actions

STATUS = {
    "CREATING": ("busy", _("Creating")),
    "RESTORING": ("busy", _("Restoring")),
    "READY": ("ok", _("Ready")),
    "DELETING": ("busy", _("Deleting")),
    "FAILED": ("error", _("Failed")),
    "UNAVAILABLE": ("off", _("Unavailable")),
}
WORDS = {value: text for value, (_tone, text) in STATUS.items()}
ZONES = {"zone": "zones", "replicaZones": "zones"}
SOURCES = {"sourceImage": "images", "sourceSnapshot": "snapshots", "sourceDisk": "disks"}


def status_cell(disk: Json) -> SafeString:
    value = disk.get("status", "")
    return render.status(*STATUS.get(value, ("error", value)))


def type_cell(disk: Json) -> SafeString:
    kind = last(disk.get("type"))
    return render.text(_("%s (regional)") % kind if disk.get("region") else kind)


def find_type(text: str) -> list[str]:
    regional = ["region:*"] if text.casefold() in str(_("%s (regional)")) else []
    return [f'type="*/diskTypes/*{text.lower()}*"', *regional]


class DisksPage(ResourcePage):
    page_title = _("Disks")
    collection = "disks"
    paths = ("aggregated/disks",)
    columns = (
        columns.name(),
        columns.choice("status", _("Status"), WORDS, cell=status_cell),
        Column("type", _("Type"), type_cell, paths=("type",), find=find_type),
        columns.field("sizeGb", _("Size"), unit="GB", key="size"),
        columns.references("zone", _("Zones"), ZONES, linked=False),
        columns.reference("users", _("In use by"), collection="instances"),
        columns.references("source", _("Source"), SOURCES),
        columns.labels(optional=True),
        columns.created(),
        columns.copied("id", _("Disk ID"), optional=True),
    )
    actions = (actions.SNAPSHOT, actions.RESIZE, actions.DELETE)
    create = Link(_("Create disk"), "horizon:project:gce_disks:create")
    filter_keys = ("status=READY", "name:data", "zone:us-central1-a", "region:*", "type:pd-ssd")
    empty = Empty(
        _("No disks yet"),
        _("A disk keeps data whatever happens to the instance that uses it."),
    )

    def is_busy(self, item: Json) -> bool:
        return STATUS.get(item.get("status", ""), ("", ""))[0] == "busy"
