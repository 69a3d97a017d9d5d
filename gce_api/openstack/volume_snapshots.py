"""Cinder's snapshots of volumes, as raw rows (:mod:`gce_api.openstack.rows` says why)."""

from __future__ import annotations

from collections.abc import Mapping

from gce_api.openstack import rows
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Query, Row


def listed(cloud: Cloud, query: Query | None = None) -> list[Row]:
    """The project's snapshots (``GET /snapshots/detail``); none where there is no block storage."""
    if not cloud.has_volumes:
        return []
    return rows.listed(cloud.volumes, "/snapshots/detail", "snapshots", query)


def named(cloud: Cloud, name: str) -> list[Row]:
    """The project's snapshots of exactly this name."""
    return listed(cloud, {"name": name})


def of_volume(cloud: Cloud, volume_id: str) -> list[Row]:
    """The snapshots of a volume."""
    return listed(cloud, {"volume_id": volume_id})


def get(cloud: Cloud, snapshot_id: str) -> Row | None:
    """One snapshot (``GET /snapshots/<id>``), ``None`` where there is none."""
    return rows.one(cloud.volumes, f"/snapshots/{snapshot_id}", "snapshot")


def create(
    cloud: Cloud, *, volume_id: str, name: str, description: str, metadata: Mapping[str, str]
) -> Row:
    """Take a snapshot of a volume (``POST /snapshots``), in use or not."""
    asked = {
        "volume_id": volume_id,
        "name": name,
        "description": description,
        "metadata": dict(metadata),
        "force": True,  # of a volume in use as well
    }
    return Row(rows.send(cloud.volumes, "POST", "/snapshots", {"snapshot": asked})["snapshot"])


def delete(cloud: Cloud, snapshot_id: str) -> None:
    """Ask Cinder to delete a snapshot (``DELETE /snapshots/<id>``); it may be gone already."""
    rows.delete(cloud.volumes, f"/snapshots/{snapshot_id}")
