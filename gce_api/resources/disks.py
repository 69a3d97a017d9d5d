"""Disks: Cinder volumes in GCE's terms."""

from __future__ import annotations

from gce_api import errors, finding, links, places
from gce_api.call import Call
from gce_api.openstack import rows
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row

ZONE = "gce:zone"  # volume metadata: its zone, where Cinder has other zones than Nova
DEVICE_NAME = "gce:deviceName"  # volume metadata: what the instance that uses it calls it


def find_disk(call: Call, url: str, field: str = "source") -> Row:
    """The Cinder volume that a request refers to; it must be in the zone of the request's path.

    :raises errors.Invalid: the URL does not refer to a disk, or to one of another zone.
    :raises errors.NotFound: there is no such disk.
    """
    reference = links.parse(url, "disks", field)
    zone = call.zone or (call.find_zone(reference.zone) if reference.zone else None)
    if zone is None:
        raise errors.Invalid(f"Invalid value for field '{field}': '{url}'. It names no zone.")
    if reference.zone not in (None, zone.name):
        raise errors.Invalid(
            f"Invalid value for field '{field}': '{url}'. The disk is not in zone '{zone.name}'."
        )
    return by_name(call, zone, reference.name)


def by_name(call: Call, zone: places.Zone, name: str) -> Row:
    """A volume of a zone by its name or id.

    :raises errors.NotFound: there is none.
    """
    cloud = call.cloud_of(zone.region)
    found = finding.by_name(
        name, lambda exact: named(cloud, zone, exact), lambda: _of_zone(cloud, zone)
    )
    if found is None:
        path = f"projects/{call.project.id}/zones/{zone.name}/disks/{name}"
        raise errors.NotFound.resource(path)
    return found


def named(cloud: Cloud, zone: places.Zone, name: str) -> list[Row]:
    """The volumes of a zone that have exactly this name in Cinder."""
    return _of_zone(cloud, zone, name=name)


def fetch(cloud: Cloud, **query: str) -> list[Row]:
    """The project's volumes in a region."""
    return rows.listed(cloud.volumes, "/volumes/detail", "volumes", query)


def zone_of(cloud: Cloud, volume: Row) -> str:
    """GCE name of the zone of a volume.

    Cinder's availability zones need not be Nova's; a disk that the endpoint makes in such a cloud
    says itself where it belongs, any other is in the first zone.
    """
    zones = {zone.az: zone.name for zone in places.zones(cloud)}
    own = volume["metadata"].get(ZONE)
    if own in zones.values():
        return own
    return zones.get(volume["availability_zone"]) or min(zones.values(), default="")


def placement(cloud: Cloud, zone: places.Zone) -> tuple[str | None, dict[str, str]]:
    """Where Cinder shall make a volume for a zone: its availability zone, and its metadata."""
    answer = cloud.cached("volume zones", lambda: rows.get(cloud.volumes, "/os-availability-zone"))
    if zone.az in [entry["zoneName"] for entry in answer["availabilityZoneInfo"]]:
        return zone.az, {}
    return None, {ZONE: zone.name}


def _of_zone(cloud: Cloud, zone: places.Zone, **query: str) -> list[Row]:
    return [v for v in fetch(cloud, **query) if zone_of(cloud, v) == zone.name]
