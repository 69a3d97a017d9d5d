"""A volume to be made: for a new disk, or with a new instance."""

from __future__ import annotations

from typing import Any

from gce_api import errors, places
from gce_api.call import Call
from gce_api.names import check_name
from gce_api.openstack.cloud import Cloud
from gce_api.resources import disk_types, disks, images, snapshots

BLANK_SIZE_GB = 500  # GCE's default for a disk without a source

Plan = dict[str, Any]


def plan_volume(
    call: Call, zone: places.Zone, name: str, asked: dict[str, Any], field: str
) -> Plan:
    """Check what is asked of a new volume and plan it.

    :param asked: the ``initializeParams`` of an instance's disk.
    :param field: where they are in the request, for errors.
    :return: ``name``, ``size_gb``, ``type``, ``az``, ``description``, ``metadata`` and ``source``
        (``{"image_id": ...}``, ``{"snapshot_id": ...}`` or nothing) for Cinder.
    :raises errors.GceError: the volume cannot be had as asked for.
    """
    check_name(name, f"{field}.diskName".removeprefix("resource."))
    if disks.named(call.cloud, zone, name):
        raise errors.AlreadyExists.resource(
            f"projects/{call.project.id}/zones/{zone.name}/disks/{name}"
        )
    source, least, measure = _source(call, asked, field)
    size = int(asked.get("diskSizeGb") or least or BLANK_SIZE_GB)
    if size < least:
        raise errors.Invalid(
            f"Invalid value for field '{field}.diskSizeGb': '{size}'. Requested disk size cannot "
            f"be smaller than the {measure} ({least} GB)"
        )
    az, metadata = disks.placement(call.cloud, zone)
    labels = {f"label:{key}": value for key, value in (asked.get("labels") or {}).items()}
    return {
        "name": name,
        "size_gb": size,
        "type": _type(call.cloud, asked.get("diskType"), f"{field}.diskType"),
        "az": az,
        "description": asked.get("description") or "",
        "metadata": labels | metadata,
        "source": source,
    }


def _source(call: Call, asked: dict[str, Any], field: str) -> tuple[dict[str, str], int, str]:
    """Cinder's arguments for the source, the least size in GB, and what that is the size of."""
    if asked.get("sourceImage"):
        image = images.find_image(call, asked["sourceImage"], f"{field}.sourceImage")
        return {"image_id": image.id}, images.disk_size(image), "image size"
    if asked.get("sourceSnapshot"):
        snapshot = snapshots.find_snapshot(call, asked["sourceSnapshot"], f"{field}.sourceSnapshot")
        return {"snapshot_id": snapshot.id}, snapshot["size"], "snapshot size"
    return {}, 0, ""


def _type(cloud: Cloud, url: str | None, field: str) -> str | None:
    """Name of the Cinder type of a disk; ``None`` leaves the choice to Cinder."""
    if url:
        return disk_types.resolve_volume_type(cloud, url, field).name
    known = [kind.name for kind in disk_types.volume_types(cloud)]
    return disk_types.STANDARD if disk_types.STANDARD in known else None
