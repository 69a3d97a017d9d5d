"""Regions and zones: Keystone regions and availability zones by their GCE names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gce_api.google.names import numeric_id
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row


@dataclass(frozen=True)
class Zone:
    """A zone: ``name`` is GCE's (``us-central1-a``), ``az`` Nova's availability zone."""

    name: str
    az: str
    region: str
    available: bool

    @property
    def id(self) -> str:
        """GCE's numeric id; availability zones have no id of their own."""
        return numeric_id("zone/" + self.name)


@dataclass(frozen=True)
class Region:
    """A region by its GCE name, with its zones sorted by theirs."""

    name: str
    zones: Sequence[Zone]

    @property
    def id(self) -> str:
        """GCE's numeric id."""
        return region_id(self.name)

    def zone_of(self, az: str | None) -> str:
        """GCE name of the zone of an availability zone; the first zone for one that is not Nova's,
        or not known yet."""
        return _name_among(self.zones, az)


def region_id(name: str) -> str:
    """GCE's numeric id of a region, by its GCE name."""
    return numeric_id("region/" + name)


def zones(cloud: Cloud) -> list[Zone]:
    """The zones of a region, sorted by name (one Nova call, remembered for 30 s, and for
    as long as Nova is away)."""
    return cloud.kept("zones", lambda: sorted(_fetch(cloud), key=lambda zone: zone.name))


def region(cloud: Cloud) -> Region:
    """A region with its zones (:func:`zones`)."""
    return Region(cloud.name, zones(cloud))


def zone_of(cloud: Cloud, az: str | None) -> str:
    """GCE name of the zone of an availability zone (:meth:`Region.zone_of`)."""
    return _name_among(zones(cloud), az)


def _name_among(found: Sequence[Zone], az: str | None) -> str:
    first = found[0].name if found else ""
    return next((zone.name for zone in found if zone.az == az), first)


def of_server(cloud: Cloud, server: Row) -> str:
    """GCE name of the zone of a server."""
    return zone_of(cloud, server["OS-EXT-AZ:availability_zone"])


def zone_name(region: str, az: str) -> str:
    """GCE name of an availability zone: ``<region>-<suffix>``, as clients cut it at the last -."""
    suffix = re.sub(r"[^a-z0-9]+", "", az.lower().removeprefix(region + "-"))
    return f"{region}-{suffix or 'z' + numeric_id(az)[:4]}"


def _fetch(cloud: Cloud) -> list[Zone]:
    return [
        Zone(zone_name(cloud.name, az.name), az.name, cloud.name, az.state["available"])
        for az in cloud.compute.availability_zones()
    ]
