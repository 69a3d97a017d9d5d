"""Disks of instances: which volumes to make, which to use, and how to attach them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from gce_api.families.shared.limits import MAX_DISKS, check_count
from gce_api.families.storage.disks import places
from gce_api.families.storage.disks.found import Located
from gce_api.families.storage.disks.plan import VolumeFound, VolumePlan, plan_volume
from gce_api.families.storage.disks.requests import Request, of_parameters
from gce_api.families.storage.disks.show import status
from gce_api.google import errors
from gce_api.openstack import marks
from gce_api.openstack.places import Zone
from gce_api.openstack.rows import Row

DEVICE_NAME_LENGTH = 63
LOCAL_SSD_GB = 375

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class ExistingDisk:
    """A volume that there is; ``taken_from``: the servers that are to let go of it first."""

    volume_id: str
    read_only: bool = False
    taken_from: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class DiskPlan:
    """A disk of an instance: either an existing one or a new one, which may stand for a local SSD
    and is no disk of its own then."""

    device: str
    boot: bool
    auto_delete: bool
    existing: ExistingDisk | None = None
    new: VolumePlan | None = None
    local_ssd: bool = False


@dataclass(frozen=True, kw_only=True)
class FoundDisks:
    """What disks of instances are planned by; ``users``: the paths of the instances that have the
    existing ones, by the UUIDs of their servers."""

    volumes: VolumeFound
    users: Mapping[str, str]

    def of_zone(self, zone: Zone) -> FoundDisks:
        """The same for an instance in one zone of the region."""
        disks = replace(self.volumes.disks, zone=zone.name)
        return replace(self, volumes=replace(self.volumes, zone=zone, disks=disks))


def plan_disks(body: Json, zone: Zone, found: FoundDisks) -> list[DiskPlan]:
    """Check ``disks`` of an instance and plan each.

    :raises errors.GceError: a disk cannot be had as asked for.
    """
    check_disks(body)
    asked, here = enumerate(body["disks"]), found.of_zone(zone)
    disks = [_plan(disk, index, body["name"], zone, here) for index, disk in asked]
    _check_unique([disk.device for disk in disks], "device")
    _check_unique([disk.new.name for disk in disks if disk.new], "name")
    _check_unique([disk.existing.volume_id for disk in disks if disk.existing], "volume_id")
    return disks


def check_disks(body: Json) -> None:
    """What can be said of ``disks`` of an instance before anything is looked up.

    :raises errors.Invalid: there are too many, or the first one does not boot.
    """
    asked = body.get("disks") or []
    check_count(asked, MAX_DISKS, "resource.disks")
    if not asked or not asked[0].get("boot", len(asked) == 1):
        raise errors.Invalid(
            "Invalid value for field 'resource.disks': ''. Boot disk must be the first disk "
            "attached to the instance."
        )


def requests_of(body: Json) -> list[Request]:
    """What an instance asks of the volumes that are made along with it."""
    name = str(body.get("name"))
    asked = enumerate(body.get("disks") or [])
    return [_request(disk, index, name) for index, disk in asked if _is_new(disk)]


def sources_of(body: Json) -> list[str]:
    """The existing disks that an instance asks for."""
    return [disk["source"] for disk in body.get("disks") or [] if disk.get("source")]


def _is_new(disk: Json) -> bool:
    return not disk.get("source") and disk.get("type") != "SCRATCH"


def _request(disk: Json, index: int, instance: str) -> Request:
    asked = {"diskSizeGb": disk.get("diskSizeGb"), **(disk.get("initializeParams") or {})}
    name = asked.get("diskName") or (instance if index == 0 else f"{instance}-{index}")
    return of_parameters(name, asked, f"resource.disks[{index}].initializeParams")


def _plan(disk: Json, index: int, instance: str, zone: Zone, found: FoundDisks) -> DiskPlan:
    at = f"resource.disks[{index}]"
    if disk.get("source"):
        return _existing(disk, index, at, found)
    if disk.get("mode") == "READ_ONLY":
        raise errors.Invalid(
            f"Invalid value for field '{at}.mode': 'READ_ONLY'. A new disk must be READ_WRITE."
        )
    if disk.get("type") == "SCRATCH":
        return _local_ssd(disk, index, instance, zone, found.volumes)
    asked = _request(disk, index, instance)
    if index == 0 and not asked.image and not asked.snapshot:
        raise errors.Required(
            f"Invalid value for field '{at}.initializeParams.sourceImage': ''. A boot disk needs "
            "an image, a snapshot or an existing disk."
        )
    device = _device(disk, index, at)
    volume = plan_volume(asked, found.volumes)
    kept = {marks.DEVICE_NAME: device, **_interface(disk)}
    return DiskPlan(
        device=device,
        boot=index == 0,
        auto_delete=bool(disk.get("autoDelete")),
        new=replace(volume, metadata=volume.metadata | kept),
    )


def _interface(disk: Json) -> dict[str, str]:
    """What is kept of the bus that was asked for: which one it is, the image says."""
    asked = disk.get("interface", "SCSI")
    return {} if asked == "SCSI" else {marks.INTERFACE: asked}


def _existing(disk: Json, index: int, at: str, found: FoundDisks) -> DiskPlan:
    url, where = disk["source"], f"{at}.source"
    if _interface(disk):
        raise errors.Invalid(
            f"Invalid value for field '{at}.interface': '{disk['interface']}'. A disk that there "
            "is stays on its bus: SCSI."
        )
    located = found.volumes.disks.locate(url, where)
    users = check_free(
        located,
        url,
        where,
        project=found.volumes.references.project.id,
        users=found.users,
        force=bool(disk.get("forceAttach")),
    )
    return DiskPlan(
        device=_device(disk, index, at),
        boot=index == 0,
        auto_delete=bool(disk.get("autoDelete")),
        existing=ExistingDisk(
            volume_id=located.volume.id,
            read_only=disk.get("mode") == "READ_ONLY",
            taken_from=users,
        ),
    )


def _device(disk: Json, index: int, at: str) -> str:
    name = disk.get("deviceName") or f"persistent-disk-{index}"
    return check_device_name(name, f"{at}.deviceName")


def _local_ssd(disk: Json, index: int, instance: str, zone: Zone, found: VolumeFound) -> DiskPlan:
    """A volume in place of a local SSD, which always goes with its instance."""
    at = f"resource.disks[{index}]"
    if index == 0:
        raise errors.Invalid(f"Invalid value for field '{at}.type': a local SSD cannot boot.")
    size = (disk.get("initializeParams") or {}).get("diskSizeGb") or disk.get("diskSizeGb")
    device = check_device_name(
        disk.get("deviceName") or f"local-ssd-{index - 1}", f"{at}.deviceName"
    )
    place = places.in_zone(zone)
    az, metadata = places.placement(found.volume_zones, place)
    volume = VolumePlan(
        scope=place.scope,
        name=f"{instance} (local SSD {index})",  # no disk of GCE's has such a name
        size_gb=int(size or LOCAL_SSD_GB),
        az=az,
        metadata={
            **metadata,
            marks.DEVICE_NAME: device,
            marks.LOCAL_SSD: "true",
            **_interface(disk),
        },
    )
    return DiskPlan(device=device, boot=False, auto_delete=True, new=volume, local_ssd=True)


def check_device_name(name: str, field_name: str) -> str:
    """Return ``name`` if a device can have it.

    :raises errors.Invalid: it cannot.
    """
    if len(name) > DEVICE_NAME_LENGTH or "/" in name or "," in name:
        raise errors.Invalid(
            f"Invalid value for field '{field_name}': '{name}'. It has at most "
            f"{DEVICE_NAME_LENGTH} characters, and neither slashes nor commas."
        )
    return name


def check_free(
    found: Located,
    url: str,
    field_name: str,
    *,
    project: str,
    users: Mapping[str, str],
    force: bool,
) -> list[str]:
    """The servers that are to let go of a disk before it is attached.

    :param users: the paths of instances by the UUIDs of their servers.
    :param force: take it away from the instance that has it; only regional disks can be taken.
    :raises errors.Invalid: ``force``, and it is no regional disk.
    :raises errors.ResourceInUse: an instance has it, or it is not ready.
    """
    volume = found.volume
    if force and not places.replica_zones(found.region, volume):
        raise errors.Invalid(
            f"Invalid value for field '{field_name}': '{url}'. Only a regional disk can be "
            "attached by force."
        )
    if force and volume["status"] == "in-use":
        return servers_of(volume)
    if volume["attachments"] or volume["status"] != "available":
        raise errors.ResourceInUse(
            f"The disk resource 'projects/{project}/{found.path}' is already being "
            f"used{_user(volume, users)}."
        )
    return []


def servers_of(volume: Row) -> list[str]:
    """The servers that have a volume."""
    return [entry["server_id"] for entry in volume["attachments"]]


def _user(volume: Row, users: Mapping[str, str]) -> str:
    servers = servers_of(volume)
    if not servers:
        now = status(volume)
        return f" (it is {'being changed' if now == 'READY' else now})"
    return "".join(f" by '{users[server]}'" for server in servers if server in users)


def _check_unique(values: Sequence[str], field_name: str) -> None:
    twice = next((value for value in values if values.count(value) > 1), None)
    if twice:
        raise errors.Invalid(f"Two disks of the instance have the same {field_name} '{twice}'.")
