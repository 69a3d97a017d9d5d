"""A volume to be made: for a new disk, or with a new instance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from gce_api.families.shared.call import Call
from gce_api.families.storage import disk_types
from gce_api.families.storage.consistency_groups import api as consistency_groups
from gce_api.families.storage.disks import find as disks
from gce_api.families.storage.disks import places as disk_places
from gce_api.families.storage.disks.places import Place
from gce_api.families.storage.images import find as images
from gce_api.families.storage.images.show import disk_size
from gce_api.families.storage.resource_policies import api as resource_policies
from gce_api.families.storage.snapshots import api as snapshots
from gce_api.google import errors
from gce_api.openstack import marks, places
from gce_api.openstack.names import check_name
from gce_api.openstack.rows import Row

BLANK_SIZE_GB = 500  # GCE's default for a disk without a source

Plan = dict[str, Any]


@dataclass(frozen=True)
class Request:
    """What is asked of a volume: ``initializeParams`` of an instance's disk, or a whole Disk.

    ``fields``: where errors say that size, type and so on were given.
    """

    name: str
    size_gb: int | None
    disk_type: str | None
    image: str | None
    snapshot: str | None
    disk: str | None
    replica_zones: list[str]
    description: str
    labels: dict[str, str]
    policies: list[str]
    performance: dict[str, str]
    fields: dict[str, str]


class Source(NamedTuple):
    """What a volume is made from: openstacksdk's argument for it, the least size in GB that
    the volume has then, what that is the size of, and the volume that it is a copy of."""

    argument: dict[str, str]
    least: int = 0
    measure: str = ""
    volume: Row | None = None


def of_parameters(name: str, asked: dict[str, Any], field: str) -> Request:
    """The request in an instance's ``initializeParams``, which are at ``field``."""
    return Request(
        name=name,
        size_gb=int(asked.get("diskSizeGb") or 0) or None,
        disk_type=asked.get("diskType"),
        image=asked.get("sourceImage"),
        snapshot=asked.get("sourceSnapshot"),
        disk=None,
        replica_zones=asked.get("replicaZones") or [],
        description=asked.get("description") or "",
        labels=asked.get("labels") or {},
        policies=asked.get("resourcePolicies") or [],
        performance=_performance(asked),
        fields={
            "name": f"{field}.diskName",
            "size": f"{field}.diskSizeGb",
            "type": f"{field}.diskType",
            "image": f"{field}.sourceImage",
            "snapshot": f"{field}.sourceSnapshot",
            "replicas": f"{field}.replicaZones",
        },
    )


def of_disk(body: dict[str, Any], image: str | None) -> Request:
    """The request in a Disk; ``image`` may be given beside it, as gcloud does."""
    return Request(
        name=body.get("name", ""),
        size_gb=int(body.get("sizeGb") or 0) or None,
        disk_type=body.get("type"),
        image=body.get("sourceImage") or image,
        snapshot=body.get("sourceSnapshot"),
        disk=body.get("sourceDisk"),
        replica_zones=body.get("replicaZones") or [],
        description=body.get("description") or "",
        labels=body.get("labels") or {},
        policies=body.get("resourcePolicies") or [],
        performance=_performance(body),
        fields={
            "name": "resource.name",
            "size": "resource.sizeGb",
            "type": "resource.type",
            "image": "resource.sourceImage",
            "snapshot": "resource.sourceSnapshot",
            "disk": "resource.sourceDisk",
            "replicas": "resource.replicaZones",
        },
    )


def _performance(asked: dict[str, Any]) -> dict[str, str]:
    """What is provisioned, which Cinder knows of types only: kept, to be shown."""
    kept = {
        marks.PROVISIONED_IOPS: asked.get("provisionedIops"),
        marks.PROVISIONED_THROUGHPUT: asked.get("provisionedThroughput"),
    }
    return {key: str(value) for key, value in kept.items() if value}


