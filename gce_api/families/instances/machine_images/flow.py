"""Making and deleting machine images: snapshots of all disks of an instance, kept as one."""

from __future__ import annotations

from gce_api.database import resources
from gce_api.database.connection import Database
from gce_api.database.models import Resource
from gce_api.families.instances.machine_images.plan import MachineImagePlan
from gce_api.families.storage.snapshots import flow as snapshots
from gce_api.google import errors
from gce_api.openstack.cloud import Cloud
from gce_api.operations.kinds import SNAPSHOT, reaches
from gce_api.operations.plans import durable
from gce_api.operations.steps import Flow, flow, step
from gce_api.operations.watch import Wait

COLLECTION, SCOPE = "machineImages", "global"


@durable("machineImages.insert", was="gce_api.flows.machine_images.insert")
def insert(plan: MachineImagePlan) -> Flow:
    """Make a machine image."""
    return flow(
        "insert machine image",
        step(create_snapshots, revert=delete_made, provides="snapshot_ids"),
        step(await_snapshots),
        step(keep, revert=forget_made, provides="target_id"),
    )


def create_snapshots(cloud: Cloud, operation: str, plan: MachineImagePlan) -> list[str]:
    """One of each disk, in order, one right after the other."""
    return [snapshots.create_snapshot(cloud, operation, disk) for disk in plan.snapshots]


def await_snapshots(snapshot_ids: list[str]) -> list[Wait]:
    return [Wait(SNAPSHOT, snapshot_id, reaches("available")) for snapshot_id in snapshot_ids]


def delete_made(cloud: Cloud, operation: str, plan: MachineImagePlan) -> list[Wait]:
    return [
        wait for disk in plan.snapshots for wait in snapshots.delete_made(cloud, operation, disk)
    ]


def keep(
    database: Database,
    cloud: Cloud,
    operation: str,
    plan: MachineImagePlan,
    snapshot_ids: list[str],
) -> str:
    content = {**plan.content, "operation": operation, "snapshots": snapshot_ids}
    project, name = cloud.caller.project.uuid, plan.name
    with database.writer() as session:
        present = resources.find(session, project, COLLECTION, SCOPE, name)
        if present is not None:
            if _is_made_by(present, operation):
                return present.id
            raise errors.AlreadyExists.resource(name)
        return resources.insert(session, project, COLLECTION, SCOPE, name, content).id


def forget_made(database: Database, cloud: Cloud, operation: str, plan: MachineImagePlan) -> None:
    with database.writer() as session:
        present = resources.find(session, cloud.caller.project.uuid, COLLECTION, SCOPE, plan.name)
        if present is not None and _is_made_by(present, operation):
            session.delete(present)


def _is_made_by(row: Resource, operation: str) -> bool:
    return bool(row.content["operation"] == operation)


@durable("machineImages.delete", was="gce_api.flows.machine_images.delete")
def delete(name: str, snapshot_ids: list[str]) -> Flow:
    """Delete a machine image with its snapshots."""
    return flow(
        "delete machine image",
        step(find_volumes, provides="volume_ids"),
        step(delete_snapshots),
        step(release_volumes),
        step(forget),
    )


def find_volumes(cloud: Cloud, snapshot_ids: list[str]) -> list[str]:
    """The volumes that the snapshots are of."""
    found = [snapshots.find_volume(cloud, snapshot_id) for snapshot_id in snapshot_ids]
    return [volume_id for volume_id in found if volume_id]


def delete_snapshots(cloud: Cloud, snapshot_ids: list[str]) -> list[Wait]:
    return [snapshots.remove(cloud, snapshot_id) for snapshot_id in snapshot_ids]


def release_volumes(cloud: Cloud, volume_ids: list[str]) -> list[Wait]:
    waits = [snapshots.release_volume(cloud, volume_id) for volume_id in volume_ids]
    return [wait for wait in waits if wait]


def forget(database: Database, cloud: Cloud, name: str) -> None:
    project = cloud.caller.project.uuid
    with database.writer() as session:
        row = resources.find(session, project, COLLECTION, SCOPE, name)
        if row is not None:
            session.delete(row)
