"""Copies of all disks of a consistency group, or of none of them.

They are made from snapshots that are taken side by side and are there for a moment.
"""

from __future__ import annotations

import functools
from dataclasses import replace

from gce_api.database.connection import Database
from gce_api.families.storage.consistency_groups.plan import CopyPlan
from gce_api.families.storage.disks import flow as disks
from gce_api.families.storage.disks.plan import Source
from gce_api.families.storage.snapshots import flow as snapshots
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.parallel import gather
from gce_api.operations.kinds import SNAPSHOT, VOLUME, reaches
from gce_api.operations.plans import durable
from gce_api.operations.steps import Flow, flow, step
from gce_api.operations.store import record_parts
from gce_api.operations.watch import Wait


@durable("consistencyGroups.copy", was="gce_api.flows.disk_copies.copy_group")
def copy_group(plans: list[CopyPlan]) -> Flow:
    """Copy disks."""
    return flow(
        "copy consistency group",
        step(take_snapshots, revert=delete_snapshots, provides="snapshot_ids"),
        step(await_snapshots),
        step(create_volumes, revert=delete_volumes, provides="volume_ids"),
        step(await_volumes),
        step(remove_snapshots),
        step(release_sources),
        step(record_inserts),
    )


def take_snapshots(cloud: Cloud, operation: str, plans: list[CopyPlan]) -> list[str]:
    """Begin all snapshots at the same time; raises the first error when all have been answered."""
    taken = gather(*(functools.partial(_take_snapshot, cloud, operation, plan) for plan in plans))
    for error in taken:
        if isinstance(error, Exception):
            raise error
    return taken


def _take_snapshot(cloud: Cloud, operation: str, plan: CopyPlan) -> str | Exception:
    try:
        return snapshots.create_snapshot(cloud, operation, plan.snapshot)
    except Exception as error:
        return error


def delete_snapshots(cloud: Cloud, operation: str, plans: list[CopyPlan]) -> list[Wait]:
    waits = (snapshots.delete_made(cloud, operation, plan.snapshot) for plan in plans)
    return [wait for of_plan in waits for wait in of_plan]


def await_snapshots(snapshot_ids: list[str]) -> list[Wait]:
    return [Wait(SNAPSHOT, snapshot_id, reaches("available")) for snapshot_id in snapshot_ids]


def create_volumes(
    cloud: Cloud, operation: str, plans: list[CopyPlan], snapshot_ids: list[str]
) -> list[str]:
    return [
        disks.create_volume(cloud, operation, replace(plan, source=Source(snapshot_id=snapshot_id)))
        for plan, snapshot_id in zip(plans, snapshot_ids, strict=True)
    ]


def delete_volumes(cloud: Cloud, operation: str, plans: list[CopyPlan]) -> list[Wait]:
    return [wait for plan in plans for wait in disks.delete_made(cloud, operation, plan)]


def await_volumes(volume_ids: list[str]) -> list[Wait]:
    return [Wait(VOLUME, volume_id, reaches("available")) for volume_id in volume_ids]


def remove_snapshots(cloud: Cloud, snapshot_ids: list[str]) -> list[Wait]:
    return [snapshots.remove(cloud, snapshot_id) for snapshot_id in snapshot_ids]


def release_sources(cloud: Cloud, plans: list[CopyPlan]) -> list[Wait]:
    """Sources that were deleted meanwhile, and kept for the snapshots."""
    sources = [plan.snapshot.volume_id for plan in plans]
    waits = [snapshots.release_volume(cloud, volume_id) for volume_id in sources]
    return [wait for wait in waits if wait]


def record_inserts(
    database: Database, operation: str, plans: list[CopyPlan], volume_ids: list[str]
) -> None:
    """An insert of each copy, for clients that count them by the operation's group."""
    targets = [plan.path for plan in plans]
    record_parts(database, operation, dict(zip(targets, volume_ids, strict=True)))
