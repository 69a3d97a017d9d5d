"""Making, labelling and deleting snapshots."""

from __future__ import annotations

from typing import Any

from gce_api import marks
from gce_api.flows.disks import remove_volume
from gce_api.flows.keys import change_labels
from gce_api.flows.steps import Flow, flow, step, wait
from gce_api.openstack import rows
from gce_api.openstack.cloud import Cloud
from gce_api.operations.kinds import SNAPSHOT, gone, reaches
from gce_api.operations.watch import Wait


def insert(plan: dict[str, Any]) -> Flow:
    """Make a snapshot; a plan has ``volume_id``, ``name``, ``description`` and ``metadata``."""
    return flow(
        "insert snapshot",
        step(create_snapshot, revert=delete_made, provides="snapshot_id"),
        wait(SNAPSHOT, "snapshot_id", reaches("available")),
    )


def create_snapshot(cloud: Cloud, operation: str, plan: dict[str, Any]) -> str:
    made = _made(cloud, operation, plan)
    if made:
        return made[0].id
    snapshot = cloud.volumes.create_snapshot(
        volume_id=plan["volume_id"],
        name=plan["name"],
        description=plan["description"],
        metadata=plan["metadata"] | {marks.OPERATION: operation},
        is_forced=True,  # of a disk in use as well
    )
    return snapshot.id


def delete_made(cloud: Cloud, operation: str, plan: dict[str, Any]) -> None:
    for snapshot in _made(cloud, operation, plan):
        cloud.volumes.delete_snapshot(snapshot)


def _made(cloud: Cloud, operation: str, plan: dict[str, Any]) -> list[Any]:
    return [
        snapshot
        for snapshot in cloud.volumes.snapshots(name=plan["name"])
        if snapshot.metadata.get(marks.OPERATION) == operation and snapshot.status != "deleting"
    ]


def delete(snapshot_id: str) -> Flow:
    """Delete a snapshot, and its volume if that was kept only for it."""
    return flow(
        "delete snapshot",
        step(delete_snapshot, provides="volume_id"),
        wait(SNAPSHOT, "snapshot_id", gone),
        step(release_volume),
    )


def delete_snapshot(cloud: Cloud, snapshot_id: str) -> str | None:
    """Returns the volume that it is of."""
    snapshot = rows.one(cloud.volumes, f"/snapshots/{snapshot_id}", "snapshot")
    if snapshot is None:
        return None
    if snapshot["status"] != "deleting":
        cloud.volumes.delete_snapshot(snapshot_id)
    return snapshot["volume_id"]


def release_volume(cloud: Cloud, volume_id: str | None) -> Wait | None:
    """Delete the volume of a deleted disk when no other snapshot needs it."""
    volume = volume_id and rows.one(cloud.volumes, f"/volumes/{volume_id}", "volume")
    if not volume or marks.KEPT not in volume["metadata"]:
        return None
    return remove_volume(cloud, volume.id)


def set_labels(snapshot_id: str, labels: dict[str, str]) -> Flow:
    """Replace the labels of a snapshot."""
    return flow("label snapshot", step(replace_labels))


def replace_labels(cloud: Cloud, snapshot_id: str, labels: dict[str, str]) -> None:
    change_labels(cloud.volumes, f"/snapshots/{snapshot_id}", labels)
