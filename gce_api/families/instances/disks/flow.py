"""Attaching disks to instances, and detaching them."""

from __future__ import annotations

from typing import Any

from taskflow.types.failure import Failure

from gce_api.google import errors
from gce_api.openstack import attachments, keys, marks, volumes
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.metadata import of_volume
from gce_api.operations.kinds import SERVER, VOLUME, Row, reaches
from gce_api.operations.plans import durable
from gce_api.operations.run import gce_error
from gce_api.operations.steps import Flow, flow, step, wait
from gce_api.operations.watch import Wait


@durable("instances.attachDisk", was="gce_api.flows.devices.attach_disk")
def attach_disk(
    server_id: str,
    volume_id: str,
    device_name: str,
    auto_delete: bool,
    read_only: bool,
    taken_from: list[str],
) -> Flow:
    """Attach a disk; its name is kept with the volume and told to the guest as a device tag.

    :param taken_from: servers that have it, and lose it even if it cannot be attached then.
    """
    return flow(
        "attach disk",
        step(take),
        step(set_read_only),
        step(attach, revert=take_back),
        wait(VOLUME, "volume_id", _attached),
        step(name_device, revert=unname_device),
    )


def take(cloud: Cloud, volume_id: str, taken_from: list[str]) -> Wait | None:
    """Detach a disk from servers, and wait until it is free."""
    for server_id in taken_from:
        detach(cloud, server_id, volume_id)
    return Wait(VOLUME, volume_id, reaches("available")) if taken_from else None


def set_read_only(cloud: Cloud, volume_id: str, read_only: bool) -> None:
    """How a free volume may be used. It stays so until it is attached the next time."""
    volume = volumes.get(cloud, volume_id)
    kept = bool(volume and volume["metadata"].get(marks.READ_ONLY) == "True")
    if kept != read_only:
        volumes.set_read_only(cloud, volume_id, read_only=read_only)


def name_device(cloud: Cloud, volume_id: str, device_name: str) -> None:
    keys.change(cloud, of_volume(volume_id), {marks.DEVICE_NAME: device_name}, _is_of_device)


def unname_device(cloud: Cloud, volume_id: str) -> None:
    keys.change(cloud, of_volume(volume_id), {}, _is_of_device)


def _is_of_device(key: str) -> bool:
    return key in (marks.DEVICE_NAME, marks.INTERFACE)


def attach(
    cloud: Cloud, server_id: str, volume_id: str, device_name: str, auto_delete: bool
) -> None:
    if attachments.volume(cloud, server_id, volume_id) is None:
        attachments.attach_volume(
            cloud, server_id, volume_id, device=device_name, delete_on_termination=auto_delete
        )


def take_back(cloud: Cloud, server_id: str, volume_id: str, result: Any) -> None:
    """Detach again, unless Nova refused: the disk may be there by somebody else's request."""
    if isinstance(result, Failure) and gce_error(result).code < 500:
        return
    detach(cloud, server_id, volume_id)


def _attached(row: Row | None) -> bool:
    """Whether a volume is attached; Nova reserves it at once, and frees it when it fails."""
    if row and row["status"] == "available":
        raise errors.ResourceNotReady("The disk could not be attached.")
    return reaches("in-use")(row)


@durable("instances.detachDisk", was="gce_api.flows.devices.detach_disk")
def detach_disk(server_id: str, volume_id: str) -> Flow:
    """Detach a disk."""

    def detached(row: Row | None) -> bool:
        if row and row["status"] == "in-use":
            if server_id in {entry["server_id"] for entry in row["attachments"]}:
                raise errors.ResourceNotReady("The disk could not be detached.")
            return True  # another instance has it by now
        return reaches("available")(row)

    return flow(
        "detach disk",
        step(detach),
        wait(VOLUME, "volume_id", detached),
        step(await_detached),
        step(unname_device),
    )


def detach(cloud: Cloud, server_id: str, volume_id: str) -> None:
    if attachments.volume(cloud, server_id, volume_id) is None:
        return
    volume = volumes.get(cloud, volume_id)
    if volume and volume["status"] != "detaching":
        attachments.detach_volume(cloud, server_id, volume_id)


def await_detached(server_id: str, volume_id: str) -> Wait:
    """Nova forgets the disk a moment after it has let go of it."""

    def until(row: Row | None) -> bool:
        attached = row["os-extended-volumes:volumes_attached"] if row else []
        return all(attachment["id"] != volume_id for attachment in attached)

    return Wait(SERVER, server_id, until)


@durable("instances.setDiskAutoDelete", was="gce_api.flows.devices.set_auto_delete")
def set_auto_delete(server_id: str, volume_id: str, auto_delete: bool) -> Flow:
    """Whether a disk goes with its instance."""
    return flow("set auto-delete", step(change_auto_delete))


def change_auto_delete(cloud: Cloud, server_id: str, volume_id: str, auto_delete: bool) -> None:
    attachments.set_delete_on_termination(cloud, server_id, volume_id, auto_delete)
