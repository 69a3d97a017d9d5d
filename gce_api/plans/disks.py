"""The disks of a new instance: which volumes to make, which to use, and how to attach them."""

from __future__ import annotations

from typing import Any

from gce_api import errors, links, references
from gce_api.call import Call
from gce_api.names import check_name
from gce_api.openstack.cloud import Cloud
from gce_api.places import Zone

DEFAULT_TYPE = "pd-standard"
BLANK_SIZE_GB = 500  # GCE's default for a disk without a source
DEVICE_NAME_LENGTH = 60  # of a Nova device tag

Disk = dict[str, Any]


def plan_disks(call: Call, zone: Zone, body: dict[str, Any]) -> list[Disk]:
    """Check ``disks`` of an instance and plan each.

    A planned disk has ``device``, ``boot``, ``auto_delete``, and either ``volume_id`` (of one
    that exists) or ``name``, ``size_gb``, ``type``, ``az``, ``description``, ``metadata`` and
    ``source`` (``{"image_id": ...}``, ``{"snapshot_id": ...}`` or nothing) of one to make.

    :raises errors.GceError: a disk cannot be had as asked for.
    """
    asked = body.get("disks") or []
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
    if disk.get("type") == "SCRATCH":
        raise errors.Unsupported("Local SSDs (disks of type SCRATCH) are not available here.")
    if disk.get("mode") == "READ_ONLY":
        raise errors.Unsupported("Attaching a disk READ_ONLY is not available here.")
    planned = {
        "boot": index == 0,
        "device": _device_name(disk, index, field),
        "auto_delete": bool(disk.get("autoDelete")),
    }
    if disk.get("source"):
        return planned | {"volume_id": _existing(call, zone, disk["source"], field)}
    return planned | _new(call, zone, disk.get("initializeParams") or {}, index, instance)


def _device_name(disk: dict[str, Any], index: int, field: str) -> str:
    name = disk.get("deviceName") or f"persistent-disk-{index}"
    if len(name) > DEVICE_NAME_LENGTH or "/" in name or "," in name:
        raise errors.Invalid(f"Invalid value for field '{field}.deviceName': '{name}'.")
    return name


def _existing(call: Call, zone: Zone, source: str, field: str) -> str:
    volume = references.find_volume(call, call.cloud, zone, source, f"{field}.source")
    if volume.attachments or volume.status != "available":
        raise errors.ResourceInUse(
            f"The disk resource 'projects/{call.project.id}/zones/{zone.name}/disks/"
            f"{volume.name}' is already being used{_user(call, zone, volume)}."
        )
    return volume.id


def _user(call: Call, zone: Zone, volume: Any) -> str:
    if not volume.attachments:
        return f" (its state is {volume.status})"
    server = call.cloud.compute.find_server(volume.attachments[0]["server_id"])
    if server is None:
        return ""
    return f" by 'projects/{call.project.id}/zones/{zone.name}/instances/{server.name}'"


def _new(call: Call, zone: Zone, params: dict[str, Any], index: int, instance: str) -> Disk:
    field = f"resource.disks[{index}].initializeParams"
    name = params.get("diskName") or (instance if index == 0 else f"{instance}-{index}")
    check_name(name, f"disks[{index}].initializeParams.diskName")
    if references.has_volume(call.cloud, zone, name):
        raise errors.AlreadyExists.resource(
            f"projects/{call.project.id}/zones/{zone.name}/disks/{name}"
        )
    source, least, description = _source(call, params, field, boot=index == 0)
    size = int(params.get("diskSizeGb") or least or BLANK_SIZE_GB)
    if size < least:
        raise errors.Invalid(
            f"Invalid value for field '{field}.diskSizeGb': '{size}'. Requested disk size cannot "
            f"be smaller than the {description} ({least} GB)"
        )
    az = volume_az(call.cloud, zone)
    labels = {f"label:{key}": value for key, value in (params.get("labels") or {}).items()}
    return {
        "name": name,
        "size_gb": size,
        "type": volume_type(call, zone, params.get("diskType"), f"{field}.diskType"),
        "az": az,
        "description": params.get("description") or "",
        "metadata": labels if az else {**labels, "gce:zone": zone.name},
        "source": source,
    }


def _source(
    call: Call, params: dict[str, Any], field: str, *, boot: bool
) -> tuple[dict[str, str], int, str]:
    """Cinder's arguments for the source, the least size in GB, and what that is the size of."""
    if params.get("sourceImage"):
        image = references.find_image(
            call, call.cloud, params["sourceImage"], f"{field}.sourceImage"
        )
        return {"image_id": image.id}, references.image_size_gb(image), "image size"
    if params.get("sourceSnapshot"):
        snapshot = references.find_snapshot(
            call, call.cloud, params["sourceSnapshot"], f"{field}.sourceSnapshot"
        )
        return {"snapshot_id": snapshot.id}, snapshot.size, "snapshot size"
    if boot:
        raise errors.Required(
            f"Invalid value for field '{field}.sourceImage': ''. A boot disk needs an image, a "
            "snapshot or an existing disk."
        )
    return {}, 0, ""


def volume_type(call: Call, zone: Zone, reference: str | None, field: str) -> str | None:
    """Name of the Cinder type that a ``diskType`` refers to; the default one for none.

    :raises errors.Invalid: there is no such type.
    """
    known = call.cloud.cached(
        "volume types", lambda: [kind.name for kind in call.cloud.volumes.types()]
    )
    if not reference:
        return DEFAULT_TYPE if DEFAULT_TYPE in known else None
    parsed = links.parse(reference, "diskTypes", field)
    references.check_zone(parsed, zone, field)
    if parsed.name not in known:
        raise errors.Invalid(
            f"Invalid value for field '{field}': '{reference}'. The referenced diskType resource "
            "cannot be found."
        )
    return parsed.name


def volume_az(cloud: Cloud, zone: Zone) -> str | None:
    """Cinder's availability zone for a zone; ``None`` where it has none of that name."""
    known = cloud.cached(
        "volume zones", lambda: [az.name for az in cloud.volumes.availability_zones()]
    )
    return zone.az if zone.az in known else None


def _check_unique(values: list[str], field: str) -> None:
    twice = next((value for value in values if values.count(value) > 1), None)
    if twice:
        raise errors.Invalid(f"Two disks of the instance have the same {field} '{twice}'.")
