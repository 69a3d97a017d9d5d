"""Disks: Cinder volumes in GCE's terms. Here they are found and shown; changes: disk_changes.py."""

from __future__ import annotations

from typing import Any, NamedTuple

from gce_api.families.shared import metadata_view as metadata
from gce_api.families.shared.call import Call
from gce_api.families.shared.instance_links import instance_links
from gce_api.families.shared.kept import scope_of
from gce_api.families.storage import disk_types
from gce_api.families.storage.disks import places as disk_places
from gce_api.families.storage.images import find as images
from gce_api.families.storage.images.show import ARCHITECTURES
from gce_api.google import errors, times
from gce_api.google.registry import implements
from gce_api.openstack import finding, marks, volume_snapshots, volumes
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.names import gce_name, gce_names, numeric_id
from gce_api.openstack.parallel import gather
from gce_api.openstack.rows import Row

BLOCK_BYTES = 4096
HIDING = (marks.KEPT, marks.WORKING, marks.LOCAL_SSD)  # marks of volumes that are no disks
STATUS = {
    "creating": "CREATING",
    "downloading": "CREATING",
    "deleting": "DELETING",
    "restoring-backup": "RESTORING",
}


class Found(NamedTuple):
    """A disk that a request refers to: its region, its path below the project, its volume."""

    cloud: Cloud
    path: str
    volume: Row


@implements("compute.disks.list", "compute.disks.aggregatedList", "compute.regionDisks.list")
def list_disks(call: Call) -> list[dict[str, Any]]:
    def of_region(cloud: Cloud) -> list[dict[str, Any]]:
        wanted = [v for v in fetch(cloud) if _is_wanted(call, disk_places.scope_of(cloud, v))]
        return to_disks(call, cloud, wanted)

    return call.in_scope(of_region)


def _is_wanted(call: Call, scope: str) -> bool:
    """Whether a list is to have the disks of a zone or region."""
    if call.method.name == "aggregatedList":
        return True
    return scope == scope_of(call) if call.region else scope.startswith("zones/")


@implements("compute.disks.get", "compute.regionDisks.get")
def get_disk(call: Call) -> dict[str, Any]:
    scope = scope_of(call)
    volume = by_name(call, call.cloud, scope, call.name)
    same = named(call.cloud, scope, volume.name)
    shown = to_disks(call, call.cloud, same or [volume])
    return next(disk for disk in shown if disk["id"] == numeric_id(volume.id))


def find_disk(call: Call, url: str, field: str = "source") -> Row:
    """The Cinder volume that a request refers to.

    It must be of the zone or region of the request's path, unless its zone means nothing to Nova.

    :raises errors.Invalid: the URL does not refer to a disk, or to one of another place.
    :raises errors.NotFound: there is no such disk.
    """
    return locate_disk(call, url, field).volume


def locate_disk(call: Call, url: str, field: str) -> Found:
    """The same with where it is."""
    reference = call.refer(url, "disks", field)
    if reference.zone:
        zone = call.find_zone(reference.zone)
        scope, cloud = f"zones/{zone.name}", call.cloud_of(zone.region)
    elif reference.region:
        cloud = call.cloud_of(reference.region)
        scope = f"regions/{cloud.name}"
    elif call.region:
        scope, cloud = scope_of(call), call.cloud
    else:
        raise errors.Invalid(f"Invalid value for field '{field}': '{url}'. It names no zone.")
    volume = by_name(call, cloud, scope, reference.name)
    if call.region and cloud.name != call.region:
        raise _misplaced(field, url, f"region '{call.region}'")
    if call.zone and not disk_places.serves(cloud, volume, call.zone.name):
        raise _misplaced(field, url, f"zone '{call.zone.name}'")
    return Found(cloud, f"{scope}/disks/{volume.name}", volume)


def _misplaced(field: str, url: str, place: str) -> errors.Invalid:
    return errors.Invalid(
        f"Invalid value for field '{field}': '{url}'. The disk is not in {place}."
    )


def by_name(call: Call, cloud: Cloud, scope: str, name: str) -> Row:
    """A volume of a zone or region (``zones/z``, ``regions/r``) by its name or id.

    :raises errors.NotFound: there is none.
    """
    found = finding.by_name(
        name, lambda exact: named(cloud, scope, exact), lambda: _of_scope(cloud, scope)
    )
    if found is None:
        raise errors.NotFound.resource(f"projects/{call.project.id}/{scope}/disks/{name}")
    return found


def named(cloud: Cloud, scope: str, name: str) -> list[Row]:
    """The volumes of a zone or region that have exactly this name in Cinder."""
    return _of_scope(cloud, scope, name=name)


def fetch(cloud: Cloud, **query: str) -> list[Row]:
    """The project's volumes in a region that are disks."""
    return [volume for volume in fetch_all(cloud, **query) if not is_hidden(volume)]


def fetch_for_instances(cloud: Cloud) -> list[Row]:
    """The same with what instances have and is no disk of its own."""
    return [v for v in fetch_all(cloud) if marks.LOCAL_SSD in v["metadata"] or not is_hidden(v)]


def fetch_all(cloud: Cloud, **query: str) -> list[Row]:
    """The same with volumes of disks that are deleted, and such as an operation works with."""
    return volumes.listed(cloud, query)


def is_hidden(volume: Row) -> bool:
    """Whether a volume is no disk (any more)."""
    return any(mark in volume["metadata"] for mark in HIDING)


