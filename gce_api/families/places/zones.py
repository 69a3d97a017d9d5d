"""Zones: Nova availability zones in GCE's terms."""

from __future__ import annotations

from gce_api.families.shared.call import Call
from gce_api.google.merging import Json
from gce_api.google.names import UNKNOWN_TIME
from gce_api.google.registry import implements
from gce_api.openstack import places


@implements("compute.zones.list")
def list_zones(call: Call) -> list[Json]:
    return [to_zone(call, zone) for zone in call.in_scope(places.zones)]


@implements("compute.zones.get")
def get_zone(call: Call) -> Json:
    return to_zone(call, call.find_zone(call.name))


def to_zone(call: Call, zone: places.Zone) -> Json:
    return {
        "id": zone.id,
        "creationTimestamp": UNKNOWN_TIME,
        "name": zone.name,
        "description": zone.name,
        "status": "UP" if zone.available else "DOWN",
        "region": call.links.region(zone.region),
        "selfLink": call.links.zone(zone.name),
    }
