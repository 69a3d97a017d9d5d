"""What disks of instances, new ones and those of an instance, are looked up by."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from gce_api.families.instances.disks.plan import FoundDisks, requests_of, servers_of, sources_of
from gce_api.families.instances.disks.show import AttachedDisks
from gce_api.families.instances.instances.find import target_of
from gce_api.families.shared.call import Call, ZonalCall
from gce_api.families.shared.instance_links import instance_links
from gce_api.families.storage.disks import lookup
from gce_api.families.storage.disks.find import for_volumes
from gce_api.families.storage.disks.found import Disks
from gce_api.google import errors
from gce_api.openstack.parallel import gather
from gce_api.openstack.rows import Row

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class FoundAttached:
    """An instance (its server, its path below the project) and its disks as GCE shows them, with
    the UUIDs of their volumes."""

    server: Row
    target: str
    attached: list[tuple[str | None, Json]]


def disks_of(call: ZonalCall) -> FoundAttached:
    """The instance in the call's path with its disks (two calls at once).

    :raises errors.NotFound: there is none.
    """
    volumes, (server, target) = gather(
        lambda: lookup.fetch_for_instances(call.cloud), lambda: target_of(call)
    )
    views = AttachedDisks(call, call.cloud, volumes)
    return FoundAttached(server=server, target=target, attached=views.attached(server))


def for_disks(call: Call, bodies: Sequence[Json]) -> FoundDisks:
    """What the disks of some new instances of the path's region are planned by: one gather of
    :func:`gce_api.families.storage.disks.find.for_volumes`, and two calls more for who has disks
    that are not free."""
    requests = [asked for body in bodies for asked in requests_of(body)]
    sources = list(dict.fromkeys(url for body in bodies for url in sources_of(body)))
    found = for_volumes(call, requests, sources)
    return FoundDisks(volumes=found, users=users_of(call, found.disks, sources))


def users_of(call: Call, found: Disks, urls: Sequence[str]) -> dict[str, str]:
    """The paths of the instances that have some disks, by the UUIDs of their servers."""
    servers: set[str] = set()
    for url in urls:
        with suppress(errors.GceError):  # the plan says what is wrong with it
            servers.update(servers_of(found.locate(url, "").volume))
    links = instance_links(call, call.cloud, servers)
    return {server: link.removeprefix(call.links.base) for server, link in links.items()}