def links_by_id(call: Call, cloud: Cloud) -> dict[str, str]:
    """The URL of each disk of a region by the UUID of its volume; also of one that is deleted,
    as long as it has snapshots."""
    found = fetch_all(cloud)
    scopes = {volume.id: disk_places.scope_of(cloud, volume) for volume in found}
    disks = [volume for volume in found if not is_hidden(volume)]
    names = gce_names(disks, lambda volume: scopes[volume.id])
    for volume in found:
        if marks.KEPT in volume["metadata"]:
            names[volume.id] = gce_name(Row({**volume, "name": volume["metadata"][marks.KEPT]}))
    return {uuid: call.links.url(f"{scopes[uuid]}/disks/{name}") for uuid, name in names.items()}


def policies(volume: Row) -> dict[str, str]:
    """The resource policies of a disk by name, and until when their schedules are done."""
    return {
        key.removeprefix(marks.POLICY): done
        for key, done in volume["metadata"].items()
        if key.startswith(marks.POLICY)
    }


def _of_scope(cloud: Cloud, scope: str, **query: str) -> list[Row]:
    return [v for v in fetch(cloud, **query) if disk_places.scope_of(cloud, v) == scope]


def to_disks(call: Call, cloud: Cloud, volumes: list[Row]) -> list[dict[str, Any]]:
    """GCE's Disk of each volume, in at most four calls more, for what their fields refer to.

    :param volumes: all of the region or of a scope in it, or those of one name in one scope.
    """
    if not volumes:
        return []
    users = {entry["server_id"] for volume in volumes for entry in volume["attachments"]}
    from_snapshot = any(volume["snapshot_id"] for volume in volumes)
    from_disk = any(_copied_from(volume) for volume in volumes)
    used = {image for volume in volumes if (image := _image_of(volume).get("image_id"))}
    made_from, types, instances, taken, cloned = gather(
        lambda: images.links_by_id(call, cloud, used),
        lambda: disk_types.disk_type_names(cloud),
        lambda: instance_links(call, cloud, users),
        lambda: _snapshot_links(call, cloud) if from_snapshot else {},
        lambda: links_by_id(call, cloud) if from_disk else {},
    )
    scopes = {volume.id: disk_places.scope_of(cloud, volume) for volume in volumes}
    names = gce_names(volumes, lambda volume: scopes[volume.id])
    type_names = {row.id: types[row.id] for row in disk_types.volume_types(cloud)}
    return [
        {
            **_own(call, volume, names[volume.id]),
            **_placed(call, cloud, volume, scopes[volume.id], names[volume.id]),
            "resourcePolicies": [
                call.links.url(f"regions/{cloud.name}/resourcePolicies/{name}")
                for name in sorted(policies(volume))
            ]
            or None,
            **_type(call, volume, scopes[volume.id], type_names),
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


def _own(call: Call, volume: Row, name: str) -> dict[str, Any]:
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


def _placed(call: Call, cloud: Cloud, volume: Row, scope: str, name: str) -> dict[str, Any]:
    replicas = disk_places.replica_zones(cloud, volume)
    return {
        **call.links.place(scope),
        "replicaZones": [call.links.zone(zone) for zone in replicas] or None,
        "selfLink": call.links.url(f"{scope}/disks/{name}"),
    }


def status(volume: Row) -> str:
    """GCE's status of a volume."""
    if volume["status"].startswith("error"):
        return "FAILED"
    return STATUS.get(volume["status"], "READY")


def _type(call: Call, volume: Row, scope: str, names: dict[str, str]) -> dict[str, Any]:
    """The disk type; one that is hidden by now is shown by Cinder's name."""
    name = names.get(volume.get("volume_type_id") or "") or volume["volume_type"]
    return {"type": call.links.url(f"{scope}/diskTypes/{name}") if name else None}


def _source(
    volume: Row, made_from: dict[str, str], taken: dict[str, str], cloned: dict[str, str]
) -> dict[str, Any]:
    """What the disk was made from. Cinder knows the image of a restored or cloned disk as well."""
    snapshot, disk, image = volume["snapshot_id"], _copied_from(volume), _image_of(volume)
    architecture = ARCHITECTURES.get(image.get("architecture", ""))
    if disk:
        source = {"sourceDisk": cloned.get(disk), "sourceDiskId": numeric_id(disk)}
    elif snapshot:
        source = {"sourceSnapshot": taken.get(snapshot), "sourceSnapshotId": numeric_id(snapshot)}
    elif "image_id" in image:
        source = {
            "sourceImage": made_from.get(image["image_id"]),
            "sourceImageId": numeric_id(image["image_id"]),
        }
    else:
        source = {}
    return {"architecture": architecture, **source}


def _copied_from(volume: Row) -> str | None:
    """The UUID of the volume that a disk is a copy of."""
    copied: str | None = volume["metadata"].get(marks.COPY_OF) or volume["source_volid"]
    return copied


def _image_of(volume: Row) -> dict[str, str]:
    """What Cinder keeps of the image that a volume was made from."""
    return volume.get("volume_image_metadata") or {}


def _last_attached(volume: Row) -> str | None:
    return max((entry["attached_at"] or "" for entry in volume["attachments"]), default=None)


def _snapshot_links(call: Call, cloud: Cloud) -> dict[str, str]:
    """The URL of each snapshot of a region by its UUID."""
    found = volume_snapshots.listed(cloud)
    hidden = marks.HIDDEN_SNAPSHOTS
    names = gce_names([s for s in found if not any(mark in s["metadata"] for mark in hidden)])
    return {uuid: call.links.url(f"global/snapshots/{name}") for uuid, name in names.items()}