def plan_volume(call: Call, zone: places.Zone | None, asked: Request) -> Plan:
    """Check what is asked of a new volume and plan it.

    :param zone: where it is to be, unless it is to be a regional disk.
    :return: ``scope`` (``zones/z``, ``regions/r``), ``name``, ``size_gb``, ``type``, ``az``,
        ``description``, ``metadata`` and ``source`` (openstacksdk's argument for the image,
        snapshot or volume, if any).
    :raises errors.GceError: the volume cannot be had as asked for.
    """
    check_name(asked.name, asked.fields["name"].removeprefix("resource."))
    place = _place(call, zone, asked)
    if disks.named(call.cloud, place.scope, asked.name):
        raise errors.AlreadyExists.resource(
            f"projects/{call.project.id}/{place.scope}/disks/{asked.name}"
        )
    source = _source(call, place, asked)
    kind = _type(call, place, asked, source)
    az, metadata = disk_places.placement(call.cloud, place, kind, source.volume)
    since = datetime.now(UTC).isoformat(timespec="seconds")
    policies = resource_policies.of_disk(call, asked.policies)
    consistency_groups.check_joining(call, policies, [zone.name for zone in place.zones])
    metadata |= {marks.POLICY + policy.name: since for policy in policies}
    return {
        "scope": place.scope,
        "name": asked.name,
        "size_gb": _size(asked, source),
        "type": kind.id if kind else None,
        "az": az,
        "description": asked.description,
        "metadata": {marks.LABEL + key: value for key, value in asked.labels.items()}
        | metadata
        | asked.performance,
        "source": source.argument,
    }


def _place(call: Call, zone: places.Zone | None, asked: Request) -> Place:
    if asked.replica_zones or zone is None:
        return disk_places.in_region(call, asked.replica_zones, asked.fields["replicas"])
    return disk_places.in_zone(zone)


def _size(asked: Request, source: Source) -> int:
    size = asked.size_gb or source.least or BLANK_SIZE_GB
    if size < source.least:
        raise errors.Invalid(
            f"Invalid value for field '{asked.fields['size']}': '{size}'. Requested disk size "
            f"cannot be smaller than the {source.measure} ({source.least} GB)"
        )
    return size


def _source(call: Call, place: Place, asked: Request) -> Source:
    if asked.image:
        image = images.find_image(call, asked.image, asked.fields["image"])
        return Source({"image_id": image.id}, disk_size(image), "image size")
    if asked.snapshot:
        snapshot = snapshots.find_snapshot(call, asked.snapshot, asked.fields["snapshot"])
        return Source({"snapshot_id": snapshot.id}, snapshot["size"], "snapshot size")
    if not asked.disk:
        return Source({})
    volume = disks.find_disk(call, asked.disk, asked.fields["disk"])
    if not any(disk_places.serves(call.cloud, volume, zone.name) for zone in place.zones):
        raise errors.Invalid(
            f"Invalid value for field '{asked.fields['replicas']}': "
            f"'{', '.join(asked.replica_zones)}'. One of them must be a zone of the source disk."
        )
    argument = {"source_volume_id": volume.id}
    return Source(argument, volume["size"], "size of the source disk", volume)


def _type(call: Call, place: Place, asked: Request, source: Source) -> Row | None:
    """The Cinder type of a disk; ``None`` leaves the choice to Cinder."""
    field = asked.fields["type"]
    known = disk_types.volume_types(call.cloud)
    if place.is_regional:
        known = disk_types.regional(call, call.cloud)
        if not known:
            raise errors.Unsupported(
                f"Invalid value for field '{asked.fields['replicas']}': Regional disks are not "
                "available here: of no disk type it is known that its storage is in two zones."
            )
    if asked.disk_type:
        found = disk_types.resolve_volume_type(call.cloud, asked.disk_type, field)
        if found not in known:
            raise errors.Invalid(
                f"Invalid value for field '{field}': '{asked.disk_type}'. A disk of this type is "
                f"in one zone. Regional ones are: {', '.join(row.name for row in known)}."
            )
        return found
    by_name = {row.name: row for row in known}
    if source.volume and (not place.is_regional or source.volume["volume_type"] in by_name):
        return by_name.get(source.volume["volume_type"])
    return by_name.get(disk_types.STANDARD) or (known[0] if place.is_regional else None)
