"""Where disks are: in a zone, or, of regional disks, in two zones of a region.

A volume of Cinder is in one availability zone, whatever holds its data. A regional disk is a volume
of a type whose storage is held in several zones
(:class:`gce_api.families.storage.disk_types.DiskTypes`); that it is one, and of which zones, is the
volume's metadata.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from gce_api.google import errors
from gce_api.google.links import References
from gce_api.google.names import NAME
from gce_api.openstack import marks
from gce_api.openstack.places import Region, Zone
from gce_api.openstack.rows import Row

REPLICAS = 2
OWN_ZONES = "RESKEY:availability_zones"  # Cinder's extra spec: the type chooses the zone itself


@dataclass(frozen=True)
class Place:
    """Where a new disk is to be; ``scope`` as in its URL, ``zones``: one, or two of a region."""

    scope: str
    zones: list[Zone]

    @property
    def is_regional(self) -> bool:
        return len(self.zones) == REPLICAS


def in_zone(zone: Zone) -> Place:
    """The place of a zonal disk."""
    return Place(f"zones/{zone.name}", [zone])


def in_region(
    references: References, region: Region, zone: Zone | None, urls: list[str], field: str
) -> Place:
    """The place of a regional disk by its ``replicaZones``.

    :param zone: one that must be among them: that of the instance which is to have the disk.
    :raises errors.Required: there are none.
    :raises errors.Invalid: they are not two zones of the region, with ``zone``, if any.
    """
    if not urls:
        raise errors.Required(f"Invalid value for field '{field}': ''. A regional disk needs two.")
    of_region = {one.name: one for one in region.zones}
    names = [references.refer(url, "zones", field).name for url in urls]
    if len(names) != REPLICAS or len(set(names) & set(of_region)) != REPLICAS:
        raise errors.Invalid(
            f"Invalid value for field '{field}': '{', '.join(urls)}'. Must be two different zones "
            f"of the region '{region.name}'."
        )
    if zone and zone.name not in names:
        raise errors.Invalid(
            f"Invalid value for field '{field}': '{', '.join(urls)}'. One of them must be the "
            f"instance's zone '{zone.name}'."
        )
    return Place(f"regions/{region.name}", [of_region[name] for name in names])


def placement(
    known: Collection[str], place: Place, kind: Row | None = None, source: Row | None = None
) -> tuple[str | None, dict[str, str]]:
    """Where Cinder shall make a volume: its availability zone, and its metadata.

    :param known: Cinder's availability zones.
    :param kind: the volume type of a regional disk.
    :param source: the volume that it is a copy of, whose zone many back ends want to stay in.
    """
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


def scope_of(region: Region, volume: Row) -> str:
    """``regions/r`` of a regional disk, ``zones/z`` of any other."""
    if replica_zones(region, volume):
        return f"regions/{region.name}"
    return f"zones/{own_zone(region, volume) or region.zone_of(None)}"


def serves(region: Region, volume: Row, zone: str) -> bool:
    """Whether a zone's instances may use a volume; one without a zone of its own is for all."""
    replicas = replica_zones(region, volume)
    return zone in replicas if replicas else own_zone(region, volume) in (None, zone)


def replica_zones(region: Region, volume: Row) -> list[str]:
    """GCE names of the two zones of a regional disk; none of any other."""
    marked = volume["metadata"].get(marks.REPLICA_ZONES, "").split(",")
    known = {n for n in marked if NAME.fullmatch(n) and n.startswith(region.name + "-")}
    return marked if len(known) == len(marked) == REPLICAS else []


def zones_of(region: Region, volume: Row) -> list[str]:
    """GCE names of the zones that a disk is in: one, or two."""
    return replica_zones(region, volume) or [scope_of(region, volume).rpartition("/")[2]]


def own_zone(region: Region, volume: Row) -> str | None:
    """GCE name of the zone that a volume is bound to.

    Cinder's availability zones need not be Nova's. A disk that the endpoint makes in such a cloud
    says itself where it belongs; any other can be used in every zone.
    """
    marked = volume["metadata"].get(marks.ZONE)
    if marked in [zone.name for zone in region.zones]:
        return marked
    az = volume["availability_zone"]
    return next((zone.name for zone in region.zones if zone.az == az), None)
