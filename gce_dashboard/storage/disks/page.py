"""The list of disks."""

from __future__ import annotations

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from gce_dashboard.framework import columns, render
from gce_dashboard.framework.actions import Link
from gce_dashboard.framework.columns import Column, Json
from gce_dashboard.framework.links import url_of
from gce_dashboard.framework.listing import Empty, ResourcePage
from gce_dashboard.framework.resources import last, path_of, zones_of
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.storage.disks import actions

STATUS = {
    "CREATING": ("busy", _("Creating")),
    "RESTORING": ("busy", _("Restoring")),
    "READY": ("ok", _("Ready")),
    "DELETING": ("busy", _("Deleting")),
    "FAILED": ("error", _("Failed")),
    "UNAVAILABLE": ("off", _("Unavailable")),
}


def status_cell(disk: Json) -> SafeString:
    value = disk.get("status", "")
    return render.status(*STATUS.get(value, ("error", value)))


def users_cell(disk: Json) -> SafeString:
    users = disk.get("users", [])
    if not users:
        return render.NOTHING
    return format_html_join(
        ", ", "{}", ((render.link(url_of(path_of(each)), last(each)),) for each in users)
    )


def source_cell(disk: Json) -> SafeString:
    source = disk.get("sourceImage") or disk.get("sourceSnapshot") or disk.get("sourceDisk")
    return render.text(last(source))


def type_cell(disk: Json) -> SafeString:
    kind = last(disk.get("type"))
    return render.text(_("%s (regional)") % kind if disk.get("region") else kind)


def zones_cell(disk: Json) -> SafeString:
    """The zone, or both that hold a regional disk."""
    return render.text(", ".join(sorted(zones_of(disk))))


class DisksPage(ResourcePage):
    page_title = _("Disks")
    collection = "disks"
    path = "aggregated/disks"
    columns = (
        columns.name(),
        Column("status", _("Status"), status_cell),
        Column("type", _("Type"), type_cell),
        Column("size", _("Size"), lambda disk: render.text(f"{disk['sizeGb']} GB"), numeric=True),
        Column("zone", _("Zones"), zones_cell),
        Column("users", _("In use by"), users_cell),
        Column("source", _("Source"), source_cell),
        columns.labels(optional=True),
        columns.created(),
        Column("id", _("Disk ID"), lambda disk: render.mono(disk.get("id", "")), optional=True),
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
