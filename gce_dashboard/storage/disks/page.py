"""The list of disks."""

from __future__ import annotations

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from gce_dashboard.framework import columns, render
from gce_dashboard.framework.actions import Link
from gce_dashboard.framework.columns import Column, Json
from gce_dashboard.framework.listing import Empty, ResourcePage
from gce_dashboard.framework.registry import url_of
from gce_dashboard.framework.resources import last, zones_of
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.storage.disks import actions
from gce_dashboard.storage.disks.resource import DISKS


def users_cell(disk: Json) -> SafeString:
    users = disk.get("users", [])
    if not users:
        return render.NOTHING
    return format_html_join(
        ", ", "{}", ((render.link(url_of(each), last(each)),) for each in users)
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
    resource = DISKS
    columns = (
        columns.name(),
        columns.status(DISKS),
        Column("type", _("Type"), type_cell),
        columns.gigabytes("sizeGb", _("Size")),
        Column("zone", _("Zones"), zones_cell),
        Column("users", _("In use by"), users_cell),
        Column("source", _("Source"), source_cell),
        columns.labels(optional=True),
        columns.created(),
        Column("id", _("Disk ID"), lambda disk: render.mono(disk.get("id", "")), optional=True),
    )
    actions = (actions.SNAPSHOT, actions.RESIZE, actions.DELETE)
    create = Link(_("Create disk"))
    filter_keys = ("status=READY", "name:data", "zone:us-central1-a", "region:*", "type:pd-ssd")
    empty = Empty(
        _("No disks yet"),
        _("A disk keeps data whatever happens to the instance that uses it."),
    )
