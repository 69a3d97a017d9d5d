"""Disks: Cinder volumes in GCE's terms. Here they are found and shown; changes: disk_changes.py."""

from __future__ import annotations

from typing import Any

from gce_api import errors, finding, marks, places, refusals, times
from gce_api.call import Call
from gce_api.names import gce_name, gce_names, numeric_id
from gce_api.openstack import rows
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.parallel import gather
from gce_api.openstack.rows import Row
from gce_api.registry import implements
from gce_api.resources import disk_types, images
from gce_api.views import metadata
from gce_api.views.images import ARCHITECTURES
from gce_api.views.instance_links import instance_links

BLOCK_BYTES = 4096
HIDING = (marks.KEPT, marks.WORKING, marks.LOCAL_SSD)  # marks of volumes that are no disks
STATUS = {
    "creating": "CREATING",
    "downloading": "CREATING",
    "deleting": "DELETING",
    "restoring-backup": "RESTORING",
}


@implements("compute.disks.list", "compute.disks.aggregatedList")
def list_disks(call: Call) -> list[dict[str, Any]]:
    def of_region(cloud: Cloud) -> list[dict[str, Any]]:
        return to_disks(call, cloud, _of_zone(cloud, call.zone) if call.zone else fetch(cloud))

    return call.in_scope(of_region)


@implements("compute.disks.get")
def get_disk(call: Call) -> dict[str, Any]:
    assert call.zone
    volume = by_name(call, call.zone, call.name)
    same = named(call.cloud, call.zone, volume.name)
    shown = to_disks(call, call.cloud, same or [volume])
    return next(disk for disk in shown if disk["id"] == numeric_id(volume.id))


def find_disk(call: Call, url: str, field: str = "source") -> Row:
    """The Cinder volume that a request refers to.

    It must be in the zone of the request's path, unless its zone means nothing to Nova.

    :raises errors.Invalid: the URL does not refer to a disk, or to one of another zone.
    :raises errors.NotFound: there is no such disk.
    """
    reference = call.refer(url, "disks", field)
    if reference.region:
        raise errors.Unsupported(
            f"Invalid value for field '{field}': '{url}'. {refusals.REASONS['replicaZones']}"
        )
    zone = call.zone or (call.find_zone(reference.zone) if reference.zone else None)
    if zone is None:
        raise errors.Invalid(f"Invalid value for field '{field}': '{url}'. It names no zone.")
    if reference.zone in (None, zone.name):
        return by_name(call, zone, reference.name)
    found = by_name(call, call.find_zone(reference.zone), reference.name)
    if own_zone(call.cloud, found):
        raise errors.Invalid(
            f"Invalid value for field '{field}': '{url}'. The disk is not in zone '{zone.name}'."
        )
    return found


def by_name(call: Call, zone: places.Zone, name: str) -> Row:
    """A volume of a zone by its name or id.

    :raises errors.NotFound: there is none.
    """
    cloud = call.cloud_of(zone.region)
    found = finding.by_name(
        name, lambda exact: named(cloud, zone, exact), lambda: _of_zone(cloud, zone)
    )
    if found is None:
        path = f"projects/{call.project.id}/zones/{zone.name}/disks/{name}"
        raise errors.NotFound.resource(path)
    return found


def named(cloud: Cloud, zone: places.Zone, name: str) -> list[Row]:
    """The volumes of a zone that have exactly this name in Cinder."""
    return _of_zone(cloud, zone, name=name)


def fetch(cloud: Cloud, **query: str) -> list[Row]:
    """The project's volumes in a region that are disks."""
    return [volume for volume in fetch_all(cloud, **query) if not is_hidden(volume)]


def fetch_for_instances(cloud: Cloud) -> list[Row]:
    """The same with what instances have and is no disk of its own."""
    return [v for v in fetch_all(cloud) if marks.LOCAL_SSD in v["metadata"] or not is_hidden(v)]


def fetch_all(cloud: Cloud, **query: str) -> list[Row]:
    """The same with volumes of disks that are deleted, and such as an operation works with."""
    if not cloud.has_volumes:
        return []
    return rows.listed(cloud.volumes, "/volumes/detail", "volumes", query)


def is_hidden(volume: Row) -> bool:
    """Whether a volume is no disk (any more)."""
    return any(mark in volume["metadata"] for mark in HIDING)


def links_by_id(call: Call, cloud: Cloud) -> dict[str, str]:
    """The URL of each disk of a region by the UUID of its volume; also of one that is deleted,
    as long as it has snapshots."""
    found = fetch_all(cloud)
    zones = {volume.id: zone_of(cloud, volume) for volume in found}
    disks = [volume for volume in found if not is_hidden(volume)]
    names = gce_names(disks, lambda volume: zones[volume.id])
    for volume in found:
        if marks.KEPT in volume["metadata"]:
            names[volume.id] = gce_name(Row({**volume, "name": volume["metadata"][marks.KEPT]}))
    return {
        uuid: call.links.url(f"zones/{zones[uuid]}/disks/{name}") for uuid, name in names.items()
    }


def policies(volume: Row) -> dict[str, str]:
    """The resource policies of a disk by name, and until when their schedules are done."""
    return {
        key.removeprefix(marks.POLICY): done
        for key, done in volume["metadata"].items()
        if key.startswith(marks.POLICY)
    }


def zone_of(cloud: Cloud, volume: Row) -> str:
    """GCE name of the zone of a volume; one that has none of its own is in the first zone."""
    return own_zone(cloud, volume) or places.zone_of(cloud, None)


