"""A volume to be made: for a new disk, or with a new instance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from gce_api import errors, marks, places
from gce_api.call import Call
from gce_api.names import check_name
from gce_api.openstack.cloud import Cloud
from gce_api.resources import disk_types, disks, images, resource_policies, snapshots
from gce_api.views.images import disk_size

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
    description: str
    labels: dict[str, str]
    policies: list[str]
    performance: dict[str, str]
    fields: dict[str, str]


def of_parameters(name: str, asked: dict[str, Any], field: str) -> Request:
    """The request in an instance's ``initializeParams``, which are at ``field``."""
    return Request(
        name=name,
        size_gb=int(asked.get("diskSizeGb") or 0) or None,
        disk_type=asked.get("diskType"),
        image=asked.get("sourceImage"),
        snapshot=asked.get("sourceSnapshot"),
        disk=None,
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
        },
    )


def _performance(asked: dict[str, Any]) -> dict[str, str]:
    """What is provisioned, which Cinder knows of types only: kept, to be shown."""
    kept = {
        marks.PROVISIONED_IOPS: asked.get("provisionedIops"),
        marks.PROVISIONED_THROUGHPUT: asked.get("provisionedThroughput"),
    }
    return {key: str(value) for key, value in kept.items() if value}


def plan_volume(call: Call, zone: places.Zone, asked: Request) -> Plan:
    """Check what is asked of a new volume and plan it.

    :return: ``name``, ``size_gb``, ``type``, ``az``, ``description``, ``metadata`` and ``source``
        (openstacksdk's argument for the image, snapshot or volume, if any).
    :raises errors.GceError: the volume cannot be had as asked for.
    """
    check_name(asked.name, asked.fields["name"].removeprefix("resource."))
    if disks.named(call.cloud, zone, asked.name):
        raise errors.AlreadyExists.resource(
            f"projects/{call.project.id}/zones/{zone.name}/disks/{asked.name}"
        )
    source, least, measure, of_source = _source(call, asked)
    size = asked.size_gb or least or BLANK_SIZE_GB
    if size < least:
        raise errors.Invalid(
            f"Invalid value for field '{asked.fields['size']}': '{size}'. Requested disk size "
            f"cannot be smaller than the {measure} ({least} GB)"
        )
    az, metadata = disks.placement(call.cloud, zone)
    since = datetime.now(UTC).isoformat(timespec="seconds")
    for policy in resource_policies.of_disk(call, asked.policies):
        metadata[marks.POLICY + policy] = since
    return {
        "name": asked.name,
        "size_gb": size,
        "type": _type(call.cloud, asked.disk_type, asked.fields["type"], of_source),
        "az": az,
        "description": asked.description,
        "metadata": {marks.LABEL + key: value for key, value in asked.labels.items()}
        | metadata
        | asked.performance,
        "source": source,
    }


def _source(call: Call, asked: Request) -> tuple[dict[str, str], int, str, str | None]:
    """The source for openstacksdk, the least size in GB, what that is the size of, and the type
    that the disk has where none is asked for.
    """
    if asked.image:
        image = images.find_image(call, asked.image, asked.fields["image"])
        return {"image_id": image.id}, disk_size(image), "image size", None
    if asked.snapshot:
        snapshot = snapshots.find_snapshot(call, asked.snapshot, asked.fields["snapshot"])
        return {"snapshot_id": snapshot.id}, snapshot["size"], "snapshot size", None
    if asked.disk:
        volume = disks.find_disk(call, asked.disk, asked.fields["disk"])
        source = {"source_volume_id": volume.id}
        return source, volume["size"], "size of the source disk", volume["volume_type"]
    return {}, 0, "", None


def _type(cloud: Cloud, url: str | None, field: str, default: str | None) -> str | None:
    """Name of the Cinder type of a disk; ``None`` leaves the choice to Cinder."""
    if url:
        return disk_types.resolve_volume_type(cloud, url, field).name
    if default:
        return default
    known = [kind.name for kind in disk_types.volume_types(cloud)]
    return disk_types.STANDARD if disk_types.STANDARD in known else None
