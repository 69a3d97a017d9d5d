"""Snapshot schedules: list, page, create, edit, delete."""

from __future__ import annotations

from typing import Any

from gce_dashboard.api import Client
from gce_dashboard.framework import columns, offers
from gce_dashboard.framework.actions import Link, delete
from gce_dashboard.framework.columns import Column
from gce_dashboard.framework.creating import CreatingPage
from gce_dashboard.framework.detail import DetailPage
from gce_dashboard.framework.editing import EditingPage
from gce_dashboard.framework.listing import Empty, ResourcePage
from gce_dashboard.framework.offer import Offer, by_path
from gce_dashboard.framework.panel import panel
from gce_dashboard.framework.panels import Facts, Tab, Table
from gce_dashboard.framework.registry import REGION, Resource
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.storage.schedules import schedule

Json = dict[str, Any]
SCHEDULES = Resource(
    collection="resourcePolicies",
    type="ResourcePolicy",
    title=_("Snapshot schedule"),
    plural=_("Snapshot schedules"),
    icon="clock",
    scopes=(REGION,),
)
offers.add(
    "snapshotSchedules",
    Offer(
        _("Snapshot schedules"),
        lambda client: client.list_all(
            "aggregated/resourcePolicies", filter=f"{schedule.POLICY}:*"
        ),
        by_path,
    ),
)
DELETE = delete(
    question=(_("Delete the snapshot schedule %(name)s?"), _("Delete %(count)s schedules?")),
    consequence=_(
        "The snapshots that it has made stay. A schedule that disks have cannot be deleted:"
        " remove it from them first."
    ),
)


def snapshots_of(client: Client, path: str) -> list[Json]:
    """The snapshots that a schedule has made."""
    return client.list_all("global/snapshots", filter=f'sourceSnapshotSchedulePolicy="*/{path}"')


def disks_of(client: Client, path: str) -> list[Json]:
    """The disks that have a schedule."""
    return client.list_all("aggregated/disks", filter=f'resourcePolicies="*/{path}"')


class SchedulesPage(ResourcePage):
    resource = SCHEDULES
    only = f"{schedule.POLICY}:*"
    columns = (
        columns.name(),
        columns.reference("region", _("Region")),
        Column("frequency", _("Schedule frequency (UTC)"), schedule.frequency),
        Column("retention", _("Auto-delete snapshots after"), schedule.retention),
        Column("rule", _("Deletion rule"), schedule.at_deletion, optional=True),
        columns.field("description", _("Description"), optional=True),
        columns.created(),
    )
    actions = (DELETE,)
    create = Link(_("Create snapshot schedule"))
    filter_keys = ("name:nightly", "region:us-central1")
    empty = Empty(
        _("No snapshot schedules yet"),
        _("A schedule takes snapshots of the disks that have it, and deletes old ones."),
    )


class SchedulePage(DetailPage):
    resource = SCHEDULES
    actions = (DELETE,)
    missing = _("There is no such snapshot schedule")
    tabs = (
        Tab(
            "details",
            _("Details"),
            (
                Facts(
                    columns=(
                        *SchedulesPage.columns,
                        columns.chips(
                            f"{schedule.POLICY}.snapshotProperties.labels", _("Snapshot labels")
                        ),
                    ),
                    wide=True,
                ),
            ),
        ),
        Tab(
            "disks",
            _("Disks"),
            (
                Table(
                    fetch=disks_of,
                    columns=(
                        columns.name(),
                        columns.references(
                            "zone", _("Zones"), {"zone": "zones", "replicaZones": "zones"}
                        ),
                        columns.gigabytes("sizeGb", _("Size")),
                        columns.reference("users", _("In use by"), collection="instances"),
                    ),
                    empty=_("No disk has this schedule: add it on a disk's page"),
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
                        columns.reference("sourceDisk", _("Source disk"), collection="disks"),
                        columns.gigabytes("diskSizeGb", _("Disk size")),
                        columns.created(),
                    ),
                    empty=_("It has not made a snapshot yet"),
                ),
            ),
        ),
    )


class CreateSchedulePage(CreatingPage):
    resource = SCHEDULES
    page_title = _("Create a snapshot schedule")
    gcloud_verb = "create snapshot-schedule"
    sections = schedule.SECTIONS

    def command(self, project_id, values):
        return schedule.command(super().command(project_id, values), values)


class EditSchedulePage(EditingPage):
    resource = SCHEDULES
    gcloud_verb = "update snapshot-schedule"
    sections = schedule.SECTIONS

    def command(self, project_id, values):
        return schedule.command(super().command(project_id, values), values)


Panel = panel(
    SCHEDULES,
    SchedulesPage,
    detail=SchedulePage,
    create=CreateSchedulePage,
    edit=EditSchedulePage,
)
