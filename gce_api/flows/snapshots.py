"""Making, labelling and deleting snapshots."""

from __future__ import annotations

from typing import Any

from gce_api import errors, marks
from gce_api.flows.keys import change_labels
from gce_api.flows.steps import Flow, flow, step, wait
from gce_api.openstack.cloud import Cloud
from gce_api.operations.kinds import SNAPSHOT, gone, reaches


def insert(plan: dict[str, Any]) -> Flow:
    """Make a snapshot; a plan has ``volume_id``, ``name``, ``description`` and ``metadata``."""
    return flow(
        "insert snapshot",
        step(create_snapshot, revert=delete_made, provides="snapshot_id"),
        wait(SNAPSHOT, "snapshot_id", reaches("available")),
    )


def create_snapshot(cloud: Cloud, operation: str, plan: dict[str, Any]) -> str:
    present = [s for s in cloud.volumes.snapshots(name=plan["name"]) if s.status != "deleting"]
    for snapshot in present:
        if snapshot.metadata.get(marks.OPERATION) == operation:
            return snapshot.id
    if present:
        raise errors.AlreadyExists.resource(plan["name"])  # by a request at the same time
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
    """Delete a snapshot."""
    return flow("delete snapshot", step(delete_snapshot), wait(SNAPSHOT, "snapshot_id", gone))


def delete_snapshot(cloud: Cloud, snapshot_id: str) -> None:
    cloud.volumes.delete_snapshot(snapshot_id)


def set_labels(snapshot_id: str, labels: dict[str, str]) -> Flow:
    """Replace the labels of a snapshot."""
    return flow("label snapshot", step(replace_labels))


def replace_labels(cloud: Cloud, snapshot_id: str, labels: dict[str, str]) -> None:
    change_labels(cloud.volumes, f"/snapshots/{snapshot_id}", labels)
