"""A machine image: what is taken from an instance, and an instance that is made from one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gce_api.families.shared.settings import TAKEN_OVER
from gce_api.families.storage.disks import places
from gce_api.families.storage.snapshots.plan import SnapshotPlan
from gce_api.google import errors
from gce_api.google.names import check_name, numeric_id
from gce_api.openstack import marks
from gce_api.openstack.places import Region
from gce_api.openstack.rows import Row
from gce_api.operations.plans import Plan

# fields of an Instance that its machine image has as they are
TAKEN = ("description", "labels", *TAKEN_OVER)
OF_INTERFACE = ("network", "subnetwork", "stackType")

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class MachineImagePlan(Plan):
    """A machine image to be made: what is kept of it, and a snapshot of each disk."""

    name: str
    content: Json
    snapshots: list[SnapshotPlan]


@dataclass(frozen=True, kw_only=True)
class FoundForMachineImage:
    """What a machine image is planned by.

    ``taken`` are the names of those there are, ``types`` the names of disk types by Cinder's;
    ``instance`` is the source as GCE shows it, ``path`` its path below the project and ``volumes``
    those of its disks in their order.
    """

    project: str
    taken: Collection[str]
    region: Region
    types: Mapping[str, str]
    instance: Json
    path: str
    volumes: Sequence[Row | None]


def plan_machine_image(body: Json, found: FoundForMachineImage) -> MachineImagePlan:
    """Check a request for a machine image and plan it.

    :raises errors.GceError: it cannot be had as asked for.
    """
    name = check_name(body.get("name"))
    if name in found.taken:
        raise errors.AlreadyExists.resource(f"projects/{found.project}/global/machineImages/{name}")
    disks = found.instance["disks"]
    if not all(disk.get("source") for disk in disks):
        raise errors.Unsupported(
            "The instance has a disk of its host or a local SSD, which a machine image cannot have."
        )
    volumes = [volume for volume in found.volumes if volume]
    return MachineImagePlan(
        name=name,
        content={
            "description": body.get("description"),
            "labels": body.get("labels") or {},
            "storageLocations": body.get("storageLocations") or [],
            "sourceInstance": found.path,
            "region": found.region.name,
            "properties": _properties(found, volumes),
        },
        snapshots=[
            SnapshotPlan(
                volume_id=volume.id,
                name=f"{name} ({disk['deviceName']})",  # no name that a snapshot of GCE's has
                description=f"Part of the machine image {name}",
                metadata={marks.MACHINE_IMAGE: name},
            )
            for disk, volume in zip(disks, volumes, strict=True)
        ],
    )


def completed(body: Json, content: Json) -> Json:
    """The body of an ``instances.insert``, completed from a machine image's content.

    What the body has itself counts; all disks come from the machine image unless it has some.
    """
    given = {key: value for key, value in body.items() if key != "sourceMachineImage" and value}
    properties = content["properties"]
    made = [
        _disk(disk, snapshot_id)
        for disk, snapshot_id in zip(properties["disks"], content["snapshots"], strict=True)
    ]
    return {**properties, "disks": made, **given}


def _disk(saved: Json, snapshot_id: str) -> Json:
    """The disk to make from a part of a machine image; its name follows from the instance's."""
    return {
        "boot": saved["boot"],
        "autoDelete": saved["autoDelete"],
        "deviceName": saved["deviceName"],
        "initializeParams": {
            "sourceSnapshot": f"global/snapshots/{numeric_id(snapshot_id)}",
            "diskSizeGb": saved["diskSizeGb"],
            **saved["initializeParams"],
        },
    }


def _properties(found: FoundForMachineImage, volumes: Sequence[Row]) -> Json:
    """InstanceProperties of an instance: what another one like it needs."""
    instance = found.instance
    properties = {
        **{key: instance[key] for key in TAKEN if instance.get(key)},
        "machineType": instance["machineType"].rpartition("/")[2],
        "tags": _items(instance["tags"]),
        "metadata": _items(instance["metadata"]),
        "networkInterfaces": [_interface(nic) for nic in instance["networkInterfaces"]],
        "disks": [
            _saved(found, disk, volume)
            for disk, volume in zip(instance["disks"], volumes, strict=True)
        ],
    }
    return {key: value for key, value in properties.items() if value}


def _items(field: Json) -> Json:
    """Tags or Metadata without the fingerprint."""
    return {"items": field["items"]} if field.get("items") else {}


def _interface(nic: Json) -> Json:
    """A network interface without the addresses, which are the instance's own."""
    configs = [{"type": "ONE_TO_ONE_NAT", "name": c["name"]} for c in nic["accessConfigs"] or ()]
    kept = {key: nic[key] for key in OF_INTERFACE if nic.get(key)}
    return kept | ({"accessConfigs": configs} if configs else {})


def _saved(found: FoundForMachineImage, disk: Json, volume: Row) -> Json:
    replicas = places.replica_zones(found.region, volume)
    parameters = {
        "diskType": found.types.get(volume["volume_type"] or ""),
        "replicaZones": [f"zones/{zone}" for zone in replicas],
    }
    return {
        "type": "PERSISTENT",
        "mode": "READ_WRITE",
        "interface": "SCSI",
        "index": disk["index"],
        "boot": disk["boot"],
        "autoDelete": disk["autoDelete"],
        "deviceName": disk["deviceName"],
        "source": disk["source"],
        "diskSizeGb": volume["size"],
        "initializeParams": {key: value for key, value in parameters.items() if value},
    }
