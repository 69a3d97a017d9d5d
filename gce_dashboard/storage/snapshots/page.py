"""Snapshots: list, page, create, delete."""

from __future__ import annotations

from gce_dashboard.framework import columns, edits, fields, panels
from gce_dashboard.framework.actions import Link, delete
from gce_dashboard.framework.commands import placed
from gce_dashboard.framework.creating import creating
from gce_dashboard.framework.detail import DetailPage
from gce_dashboard.framework.forms import section
from gce_dashboard.framework.listing import Empty, ResourcePage
from gce_dashboard.framework.panel import panel
from gce_dashboard.framework.panels import Facts, Tab
from gce_dashboard.framework.registry import Resource
from gce_dashboard.framework.resources import last
from gce_dashboard.framework.status import Status
from gce_dashboard.i18n import gettext_lazy as _

SNAPSHOTS = Resource(
    collection="snapshots",
    title=_("Snapshot"),
    plural=_("Snapshots"),
    icon="camera",
    status=Status(
        {
            "CREATING": ("busy", _("Creating")),
            "UPLOADING": ("busy", _("Uploading")),
            "READY": ("ok", _("Ready")),
            "DELETING": ("busy", _("Deleting")),
            "FAILED": ("error", _("Failed")),
        }
    ),
)
DELETE = delete(
    question=(_("Delete the snapshot %(name)s?"), _("Delete %(count)s snapshots?")),
    consequence=_("Disks that were made from it stay. This cannot be undone."),
    applies=lambda snapshot: snapshot.get("status") in ("READY", "FAILED"),
    needs=_("A snapshot that is being made or deleted cannot be deleted."),
)


class SnapshotsPage(ResourcePage):
    resource = SNAPSHOTS
    columns = (
        columns.name(),
        columns.status(SNAPSHOTS),
        columns.reference("sourceDisk", _("Source disk"), collection="disks"),
        columns.gigabytes("diskSizeGb", _("Disk size")),
        columns.labels(),
        columns.created(),
        columns.reference(
            "sourceSnapshotSchedulePolicy",
            _("Schedule"),
            collection="resourcePolicies",
            key="schedule",
            optional=True,
        ),
        columns.field("description", _("Description"), optional=True),
        columns.field("storageLocations", _("Location"), optional=True),
    )
    actions = (DELETE,)
    create = Link(_("Create snapshot"))
    filter_keys = ("status=READY", "name:data", "labels.env=dev")
    empty = Empty(_("No snapshots yet"), _("A snapshot is a copy of a disk at one moment."))


def _from_it(path: str) -> dict[str, str]:
    """What a page that makes something of the snapshot is opened with."""
    return {"snapshot": last(path)}


class SnapshotPage(DetailPage):
    resource = SNAPSHOTS
    actions = (DELETE, edits.labels())
    missing = _("There is no such snapshot")
    links = (
        Link(_("Create disk"), icon="disk", collection="disks", opens=_from_it),
        Link(_("Create instance"), icon="vm", collection="instances", opens=_from_it),
        Link(_("Create image"), icon="image", collection="images", opens=_from_it),
    )
    facts = Facts(title=_("Snapshot"), columns=SnapshotsPage.columns)
    tabs = (Tab("details", _("Details"), (facts, panels.labels())),)


FORM = section(
    "",
    fields.name(suggest="snapshot"),
    fields.choice(
        "disk", _("Source disk"), offer="disks", path="sourceDisk", flag=placed("source-disk")
    ),
    fields.description(),
    fields.labels(),
)
Panel = panel(
    SNAPSHOTS,
    SnapshotsPage,
    detail=SnapshotPage,
    create=creating(SNAPSHOTS, _("Create a snapshot"), (FORM,)),
)
