"""Cinder's volume types."""

from __future__ import annotations

from gce_api.openstack import rows
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row


def listed(cloud: Cloud) -> list[Row]:
    """The types that the project can use (``GET /types``)."""
    return rows.listed(cloud.volumes, "/types", "volume_types")
