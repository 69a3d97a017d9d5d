"""Disks of instances that exist."""

from __future__ import annotations

from typing import Any

from gce_api.families.instances.disks import flow as flows
from gce_api.families.instances.disks.plan import check_device_name, find_disk_to_attach
from gce_api.families.instances.disks.show import AttachedDisks
from gce_api.families.instances.instances.find import target_of
from gce_api.families.shared.call import Call
from gce_api.families.storage.disks import lookup as disks
from gce_api.google import errors
from gce_api.google.registry import implements
from gce_api.openstack.identity import number
from gce_api.openstack.rows import Row


@implements("compute.instances.attachDisk")
def attach_disk(call: Call) -> dict[str, Any]:
    server, target = target_of(call)
    body = call.body
    if not body.get("source"):
        raise errors.Required("Invalid value for field 'source': ''. No disk is given.")
    if body.get("boot"):
        raise errors.Unsupported("The boot disk of an instance cannot be replaced here.")
    force = call.params.get("forceAttach") or body.get("forceAttach")
    volume, users = find_disk_to_attach(call, body["source"], "source", force=bool(force))
    if server.id in users:
        raise errors.ResourceInUse(f"The instance '{server.name}' has this disk already.")
    name = check_device_name(body.get("deviceName") or _disk_name(volume), "deviceName")
    if any(disk["deviceName"] == name for _, disk in attached_disks(call, server)):
        raise errors.Invalid(
            f"Invalid value for field 'deviceName': '{name}'. The instance has a disk of this "
            "device name already."
        )
    arguments = {
        "server_id": server.id,
        "volume_id": volume.id,
        "device_name": name,
        "auto_delete": bool(body.get("autoDelete")),
        "read_only": body.get("mode") == "READ_ONLY",
        "taken_from": users,
    }
    return call.operation("attachDisk", target, flows.attach_disk, arguments, number(server))


@implements("compute.instances.detachDisk")
def detach_disk(call: Call) -> dict[str, Any]:
    server, target = target_of(call)
    volume_id, disk = _find_attached(call, server)
    if disk["boot"]:
        raise errors.Unsupported("The boot disk of an instance cannot be detached here.")
    arguments = {"server_id": server.id, "volume_id": volume_id}
    return call.operation("detachDisk", target, flows.detach_disk, arguments, number(server))


@implements("compute.instances.setDiskAutoDelete")
def set_disk_auto_delete(call: Call) -> dict[str, Any]:
    server, target = target_of(call)
    volume_id, _ = _find_attached(call, server)
    arguments = {
        "server_id": server.id,
        "volume_id": volume_id,
        "auto_delete": call.params["autoDelete"],
    }
    return call.operation(
        "setDiskAutoDelete", target, flows.set_auto_delete, arguments, number(server)
    )


def attached_disks(call: Call, server: Row) -> list[tuple[str | None, dict[str, Any]]]:
    """The disks of a server as GCE shows them, with the UUIDs of their volumes."""
    views = AttachedDisks(call, call.cloud, disks.fetch_for_instances(call.cloud))
    shown = views.of(server)
    volume_ids: list[str | None] = [entry["id"] for entry in views.attachments(server)]
    local: list[str | None] = [None] * (len(shown) - len(volume_ids))
    return list(zip(local + volume_ids, shown, strict=True))


def _find_attached(call: Call, server: Row) -> tuple[str, dict[str, Any]]:
    """The attached volume that ``deviceName`` names; some clients give the disk's name.

    :raises errors.Invalid: there is none, or a local SSD, which goes with its instance.
    """
    name = call.params["deviceName"]
    attached = attached_disks(call, server)
    by_device = [entry for entry in attached if entry[1]["deviceName"] == name]
    by_disk = [entry for entry in attached if (entry[1].get("source") or "").endswith("/" + name)]
    for volume_id, disk in by_device + by_disk:
        if volume_id and disk["type"] == "SCRATCH":
            raise errors.Invalid(
                f"Invalid value for field 'deviceName': '{name}'. A local SSD stays with its "
                "instance."
            )
        if volume_id:
            return volume_id, disk
    raise errors.Invalid(
        f"Invalid value for field 'deviceName': '{name}'. No attached disk found with this device "
        "name."
    )


def _disk_name(volume: Row) -> str:
    return volume.name or volume.id
