"""Disks and external addresses of instances: attaching and detaching."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from openstack import exceptions as sdk
from taskflow.types.failure import Failure

from gce_api.google import errors
from gce_api.openstack import marks, metadata
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.keys import change_one
from gce_api.operations.kinds import SERVER, VOLUME, Row, reaches
from gce_api.operations.run import gce_error
from gce_api.operations.steps import Flow, flow, step, wait
from gce_api.operations.watch import Wait

ATTACH = "2.79"  # Nova's microversion that takes delete_on_termination when attaching
AUTO_DELETE = "2.85"  # and the one that changes it later
HEARSAY = 90.0  # seconds; Nova hears of addresses from Neutron, or asks itself once a minute


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
    kept = cloud.volumes.get_volume(volume_id).metadata.get(marks.READ_ONLY) == "True"
    if kept != read_only:
        answer = cloud.volumes.post(
            f"/volumes/{volume_id}/action",
            json={"os-update_readonly_flag": {"readonly": read_only}},
        )
        sdk.raise_from_response(answer)


def name_device(cloud: Cloud, volume_id: str, device_name: str) -> None:
    change_one(cloud, metadata.of_volume(volume_id), marks.DEVICE_NAME, device_name)


def unname_device(cloud: Cloud, volume_id: str) -> None:
    change_one(cloud, metadata.of_volume(volume_id), marks.DEVICE_NAME, None)


def attach(
    cloud: Cloud, server_id: str, volume_id: str, device_name: str, auto_delete: bool
) -> None:
    if _is_attached(cloud, server_id, volume_id):
        return
    attachment = {
        "volumeId": volume_id,
        "tag": device_name,
        "delete_on_termination": auto_delete,
    }
    answer = cloud.compute.post(
        f"/servers/{server_id}/os-volume_attachments",
        json={"volumeAttachment": attachment},
        microversion=ATTACH,
    )
    sdk.raise_from_response(answer)


def take_back(cloud: Cloud, server_id: str, volume_id: str, result: Any) -> None:
    """Detach again, unless Nova refused: the disk may be there by somebody else's request."""
    if isinstance(result, Failure) and gce_error(result).code < 500:
        return
    detach(cloud, server_id, volume_id)


def _attached(row: Row | None) -> bool:
    """Whether a volume is attached; Nova reserves it at once, and frees it when it fails."""
    if row and row["status"] == "available":
        raise errors.ResourceNotReady("OpenStack could not attach the disk.")
    return reaches("in-use")(row)


def detach_disk(server_id: str, volume_id: str) -> Flow:
    """Detach a disk."""

    def detached(row: Row | None) -> bool:
        if row and row["status"] == "in-use":
            if server_id in {entry["server_id"] for entry in row["attachments"]}:
                raise errors.ResourceNotReady("OpenStack could not detach the disk.")
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
    if not _is_attached(cloud, server_id, volume_id):
        return
    if cloud.volumes.get_volume(volume_id).status != "detaching":
        answer = cloud.compute.delete(f"/servers/{server_id}/os-volume_attachments/{volume_id}")
        sdk.raise_from_response(answer)


def await_detached(server_id: str, volume_id: str) -> Wait:
    """Nova forgets the disk a moment after it has let go of it."""

    def until(row: Row | None) -> bool:
        attached = row["os-extended-volumes:volumes_attached"] if row else []
        return all(attachment["id"] != volume_id for attachment in attached)

    return Wait(SERVER, server_id, until)


def _is_attached(cloud: Cloud, server_id: str, volume_id: str) -> bool:
    answer = cloud.compute.get(f"/servers/{server_id}/os-volume_attachments/{volume_id}")
    if answer.status_code == 404:
        return False
    sdk.raise_from_response(answer)
    return True


def set_auto_delete(server_id: str, volume_id: str, auto_delete: bool) -> Flow:
    """Whether a disk goes with its instance."""
    return flow("set auto-delete", step(change_auto_delete))


def change_auto_delete(cloud: Cloud, server_id: str, volume_id: str, auto_delete: bool) -> None:
    """Whether a volume goes with its server (Nova 2.85)."""
    answer = cloud.compute.put(
        f"/servers/{server_id}/os-volume_attachments/{volume_id}",
        json={"volumeAttachment": {"volumeId": volume_id, "delete_on_termination": auto_delete}},
        microversion=AUTO_DELETE,
    )
    sdk.raise_from_response(answer)


def add_address(server_id: str, port_id: str, external: dict[str, str]) -> Flow:
    """Give a port an external address; ``external`` as in
    :mod:`gce_api.families.instances.interfaces.plan`.
    """
    return flow(
        "add access config",
        step(bind, revert=release, provides="address"),
        step(await_address),
    )


def bind(cloud: Cloud, operation: str, port_id: str, external: dict[str, str]) -> str:
    """Bind an existing address, or make an ephemeral one; returns it.

    :raises errors.ResourceInUse: something else has taken the address since it was looked at.
    """
    if "address_id" in external:
        if cloud.network.get_ip(external["address_id"]).port_id not in (None, port_id):
            raise errors.ResourceInUse("The external address is used by another resource by now.")
        address = cloud.network.update_ip(external["address_id"], port_id=port_id)
    else:
        address = next(iter(cloud.network.ips(port_id=port_id)), None) or cloud.network.create_ip(
            floating_network_id=external["network_id"],
            port_id=port_id,
            description=f"{marks.EPHEMERAL} {operation}",
        )
    return address.floating_ip_address


def await_address(server_id: str, address: str) -> Wait:
    return await_shown(server_id, {address})


def await_shown(server_id: str, addresses: set[str]) -> Wait:
    """Wait until the instance shows these addresses."""
    return _await_addresses(server_id, addresses.issubset)


def remove_address(server_id: str, port_id: str, addresses: list[str]) -> Flow:
    """Take a port's external addresses; an ephemeral one is given back to the cloud."""
    return flow("delete access config", step(release), step(await_removal))


def release(cloud: Cloud, port_id: str) -> None:
    for address in cloud.network.ips(port_id=port_id):
        let_go(cloud, address)


def let_go(cloud: Cloud, address: Any) -> None:
    """Free a floating IP from its port; an ephemeral one is given back to the cloud."""
    if (address.description or "").startswith(marks.EPHEMERAL):
        cloud.network.delete_ip(address)
    else:
        cloud.network.update_ip(address, port_id=None)


def await_removal(server_id: str, addresses: list[str]) -> Wait:
    return _await_addresses(server_id, lambda shown: not shown.intersection(addresses))


def _await_addresses(server_id: str, wanted: Callable[[set[str]], bool]) -> Wait:
    """Wait until the instance shows the change, which is done: for :data:`HEARSAY` at most."""
    since = time.monotonic()

    def until(row: Row | None) -> bool:
        networks = row["addresses"].values() if row else ()
        shown = {entry["addr"] for entries in networks for entry in entries}
        return row is None or wanted(shown) or time.monotonic() - since > HEARSAY

    return Wait(SERVER, server_id, until)
