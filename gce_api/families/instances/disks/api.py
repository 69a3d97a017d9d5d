"""Disks of instances that exist."""

from __future__ import annotations

from typing import Any

from gce_api.families.instances.disks import find
from gce_api.families.instances.disks import flow as flows
from gce_api.families.instances.disks.find import FoundAttached
from gce_api.families.instances.disks.plan import check_device_name, check_free
from gce_api.families.shared.call import ZonalCall
from gce_api.families.storage.disks import lookup as disks
from gce_api.google import errors
from gce_api.google.registry import implements
from gce_api.openstack.identity import number

Json = dict[str, Any]


@implements("compute.instances.attachDisk")
def attach_disk(call: ZonalCall) -> Json:
    found, body = find.disks_of(call), call.body
    if not body.get("source"):
        raise errors.Required("Invalid value for field 'source': ''. No disk is given.")
    if body.get("boot"):
        raise errors.Unsupported("The boot disk of an instance cannot be replaced here.")
    server, url = found.server, body["source"]
    known = disks.referred(call, url)
    located = known.locate(url, "source")
    volume = located.volume
    users = check_free(
        located,
        url,
        "source",
        project=call.project.id,
        users=find.users_of(call, known, [url]),
        force=bool(call.params.get("forceAttach") or body.get("forceAttach")),
    )
    if server.id in users:
        raise errors.ResourceInUse(f"The instance '{server.name}' has this disk already.")
    name = body.get("deviceName") or volume.name or volume.id
    _check_new_device(found, name)
    arguments = {
        "server_id": server.id,
        "volume_id": volume.id,
        "device_name": name,
        "auto_delete": bool(body.get("autoDelete")),
        "read_only": body.get("mode") == "READ_ONLY",
        "taken_from": users,
    }
    return call.operation("attachDisk", found.target, flows.attach_disk, arguments, number(server))


@implements("compute.instances.detachDisk")
def detach_disk(call: ZonalCall) -> Json:
    found = find.disks_of(call)
    volume_id, disk = _named(found, call.params["deviceName"])
    if disk["boot"]:
        raise errors.Unsupported("The boot disk of an instance cannot be detached here.")
    arguments = {"server_id": found.server.id, "volume_id": volume_id}
    return call.operation(
        "detachDisk", found.target, flows.detach_disk, arguments, number(found.server)
    )


@implements("compute.instances.setDiskAutoDelete")
def set_disk_auto_delete(call: ZonalCall) -> Json:
    found = find.disks_of(call)
    volume_id, _ = _named(found, call.params["deviceName"])
    arguments = {
        "server_id": found.server.id,
        "volume_id": volume_id,
        "auto_delete": call.params["autoDelete"],
    }
    return call.operation(
        "setDiskAutoDelete", found.target, flows.set_auto_delete, arguments, number(found.server)
    )


def _check_new_device(found: FoundAttached, name: str) -> None:
    check_device_name(name, "deviceName")
    if any(disk["deviceName"] == name for _, disk in found.attached):
        raise errors.Invalid(
            f"Invalid value for field 'deviceName': '{name}'. The instance has a disk of this "
            "device name already."
        )


def _named(found: FoundAttached, name: str) -> tuple[str, Json]:
    """The attached volume of a device; some clients give the disk's name.

    :raises errors.Invalid: there is none, or a local SSD, which goes with its instance.
    """
    by_device = [entry for entry in found.attached if entry[1]["deviceName"] == name]
    of_name = "/" + name
    by_disk = [entry for entry in found.attached if (entry[1]["source"] or "").endswith(of_name)]
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
