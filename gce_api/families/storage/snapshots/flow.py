"""Making, labelling and deleting snapshots."""

from __future__ import annotations

from gce_api.families.storage.disks.flow import remove_volume
from gce_api.families.storage.snapshots.plan import SnapshotPlan
from gce_api.google import errors
from gce_api.openstack import marks, metadata, volume_snapshots, volumes
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.keys import change_labels
from gce_api.operations.kinds import SNAPSHOT, Row, gone, reaches
from gce_api.operations.plans import durable
from gce_api.operations.steps import Flow, flow, step, wait
from gce_api.operations.watch import Wait

DELETABLE = ("available", "error")


@durable("snapshots.insert", was="gce_api.flows.snapshots.insert")
def insert(plan: SnapshotPlan) -> Flow:
    """Make a snapshot."""
    return _making("target_id")


@durable("snapshots.take", was="gce_api.flows.snapshots.take")
def take(plan: SnapshotPlan) -> Flow:
    """The same as an operation on the disk."""
    return _making("snapshot_id")


def _making(provides: str) -> Flow:
    return flow(
        "insert snapshot",
        step(create_snapshot, revert=delete_made, provides=provides),
        wait(SNAPSHOT, provides, reaches("available")),
    )


def create_snapshot(cloud: Cloud, operation: str, plan: SnapshotPlan) -> str:
    present = [s for s in volume_snapshots.named(cloud, plan.name) if s["status"] != "deleting"]
    for snapshot in present:
        if _is_made_by(snapshot, operation):
            return snapshot.id
    if present:
        raise errors.AlreadyExists.resource(plan.name)  # by a request at the same time
    snapshot = volume_snapshots.create(
        cloud,
        volume_id=plan.volume_id,
        name=plan.name,
        description=plan.description,
        metadata=plan.metadata | {marks.OPERATION: operation},
    )
    return snapshot.id


def delete_made(cloud: Cloud, operation: str, plan: SnapshotPlan) -> list[Wait]:
    found = volume_snapshots.named(cloud, plan.name)
    made = [s for s in found if _is_made_by(s, operation) and s["status"] != "deleting"]
    return [remove(cloud, snapshot.id) for snapshot in made]


def _is_made_by(snapshot: Row, operation: str) -> bool:
    return bool(snapshot["metadata"].get(marks.OPERATION) == operation)


@durable("snapshots.delete", was="gce_api.flows.snapshots.delete")
def delete(snapshot_id: str) -> Flow:
    """Delete a snapshot, and its volume if that was kept only for it."""
    return flow(
        "delete snapshot",
        step(find_volume, provides="volume_id"),
        step(remove),
        step(release_volume),
    )


def find_volume(cloud: Cloud, snapshot_id: str) -> str | None:
    """The volume that a snapshot is of; ``None`` when the snapshot is gone."""
    snapshot = volume_snapshots.get(cloud, snapshot_id)
    return snapshot["volume_id"] if snapshot else None


def remove(cloud: Cloud, snapshot_id: str) -> Wait:
    """Delete a snapshot as soon as it is at rest, and wait for its end."""

    def until(row: Row | None) -> bool:
        if row and row["status"] in DELETABLE:
            volume_snapshots.delete(cloud, snapshot_id)
        return gone(row)

    return Wait(SNAPSHOT, snapshot_id, until)


def release_volume(cloud: Cloud, volume_id: str | None) -> Wait | None:
    """Delete the volume of a deleted disk when no other snapshot needs it."""
    volume = volume_id and volumes.get(cloud, volume_id)
    if not volume or marks.KEPT not in volume["metadata"]:
        return None
    return remove_volume(cloud, volume.id)


@durable("snapshots.setLabels", was="gce_api.flows.snapshots.set_labels")
def set_labels(snapshot_id: str, labels: dict[str, str], before: dict[str, str] | None) -> Flow:
    """Replace the labels of a snapshot, as long as they are what they were ``before``."""
    return flow("label snapshot", step(replace_labels))


def replace_labels(
    cloud: Cloud, snapshot_id: str, labels: dict[str, str], before: dict[str, str] | None
) -> None:
    change_labels(cloud, metadata.of_snapshot(snapshot_id), labels, before)
