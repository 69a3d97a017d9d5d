"""Disks: Cinder volumes as GCE shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gce_api.families.shared import metadata_view as metadata
from gce_api.families.storage.disks import places
from gce_api.families.storage.disks.marked import copied_from, policies
from gce_api.families.storage.images.show import ARCHITECTURES
from gce_api.google import times
from gce_api.google.links import Links
from gce_api.google.names import gce_names, numeric_id
from gce_api.openstack import marks
from gce_api.openstack.places import Region
from gce_api.openstack.rows import Row

BLOCK_BYTES = 4096
STATUS = {
    "creating": "CREATING",
    "downloading": "CREATING",
    "deleting": "DELETING",
    "restoring-backup": "RESTORING",
}

Json = dict[str, Any]


@dataclass(frozen=True)
class Related:
    """What disks refer to: URLs of images, instances, snapshots and disks, and the names of disk
    types, each by the UUID that OpenStack has."""

    images: Mapping[str, str]
    types: Mapping[str, str]
    instances: Mapping[str, str]
    snapshots: Mapping[str, str]
    disks: Mapping[str, str]


def to_disks(links: Links, region: Region, volumes: list[Row], related: Related) -> list[Json]:
    """GCE's Disk of each volume.

    :param volumes: all of the region or of a scope in it, or those of one name in one scope.
    """
    scopes = {volume.id: places.scope_of(region, volume) for volume in volumes}
    names = gce_names(volumes, lambda volume: scopes[volume.id])
    return [
        {
            **_own(volume, names[volume.id]),
            **_placed(links, region, volume, scopes[volume.id], names[volume.id]),
            **_policies(links, region, volume),
            **_type(links, volume, scopes[volume.id], related.types),
            **_source(volume, related),
            **_users(volume, related.instances),
        }
        for volume in volumes
    ]


def _own(volume: Row, name: str) -> Json:
    return {
        "id": numeric_id(volume.id),
        "name": name,
        "description": volume.get("description") or None,
        "creationTimestamp": times.rfc3339(volume["created_at"]),
        "lastAttachTimestamp": times.rfc3339(_last_attached(volume)),
        "sizeGb": volume["size"],
        "status": status(volume),
        "provisionedIops": volume["metadata"].get(marks.PROVISIONED_IOPS),
        "provisionedThroughput": volume["metadata"].get(marks.PROVISIONED_THROUGHPUT),
        "physicalBlockSizeBytes": BLOCK_BYTES,
        **metadata.label_fields(volume["metadata"]),
    }


def _placed(links: Links, region: Region, volume: Row, scope: str, name: str) -> Json:
    replicas = places.replica_zones(region, volume)
    return {
        **links.place(scope),
        "replicaZones": [links.zone(zone) for zone in replicas] or None,
        "selfLink": links.url(f"{scope}/disks/{name}"),
    }


def _policies(links: Links, region: Region, volume: Row) -> Json:
    scope = f"regions/{region.name}/resourcePolicies"
    urls = [links.url(f"{scope}/{name}") for name in sorted(policies(volume))]
    return {"resourcePolicies": urls or None}


def status(volume: Row) -> str:
    """GCE's status of a volume."""
    if volume["status"].startswith("error"):
        return "FAILED"
    return STATUS.get(volume["status"], "READY")


def _type(links: Links, volume: Row, scope: str, names: Mapping[str, str]) -> Json:
    """The disk type; one that is hidden by now is shown by Cinder's name."""
    name = names.get(volume.get("volume_type_id") or "") or volume["volume_type"]
    return {"type": links.url(f"{scope}/diskTypes/{name}") if name else None}


def _source(volume: Row, related: Related) -> Json:
    """What the disk was made from. Cinder knows the image of a restored or cloned disk as well."""
    image = image_of(volume)
    snapshot, disk, image_id = volume["snapshot_id"], copied_from(volume), image.get("image_id")
    source: Json = {"architecture": ARCHITECTURES.get(image.get("architecture", ""))}
    if disk:
        source |= {"sourceDisk": related.disks.get(disk), "sourceDiskId": numeric_id(disk)}
    elif snapshot:
        source |= {
            "sourceSnapshot": related.snapshots.get(snapshot),
            "sourceSnapshotId": numeric_id(snapshot),
        }
    elif image_id:
        source |= {
            "sourceImage": related.images.get(image_id),
            "sourceImageId": numeric_id(image_id),
        }
    return source


def image_of(volume: Row) -> dict[str, str]:
    """What Cinder keeps of the image that a volume was made from."""
    return volume.get("volume_image_metadata") or {}


def _users(volume: Row, instances: Mapping[str, str]) -> Json:
    servers = [entry["server_id"] for entry in volume["attachments"]]
    return {"users": [instances[one] for one in servers if one in instances] or None}


def _last_attached(volume: Row) -> str | None:
    return max((entry["attached_at"] or "" for entry in volume["attachments"]), default=None)
