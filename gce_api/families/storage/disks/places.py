"""Where disks are: in a zone, or, of regional disks, in two zones of a region.

A volume of Cinder is in one availability zone, whatever holds its data. A regional disk is a volume
of a type whose storage is held in several zones
(:func:`gce_api.families.storage.disk_types.regional`); that it is one, and of which zones, is the
volume's metadata.
"""

from __future__ import annotations

from dataclasses import dataclass

from gce_api.families.shared.call import Call
from gce_api.google import errors
from gce_api.openstack import marks, places, volumes
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.names import NAME
from gce_api.openstack.rows import Row

REPLICAS = 2
OWN_ZONES = "RESKEY:availability_zones"  # Cinder's extra spec: the type chooses the zone itself


@dataclass(frozen=True)
class Place:
    """Where a new disk is to be; ``scope`` as in its URL, ``zones``: one, or two of a region."""

    scope: str
    zones: list[places.Zone]

    @property
    def is_regional(self) -> bool:
        return len(self.zones) == REPLICAS


def in_zone(zone: places.Zone) -> Place:
    """The place of a zonal disk."""
    return Place(f"zones/{zone.name}", [zone])


def in_region(call: Call, urls: list[str], field: str) -> Place:
    """The place of a regional disk of the call's region, by its ``replicaZones``.

    :raises errors.Required: there are none.
    :raises errors.Invalid: they are not two zones of the region, one of them the call's, if any.
    """
    if not urls:
        raise errors.Required(f"Invalid value for field '{field}': ''. A regional disk needs two.")
    of_region = {zone.name: zone for zone in places.zones(call.cloud)}
    names = [call.refer(url, "zones", field).name for url in urls]
    if len(names) != REPLICAS or len(set(names) & set(of_region)) != REPLICAS:
        raise errors.Invalid(
            f"Invalid value for field '{field}': '{', '.join(urls)}'. Must be two different zones "
            f"of the region '{call.cloud.name}'."
        )
    if call.zone and call.zone.name not in names:
        raise errors.Invalid(
            f"Invalid value for field '{field}': '{', '.join(urls)}'. One of them must be the "
            f"instance's zone '{call.zone.name}'."
        )
    return Place(f"regions/{call.cloud.name}", [of_region[name] for name in names])


def placement(
    cloud: Cloud, place: Place, kind: Row | None = None, source: Row | None = None
) -> tuple[str | None, dict[str, str]]:
    """Where Cinder shall make a volume: its availability zone, and its metadata.

    :param kind: the volume type of a regional disk.
    :param source: the volume that it is a copy of, whose zone many back ends want to stay in.
    """
    known = volumes.zones(cloud)
    if not place.is_regional:
        (zone,) = place.zones
        return (zone.az, {}) if zone.az in known else (None, {marks.ZONE: zone.name})
    mark = {marks.REPLICA_ZONES: ",".join(zone.name for zone in place.zones)}
    if kind and OWN_ZONES in kind.get("extra_specs", {}):
        return None, mark
    zones = [zone.az for zone in place.zones if zone.az in known]
    if source and source["availability_zone"] in zones:
        return source["availability_zone"], mark
    return (zones[0] if zones else None), mark


def scope_of(cloud: Cloud, volume: Row) -> str:
    """``regions/r`` of a regional disk, ``zones/z`` of any other."""
    if replica_zones(cloud, volume):
        return f"regions/{cloud.name}"
    return f"zones/{own_zone(cloud, volume) or places.zone_of(cloud, None)}"


def serves(cloud: Cloud, volume: Row, zone: str) -> bool:
    """Whether a zone's instances may use a volume; one without a zone of its own is for all."""
    replicas = replica_zones(cloud, volume)
    return zone in replicas if replicas else own_zone(cloud, volume) in (None, zone)


def replica_zones(cloud: Cloud, volume: Row) -> list[str]:
    """GCE names of the two zones of a regional disk; none of any other."""
    marked = volume["metadata"].get(marks.REPLICA_ZONES, "").split(",")
    known = {n for n in marked if NAME.fullmatch(n) and n.startswith(cloud.name + "-")}
    return marked if len(known) == len(marked) == REPLICAS else []


def zones_of(cloud: Cloud, volume: Row) -> list[str]:
    """GCE names of the zones that a disk is in: one, or two."""
    return replica_zones(cloud, volume) or [scope_of(cloud, volume).rpartition("/")[2]]


def own_zone(cloud: Cloud, volume: Row) -> str | None:
    """GCE name of the zone that a volume is bound to.

    Cinder's availability zones need not be Nova's. A disk that the endpoint makes in such a cloud
    says itself where it belongs; any other can be used in every zone.
    """
    zones = places.zones(cloud)
    marked = volume["metadata"].get(marks.ZONE)
    if marked in [zone.name for zone in zones]:
        return marked
    az = volume["availability_zone"]
    return next((zone.name for zone in zones if zone.az == az), None)
