"""Regions: Keystone regions that have a compute service."""

from __future__ import annotations

from gce_api.families.places.projects.show import to_quotas
from gce_api.families.shared.call import Call, RegionalCall
from gce_api.google.merging import Json
from gce_api.google.names import UNKNOWN_TIME
from gce_api.google.registry import implements
from gce_api.openstack import places, quotas
from gce_api.openstack.cloud import Cloud

METRICS = (
    "CPUS",
    "DISKS_TOTAL_GB",
    "INSTANCES",
    "IN_USE_ADDRESSES",
    "SSD_TOTAL_GB",
    "STATIC_ADDRESSES",
)


@implements("compute.regions.list")
def list_regions(call: Call) -> list[Json]:
    return call.in_scope(lambda cloud: [to_region(call, cloud)])


@implements("compute.regions.get")
def get_region(call: RegionalCall) -> Json:
    return to_region(call, call.cloud)


def to_region(call: Call, cloud: Cloud) -> Json:
    """GCE's Region; whoever lists regions wants to see what is left of the quotas."""
    return {
        "id": places.region_id(cloud.name),
        "creationTimestamp": UNKNOWN_TIME,
        "name": cloud.name,
        "description": cloud.name,
        "status": "UP",
        "zones": [call.links.zone(zone.name) for zone in places.zones(cloud)],
        "quotas": to_quotas(quotas.of_region(cloud), METRICS),
        "selfLink": call.links.region(cloud.name),
    }