def own_zone(cloud: Cloud, volume: Row) -> str | None:
    """GCE name of the zone that a volume is bound to.

    Cinder's availability zones need not be Nova's. A disk that the endpoint makes in such a cloud
    says itself where it belongs; any other can be used in every zone.
    """
    zones = places.zones(cloud)
    marked = volume["metadata"].get(marks.ZONE)
    if marked in [zone.name for zone in zones]:
        return marked
    az = volume["availability_zone"]
    return next((zone.name for zone in zones if zone.az == az), None)


def placement(cloud: Cloud, zone: places.Zone) -> tuple[str | None, dict[str, str]]:
    """Where Cinder shall make a volume for a zone: its availability zone, and its metadata."""
    answer = cloud.cached("volume zones", lambda: rows.get(cloud.volumes, "/os-availability-zone"))
    if zone.az in [entry["zoneName"] for entry in answer["availabilityZoneInfo"]]:
        return zone.az, {}
    return None, {marks.ZONE: zone.name}


def _of_zone(cloud: Cloud, zone: places.Zone, **query: str) -> list[Row]:
    return [v for v in fetch(cloud, **query) if zone_of(cloud, v) == zone.name]


def to_disks(call: Call, cloud: Cloud, volumes: list[Row]) -> list[dict[str, Any]]:
    """GCE's Disk of each volume, in at most four calls more, for what their fields refer to.

    :param volumes: all of the region, or those of one name in one zone.
    """
    if not volumes:
        return []
    users = {entry["server_id"] for volume in volumes for entry in volume["attachments"]}
    from_snapshot = any(volume["snapshot_id"] for volume in volumes)
    from_disk = any(volume["source_volid"] for volume in volumes)
    used = {image for volume in volumes if (image := _image_of(volume).get("image_id"))}
    made_from, types, instances, taken, cloned = gather(
        lambda: images.links_by_id(call, cloud, used),
        lambda: disk_types.disk_type_names(cloud),
        lambda: instance_links(call, cloud, users),
        lambda: _snapshot_links(call, cloud) if from_snapshot else {},
        lambda: links_by_id(call, cloud) if from_disk else {},
    )
    zones = {volume.id: zone_of(cloud, volume) for volume in volumes}
    names = gce_names(volumes, lambda volume: zones[volume.id])
    type_names = {row.id: types[row.id] for row in disk_types.volume_types(cloud)}
    return [
        {
            **_own(call, volume, names[volume.id], zones[volume.id]),
            "resourcePolicies": [
                call.links.url(f"regions/{cloud.name}/resourcePolicies/{name}")
                for name in sorted(policies(volume))
            ]
            or None,
            **_type(call, volume, zones[volume.id], type_names),
            **_source(volume, made_from, taken, cloned),
            "users": [
                instances[entry["server_id"]]
                for entry in volume["attachments"]
                if entry["server_id"] in instances
            ]
            or None,
        }
        for volume in volumes
    ]


def _own(call: Call, volume: Row, name: str, zone: str) -> dict[str, Any]:
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
        "zone": call.links.zone(zone),
        "selfLink": call.links.url(f"zones/{zone}/disks/{name}"),
        **metadata.label_fields(volume["metadata"]),
    }


def status(volume: Row) -> str:
    """GCE's status of a volume."""
    if volume["status"].startswith("error"):
        return "FAILED"
    return STATUS.get(volume["status"], "READY")


def _type(call: Call, volume: Row, zone: str, names: dict[str, str]) -> dict[str, Any]:
    """The disk type; one that is hidden by now is shown by Cinder's name."""
    name = names.get(volume.get("volume_type_id") or "") or volume["volume_type"]
    return {"type": call.links.url(f"zones/{zone}/diskTypes/{name}") if name else None}


def _source(
    volume: Row, made_from: dict[str, str], taken: dict[str, str], cloned: dict[str, str]
) -> dict[str, Any]:
    """What the disk was made from. Cinder knows the image of a restored or cloned disk as well."""
    snapshot, disk, image = volume["snapshot_id"], volume["source_volid"], _image_of(volume)
    architecture = ARCHITECTURES.get(image.get("architecture", ""))
    if snapshot:
        source = {"sourceSnapshot": taken.get(snapshot), "sourceSnapshotId": numeric_id(snapshot)}
    elif disk:
        source = {"sourceDisk": cloned.get(disk), "sourceDiskId": numeric_id(disk)}
    elif "image_id" in image:
        source = {
            "sourceImage": made_from.get(image["image_id"]),
            "sourceImageId": numeric_id(image["image_id"]),
        }
    else:
        source = {}
    return {"architecture": architecture, **source}


def _image_of(volume: Row) -> dict[str, str]:
    """What Cinder keeps of the image that a volume was made from."""
    return volume.get("volume_image_metadata") or {}


def _last_attached(volume: Row) -> str | None:
    return max((entry["attached_at"] or "" for entry in volume["attachments"]), default=None)


def _snapshot_links(call: Call, cloud: Cloud) -> dict[str, str]:
    """The URL of each snapshot of a region by its UUID."""
    found = rows.listed(cloud.volumes, "/snapshots/detail", "snapshots")
    names = gce_names([s for s in found if marks.MACHINE_IMAGE not in s["metadata"]])
    return {uuid: call.links.url(f"global/snapshots/{name}") for uuid, name in names.items()}
