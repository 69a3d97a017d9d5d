"""Regions: Keystone regions that have a compute service."""

from __future__ import annotations

from typing import Any

from gce_api import places
from gce_api.call import Call
from gce_api.names import numeric_id
from gce_api.openstack.cloud import Cloud
from gce_api.registry import implements


@implements("compute.regions.list")
def list_regions(call: Call) -> list[dict[str, Any]]:
    return call.in_scope(lambda cloud: [to_region(call, cloud)])


@implements("compute.regions.get")
def get_region(call: Call) -> dict[str, Any]:
    return to_region(call, call.cloud)


def to_region(call: Call, cloud: Cloud) -> dict[str, Any]:
    return {
        "kind": "compute#region",
        "id": numeric_id("region/" + cloud.name),
        "creationTimestamp": "1969-12-31T16:00:00.000-08:00",
        "name": cloud.name,
        "description": cloud.name,
        "status": "UP",
        "zones": [call.links.zone(zone.name) for zone in places.zones(cloud)],
        "selfLink": call.links.region(cloud.name),
    }
