"""The disks of a new instance: which volumes to make, which to use, and how to attach them."""

from __future__ import annotations

from typing import Any

import msgspec

from gce_api.families.shared.call import Call
from gce_api.families.shared.instance_links import instance_links
from gce_api.families.shared.limits import MAX_DISKS, check_count
from gce_api.families.storage.disks import lookup
from gce_api.families.storage.disks import places as disk_places
from gce_api.families.storage.disks.find import for_volumes
from gce_api.families.storage.disks.plan import plan_volume
from gce_api.families.storage.disks.requests import of_parameters
from gce_api.google import errors
from gce_api.openstack import marks, volumes
from gce_api.openstack.places import Zone
from gce_api.openstack.rows import Row

DEVICE_NAME_LENGTH = 60  # of a Nova device tag
LOCAL_SSD_GB = 375

Disk = dict[str, Any]


def plan_disks(call: Call, zone: Zone, body: dict[str, Any]) -> list[Disk]:
    """Check ``disks`` of an instance and plan each.

    A planned disk has ``device``, ``boot``, ``auto_delete``, and either ``volume_id`` (of one
    that exists), ``read_only`` and ``taken_from`` (servers that are to let go of it), or what
    :func:`gce_api.families.storage.disks.plan.plan_volume` tells of one to make, and ``local_ssd``
    if that is to stand for one.

    :raises errors.GceError: a disk cannot be had as asked for.
    """
    asked = body.get("disks") or []
    check_count(asked, MAX_DISKS, "resource.disks")
    if not asked or not asked[0].get("boot", len(asked) == 1):
        raise errors.Invalid(
            "Invalid value for field 'resource.disks': ''. Boot disk must be the first disk "
            "attached to the instance."
        )
    disks = [_plan(call, zone, disk, index, body["name"]) for index, disk in enumerate(asked)]
    for field in ("device", "name", "volume_id"):
        _check_unique([disk[field] for disk in disks if field in disk], field)
    return disks


def _plan(call: Call, zone: Zone, disk: dict[str, Any], index: int, instance: str) -> Disk:
    field = f"resource.disks[{index}]"
    planned = {
        "boot": index == 0,
        "device": check_device_name(
            disk.get("deviceName") or f"persistent-disk-{index}", f"{field}.deviceName"
        ),
        "auto_delete": bool(disk.get("autoDelete")),
    }
    read_only = disk.get("mode") == "READ_ONLY"
    if disk.get("source"):
        volume, users = find_disk_to_attach(
            call, disk["source"], f"{field}.source", force=bool(disk.get("forceAttach"))
        )
        return planned | {"volume_id": volume.id, "read_only": read_only, "taken_from": users}
    if read_only:
        raise errors.Invalid(
            f"Invalid value for field '{field}.mode': 'READ_ONLY'. A new disk must be READ_WRITE."
        )
    if disk.get("type") == "SCRATCH":
        return planned | _local_ssd(call, zone, disk, index, instance)
    new = _new(call, zone, disk.get("initializeParams") or {}, index, instance)
    new["metadata"][marks.DEVICE_NAME] = planned["device"]
    return planned | new


def _local_ssd(call: Call, zone: Zone, disk: dict[str, Any], index: int, instance: str) -> Disk:
    """A volume in place of a local SSD, which always goes with its instance."""
    field = f"resource.disks[{index}]"
    if index == 0:
        raise errors.Invalid(f"Invalid value for field '{field}.type': a local SSD cannot boot.")
    size = (disk.get("initializeParams") or {}).get("diskSizeGb") or disk.get("diskSizeGb")
    place = disk_places.in_zone(zone)
    az, metadata = disk_places.placement(volumes.zones(call.cloud), place)
    device = check_device_name(
        disk.get("deviceName") or f"local-ssd-{index - 1}", f"{field}.deviceName"
    )
    return {
        "scope": place.scope,
        "name": f"{instance} (local SSD {index})",  # no disk of GCE's has such a name
        "description": "",
        "size_gb": int(size or LOCAL_SSD_GB),
        "type": None,
        "az": az,
        "metadata": {**metadata, marks.DEVICE_NAME: device, marks.LOCAL_SSD: "true"},
        "source": {},
        "device": device,
        "auto_delete": True,
        "local_ssd": True,
    }


def check_device_name(name: str, field: str) -> str:
    """Return ``name`` if OpenStack can take it for a device.

    :raises errors.Invalid: it cannot.
    """
    if len(name) > DEVICE_NAME_LENGTH or "/" in name or "," in name:
        raise errors.Invalid(f"Invalid value for field '{field}': '{name}'.")
    return name


def find_disk_to_attach(
    call: Call, source: str, field: str, *, force: bool
) -> tuple[Row, list[str]]:
    """The volume that a request wants to attach, and the servers that are to let go of it first.

    :param force: take it away from the instance that has it; only regional disks can be taken.
    :raises errors.Invalid: ``force``, and it is no regional disk.
    :raises errors.ResourceInUse: an instance has it, or it is not ready.
    """
    found = lookup.referred(call, source).locate(source, field)
    volume = found.volume
    if force and not disk_places.replica_zones(found.region, volume):
        raise errors.Invalid(
            f"Invalid value for field '{field}': '{source}'. Only a regional disk can be attached "
            "by force."
        )
    if force and volume["status"] == "in-use":
        return volume, [entry["server_id"] for entry in volume["attachments"]]
    if volume["attachments"] or volume["status"] != "available":
        raise errors.ResourceInUse(
            f"The disk resource 'projects/{call.project.id}/{found.path}' is already being "
            f"used{_user(call, volume)}."
        )
    return volume, []


def _user(call: Call, volume: Row) -> str:
    servers = {entry["server_id"] for entry in volume["attachments"]}
    if not servers:
        return f" (its state is {volume['status']})"
    users = instance_links(call, call.cloud, servers).values()
    return "".join(f" by '{user.removeprefix(call.links.base)}'" for user in users)


def _new(call: Call, zone: Zone, asked: dict[str, Any], index: int, instance: str) -> Disk:
    field = f"resource.disks[{index}].initializeParams"
    if index == 0 and not asked.get("sourceImage") and not asked.get("sourceSnapshot"):
        raise errors.Required(
            f"Invalid value for field '{field}.sourceImage': ''. A boot disk needs an image, a "
            "snapshot or an existing disk."
        )
    name = asked.get("diskName") or (instance if index == 0 else f"{instance}-{index}")
    request = of_parameters(name, asked, field)
    plan = plan_volume(request, for_volumes(call, [request]))
    planned: Disk = msgspec.to_builtins(plan)
    return planned


def _check_unique(values: list[str], field: str) -> None:
    twice = next((value for value in values if values.count(value) > 1), None)
    if twice:
        raise errors.Invalid(f"Two disks of the instance have the same {field} '{twice}'.")
