"""The page of one disk."""

from __future__ import annotations

from typing import Any

from gce_dashboard.api import Client
from gce_dashboard.framework import columns, edits, panels
from gce_dashboard.framework.actions import Link
from gce_dashboard.framework.detail import DetailPage
from gce_dashboard.framework.panels import Cell, Facts, Tab, Table
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.storage.disks import actions, attachments
from gce_dashboard.storage.disks.page import DisksPage
from gce_dashboard.storage.disks.resource import DISKS

Json = dict[str, Any]
SCHEDULES = columns.reference("resourcePolicies", _("Snapshot schedules"))


def snapshots_of(client: Client, path: str) -> list[Json]:
    return client.list_all("global/snapshots", filter=f'sourceDisk="*/{path}"')


def to_instance(path: str) -> Json:
    """The form of instances knows its disks by zone and name."""
    scope, place, _collection, name = path.split("/")
    zone = {"zone": place} if scope == "zones" else {}
    return {**zone, "source": "disk", "disk": name}


class DiskPage(DetailPage):
    resource = DISKS
    actions = (*actions.ALL, *attachments.ALL, edits.labels())
    missing = _("There is no such disk")
    links = (
        Link(_("Create instance"), icon="vm", collection="instances", opens=to_instance),
        Link(
            _("Create image"), icon="image", collection="images", opens=lambda path: {"disk": path}
        ),
        Link(_("Clone"), icon="copy", collection="disks", opens=lambda path: {"disk": path}),
    )
    tabs = (
        Tab(
            "details",
            _("Details"),
            (
                Facts(
                    title=_("Properties"),
                    columns=(
                        *(
                            each
                            for each in DisksPage.columns
                            if each.key not in ("name", "labels", "users")
                        ),
                        columns.field("description", _("Description")),
                        columns.field("architecture", _("Architecture")),
                        columns.moment("lastAttachTimestamp", _("Last attached")),
                    ),
                ),
                panels.labels(),
                Cell(
                    title=_("In use by"),
                    actions=("attach", "detach"),
                    cell=columns.reference("users", "", collection="instances").cell,
                ),
                Cell(
                    title=_("Snapshot schedules"),
                    actions=("addResourcePolicies", "removeResourcePolicies"),
                    cell=SCHEDULES.cell,
                ),
            ),
        ),
        Tab(
            "snapshots",
            _("Snapshots"),
            (
                Table(
                    fetch=snapshots_of,
                    columns=(
                        columns.name(),
                        columns.gigabytes("diskSizeGb", _("Disk size")),
                        columns.reference(
                            "sourceSnapshotSchedulePolicy",
                            _("Schedule"),
                            collection="resourcePolicies",
                        ),
                        columns.created(),
                    ),
                    empty=_("No snapshots of this disk"),
                ),
            ),
        ),
    )
