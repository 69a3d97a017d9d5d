"""The list of disks."""

from __future__ import annotations

from django.utils.safestring import SafeString

from gce_dashboard.framework import columns, render
from gce_dashboard.framework.actions import Link
from gce_dashboard.framework.columns import Column, Json
from gce_dashboard.framework.listing import Empty, ResourcePage
from gce_dashboard.framework.resources import last
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.storage.disks import actions
from gce_dashboard.storage.disks.resource import DISKS

ZONES = {"zone": "zones", "replicaZones": "zones"}
SOURCES = {"sourceImage": "images", "sourceSnapshot": "snapshots", "sourceDisk": "disks"}


def type_cell(disk: Json) -> SafeString:
    kind = last(disk.get("type"))
    return render.text(_("%s (regional)") % kind if disk.get("region") else kind)


def find_type(text: str) -> list[str]:
    regional = ["region:*"] if text.casefold() in str(_("%s (regional)")) else []
    return [f'type="*/diskTypes/*{text.lower()}*"', *regional]


class DisksPage(ResourcePage):
    resource = DISKS
    columns = (
        columns.name(),
        columns.status(DISKS),
        Column("type", _("Type"), type_cell, paths=("type",), find=find_type),
        columns.gigabytes("sizeGb", _("Size"), key="size"),
        columns.references("zone", _("Zones"), ZONES, linked=False),
        columns.reference("users", _("In use by"), collection="instances"),
        columns.references("source", _("Source"), SOURCES),
        columns.labels(optional=True),
        columns.created(),
        columns.copied("id", _("Disk ID"), optional=True),
    )
    actions = actions.ALL
    create = Link(_("Create disk"))
    filter_keys = ("status=READY", "name:data", "zone:us-central1-a", "region:*", "type:pd-ssd")
    empty = Empty(
        _("No disks yet"),
        _("A disk keeps data whatever happens to the instance that uses it."),
    )
