"""An instance that something is made of: a template, or a machine image."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gce_api.families.instances.instances import find
from gce_api.families.shared.call import Call
from gce_api.google import errors
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.places import Zone
from gce_api.openstack.rows import Row

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class FoundSource:
    """An instance as GCE shows it, the volumes of its disks in their order (``None``: a disk of the
    host), and all of the region's."""

    cloud: Cloud
    zone: Zone
    instance: Json
    volumes: list[Row | None]
    of_region: list[Row]

    @property
    def path(self) -> str:
        """The instance's path below the project."""
        return f"zones/{self.zone.name}/instances/{self.instance['name']}"


def source_of(call: Call, url: object, field: str, no_zone: str) -> FoundSource:
    """The instance that a request refers to (one instance's calls, whatever disks it has).

    :param no_zone: what is wrong with a reference that names no zone.
    :raises errors.Invalid: it is no reference to an instance, or names no zone.
    :raises errors.NotFound: there is no such instance.
    :raises errors.ResourceNotReady: it has no server yet.
    """
    reference = call.refer(url, "instances", field)
    if not reference.zone:
        raise errors.Invalid(f"Invalid value for field '{field}': '{url}'. {no_zone}")
    zone = call.find_zone(reference.zone)
    views, server, instance = find.shown(call, zone, reference.name, find.find_instance)
    volumes = {volume.id: volume for volume in views.disks.rows}
    attached = views.disks.attached(server)
    return FoundSource(
        cloud=call.cloud_of(zone.region),
        zone=zone,
        instance=instance,
        volumes=[volumes.get(uuid or "") for uuid, _ in attached],
        of_region=views.disks.rows,
    )
