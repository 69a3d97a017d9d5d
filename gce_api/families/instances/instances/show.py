"""Instances: Nova servers as GCE shows them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from gce_api.families.instances.disks.show import AttachedDisks
from gce_api.families.instances.instances.in_flight import is_in_flight
from gce_api.families.instances.instances.status import status, status_message
from gce_api.families.instances.interfaces.show import Interfaces
from gce_api.families.places.machine_types.plan import custom_sizes
from gce_api.families.shared import metadata_view as metadata
from gce_api.families.shared import settings
from gce_api.families.shared.call import Call
from gce_api.families.storage.disks import lookup as disks
from gce_api.google import fingerprints, times
from gce_api.google.links import Links
from gce_api.openstack import identity, marks, network_tags, networks, places, subnets
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.parallel import gather
from gce_api.openstack.rows import Row

T = TypeVar("T")


class InstanceViews:
    """Shows the servers of one region."""

    def __init__(self, call: Call, attached: AttachedDisks, interfaces: Interfaces) -> None:
        self._links = call.links
        self.disks = attached
        self._interfaces = interfaces

    def view(self, server: Row, name: str, zone: str, long: Mapping[str, str]) -> dict[str, Any]:
        """GCE's Instance; ``long``: its metadata values that are not in Nova.

        ``server`` may also be one of :mod:`gce_api.families.instances.instances.in_flight`.
        """
        link = self._links
        kept = {**server["metadata"], **long}
        return {
            "id": identity.number(server),
            "name": name,
            "description": server.get("description") or "",
            "creationTimestamp": identity.created(server),
            "lastStartTimestamp": times.rfc3339(server.get("OS-SRV-USG:launched_at")),
            "lastStopTimestamp": kept.get(marks.STOPPED),
            "lastSuspendedTimestamp": kept.get(marks.SUSPENDED),
            "status": status(server),
            "statusMessage": status_message(server),
            "zone": link.zone(zone),
            "machineType": link.url(f"zones/{zone}/machineTypes/{machine_type(server)}"),
            "cpuPlatform": "Unknown CPU Platform",
            **self._devices(server, kept),
            "tags": metadata.tags_field(network_tags.of(server)),
            **metadata.label_fields(kept),
            "metadata": metadata.metadata_field(metadata.items(kept)),
            **settings.shown(kept),
            "resourcePolicies": _absolute(link, settings.read(kept, "resourcePolicies")),
            "startRestricted": False,
            "fingerprint": fingerprints.of([server.id, server["updated"]]),
            "selfLink": link.url(f"zones/{zone}/instances/{name}"),
        }

    def _devices(self, server: Row, kept: Mapping[str, str]) -> dict[str, Any]:
        if is_in_flight(server):
            plan = server["plan"]
            return {
                "disks": self.disks.planned(plan.disks),
                "networkInterfaces": self._interfaces.planned(plan.interfaces, kept),
            }
        return {
            "disks": self.disks.of(server),
            "networkInterfaces": self._interfaces.of(server, kept),
        }


def with_views(call: Call, cloud: Cloud, fetch: Callable[[], T]) -> tuple[InstanceViews, T]:
    """Fetch servers, and at the same time all that they are shown with: volumes and networks.

    :param fetch: asks for the servers; what it returns is returned.
    """
    may_be_old = cloud.remembers("networks") or cloud.remembers("subnets")
    _, _, _, volumes, found = gather(
        lambda: networks.visible(cloud),
        lambda: subnets.every(cloud),
        lambda: places.zones(cloud),
        lambda: disks.fetch_for_instances(cloud),
        fetch,
    )
    interfaces = Interfaces(call, cloud, may_be_old=may_be_old)
    return InstanceViews(call, AttachedDisks(call, cloud, volumes), interfaces), found


def machine_type(server: Row) -> str:
    """The machine type's name; the flavor itself may be gone by now.

    A custom one is shown as it was asked for, as long as the server has those sizes.
    """
    flavor = server["flavor"]
    asked = server["metadata"].get(marks.MACHINE_TYPE)
    sizes = flavor.get("vcpus"), flavor.get("ram")
    if asked and (is_in_flight(server) or custom_sizes(asked) == sizes):
        return asked
    name = flavor.get("original_name") or flavor.get("id") or "unknown"
    return re.sub(r"[^a-z0-9-]", "-", name.lower())


def _absolute(links: Links, references: list[str] | None) -> list[str] | None:
    """References below the project, or the API's base, as URLs."""
    return [links.absolute(text) for text in references] if references else None
