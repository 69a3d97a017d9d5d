"""Making, growing, labelling and deleting disks."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from gce_api.families.storage.disks import kept_volumes
from gce_api.families.storage.disks.changes import DiskChanges
from gce_api.families.storage.disks.plan import VolumePlan
from gce_api.google import errors
from gce_api.openstack import marks, metadata, volumes
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.keys import change, change_labels
from gce_api.openstack.rows import Row
from gce_api.operations import kinds
from gce_api.operations.kinds import VOLUME, gone, reaches
from gce_api.operations.plans import durable
from gce_api.operations.steps import Flow, flow, step, wait
from gce_api.operations.watch import Wait

DELETABLE = ("available", "error", "error_extending", "error_restoring")


@durable("disks.insert", was="gce_api.flows.disks.insert")
def insert(plan: VolumePlan) -> Flow:
    """Make a disk."""
    return flow(
        "insert disk",
        step(create_volume, revert=delete_made, provides="target_id"),
        wait(VOLUME, "target_id", reaches("available")),
    )


def create_volume(cloud: Cloud, operation: str, plan: VolumePlan) -> str:
    present = [v for v in volumes.named(cloud, plan.name) if v["status"] != "deleting"]
    for volume in present:
        if _is_made_by(volume, operation):
            return volume.id
    if any(_is_taken(volume, plan) for volume in present):
        raise errors.AlreadyExists.resource(plan.name)  # by a request at the same time
    source = {kind: source_id for kind, source_id in asdict(plan.source).items() if source_id}
    return volumes.create(
        cloud,
        name=plan.name,
        description=plan.description,
        size_gb=plan.size_gb,
        type_name=plan.type,
        az=plan.az,
        metadata=plan.metadata | {marks.OPERATION: operation},
        source=source,
    ).id


def _is_taken(volume: Row, plan: VolumePlan) -> bool:
    """Whether a volume of the planned name is where the planned one is to be."""
    regional = [marks.REPLICA_ZONES in kept for kept in (volume["metadata"], plan.metadata)]
    if any(regional):
        return all(regional)
    if plan.az is None:
        return volume["metadata"].get(marks.ZONE) == plan.metadata.get(marks.ZONE)
    return bool(volume["availability_zone"] == plan.az)


def delete_made(cloud: Cloud, operation: str, plan: VolumePlan) -> list[Wait]:
    return [remove_volume(cloud, volume.id) for volume in made_by(cloud, operation, plan.name)]


def made_by(cloud: Cloud, operation: str, name: str) -> list[Row]:
    """The volumes of a name that an operation made: one, or more after a crash."""
    return [v for v in volumes.named(cloud, name) if _is_made_by(v, operation)]


def _is_made_by(volume: Row, operation: str) -> bool:
    return bool(volume["metadata"].get(marks.OPERATION) == operation)


@durable("disks.resize", was="gce_api.flows.disks.resize")
def resize(volume_id: str, size_gb: int) -> Flow:
    """Let a disk grow to ``size_gb`` GiB, attached or not."""
    return flow("resize disk", step(extend), step(await_growth))


def extend(cloud: Cloud, volume_id: str, size_gb: int) -> None:
    volume = volumes.get(cloud, volume_id)
    if volume and volume["size"] < size_gb and volume["status"] != "extending":
        volumes.extend(cloud, volume, size_gb)


def await_growth(volume_id: str, size_gb: int) -> Wait:
    def grown(row: kinds.Row | None) -> bool:
        if not reaches("available", "in-use")(row):
            return False
        if row and row["size"] < size_gb:
            raise errors.ResourceNotReady("The block storage service did not resize the disk.")
        return True

    return Wait(VOLUME, volume_id, grown)


def _sizes_in_python(arguments: dict[str, Any]) -> dict[str, Any]:
    """What operations of older releases say of changes: ``sizeGb``."""
    changes = dict(arguments["changes"])
    if "sizeGb" in changes:
        changes["size_gb"] = changes.pop("sizeGb")
    return {**arguments, "changes": changes}


@durable("disks.update", was="gce_api.flows.disks.update", upgrade=_sizes_in_python)
def update(volume_id: str, changes: DiskChanges) -> Flow:
    """Change a disk."""
    changing = flow("update disk")
    if changes.size_gb is not None:
        size_gb = changes.size_gb
        changing.add(step(extend, size_gb=size_gb), step(await_growth, size_gb=size_gb))
    if changes.labels is not None:
        changing.add(step(replace_labels, labels=changes.labels, before=None))
    if changes.description is not None:
        changing.add(step(describe, description=changes.description))
    if changes.architecture is not None:
        changing.add(step(set_architecture, architecture=changes.architecture))
    return changing


def describe(cloud: Cloud, volume_id: str, description: str) -> None:
    volumes.change(cloud, volume_id, description=description)


def set_architecture(cloud: Cloud, volume_id: str, architecture: str) -> None:
    volumes.set_image_properties(cloud, volume_id, {"architecture": architecture})


@durable("disks.delete", was="gce_api.flows.disks.delete")
def delete(volume_id: str) -> Flow:
    """Delete a disk that no instance uses."""
    return flow("delete disk", step(remove_volume))


def remove_volume(cloud: Cloud, volume_id: str) -> Wait:
    """Delete a volume as soon as nothing uses it any more, and wait for its end.

    One that has snapshots is kept for them (:mod:`gce_api.families.storage.disks.kept_volumes`).
    """

    def until(row: kinds.Row | None) -> bool:
        if row and row["status"] in DELETABLE:
            return kept_volumes.delete_or_keep(cloud, row)
        return gone(row)

    return Wait(VOLUME, volume_id, until)


@durable("disks.setLabels", was="gce_api.flows.disks.set_labels")
def set_labels(volume_id: str, labels: dict[str, str], before: dict[str, str] | None) -> Flow:
    """Replace the labels of a disk, as long as they are what they were ``before``."""
    return flow("label disk", step(replace_labels))


def replace_labels(
    cloud: Cloud, volume_id: str, labels: dict[str, str], before: dict[str, str] | None
) -> None:
    change_labels(cloud, metadata.of_volume(volume_id), labels, before)


@durable("disks.setPolicies", was="gce_api.flows.disks.set_policies")
def set_policies(volume_id: str, added: dict[str, str], removed: list[str]) -> Flow:
    """Let a disk have resource policies, each with the time since when, and others no more."""
    return flow("change resource policies of disk", step(change_policies))


def change_policies(
    cloud: Cloud, volume_id: str, added: dict[str, str], removed: list[str]
) -> None:
    wanted = {marks.POLICY + name: since for name, since in added.items()}
    touched = set(wanted) | {marks.POLICY + name for name in removed}
    change(cloud, metadata.of_volume(volume_id), wanted, lambda key: key in touched)
