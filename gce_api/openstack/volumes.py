"""Cinder's volumes, as raw rows (:mod:`gce_api.openstack.rows` says why)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openstack import exceptions as sdk

from gce_api.openstack import failures, rows
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Query, Row

EXTEND_IN_USE = "3.42"  # the microversion that grows a volume while it is attached
# what a volume can be made from: our word, and the field of Cinder's request
SOURCES = {
    "image_id": "imageRef",
    "snapshot_id": "snapshot_id",
    "source_volume_id": "source_volid",
}


def listed(cloud: Cloud, query: Query | None = None) -> list[Row]:
    """The project's volumes (``GET /volumes/detail``); none where there is no block storage."""
    if not cloud.has_volumes:
        return []
    return rows.listed(cloud.volumes, "/volumes/detail", "volumes", query)


def named(cloud: Cloud, name: str) -> list[Row]:
    """The project's volumes of exactly this name."""
    return listed(cloud, {"name": name})


def get(cloud: Cloud, volume_id: str) -> Row | None:
    """One volume (``GET /volumes/<id>``), ``None`` where there is none."""
    return rows.one(cloud.volumes, f"/volumes/{volume_id}", "volume")


def zones(cloud: Cloud) -> list[str]:
    """Cinder's availability zones, which need not be Nova's (remembered for 30 s)."""
    return cloud.cached("volume zones", lambda: _zones(cloud))


def _zones(cloud: Cloud) -> list[str]:
    answer = rows.get(cloud.volumes, "/os-availability-zone")
    return [entry["zoneName"] for entry in answer["availabilityZoneInfo"]]


def create(
    cloud: Cloud,
    *,
    name: str,
    description: str,
    size_gb: int,
    type_name: str | None,
    az: str | None,
    metadata: Mapping[str, str],
    source: Mapping[str, str],
) -> Row:
    """Make a volume (``POST /volumes``).

    :param type_name: name or UUID of a volume type; ``None`` leaves the choice to Cinder.
    :param az: Cinder's availability zone; ``None`` leaves the choice to Cinder, too.
    :param source: one of :data:`SOURCES` with the id of that, or nothing.
    """
    asked = {
        "name": name,
        "description": description,
        "size": size_gb,
        "volume_type": type_name,
        "availability_zone": az,
        "metadata": dict(metadata),
        **{SOURCES[kind]: source_id for kind, source_id in source.items()},
    }
    body = {"volume": {key: value for key, value in asked.items() if value is not None}}
    return Row(rows.send(cloud.volumes, "POST", "/volumes", body)["volume"])


def change(cloud: Cloud, volume_id: str, **fields: str) -> None:
    """Change ``name`` or ``description`` (``PUT /volumes/<id>``)."""
    rows.send(cloud.volumes, "PUT", f"/volumes/{volume_id}", {"volume": fields})


def extend(cloud: Cloud, volume: Row, size_gb: int) -> None:
    """Let a volume grow (``os-extend``), attached or not."""
    version = EXTEND_IN_USE if volume["status"] == "in-use" else None
    _act(cloud, volume.id, "os-extend", {"new_size": size_gb}, version)


def set_bootable(cloud: Cloud, volume_id: str, *, bootable: bool) -> None:
    """Whether Nova may start a server from a volume (``os-set_bootable``)."""
    _act(cloud, volume_id, "os-set_bootable", {"bootable": bootable})


def is_bootable(volume: Row) -> bool:
    """Whether it may; Cinder says so in a word."""
    return bool(volume["bootable"] == "true")


def set_read_only(cloud: Cloud, volume_id: str, *, read_only: bool) -> None:
    """How a free volume may be used (``os-update_readonly_flag``)."""
    _act(cloud, volume_id, "os-update_readonly_flag", {"readonly": read_only})


def set_image_properties(cloud: Cloud, volume_id: str, properties: Mapping[str, str]) -> None:
    """What Cinder keeps of the image that a volume is made of (``os-set_image_metadata``)."""
    _act(cloud, volume_id, "os-set_image_metadata", {"metadata": dict(properties)})


def delete(cloud: Cloud, volume_id: str) -> None:
    """Ask Cinder to delete a volume (``DELETE /volumes/<id>``); it may be gone already.

    :raises gce_api.google.errors.Invalid: it is in no state for that, or has snapshots.
    """
    try:
        rows.delete(cloud.volumes, f"/volumes/{volume_id}")
    except sdk.BadRequestException as error:
        raise failures.translate(error) or error from error


def _act(
    cloud: Cloud, volume_id: str, action: str, body: Any, microversion: str | None = None
) -> dict[str, Any]:
    path = f"/volumes/{volume_id}/action"
    return rows.send(cloud.volumes, "POST", path, {action: body}, microversion)
