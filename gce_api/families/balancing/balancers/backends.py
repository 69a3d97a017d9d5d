"""The instances behind a backend service or target pool, as far as it is written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gce_api.families.balancing.backend_services.plan import DEFAULT_PORT
from gce_api.families.groups import members
from gce_api.families.shared.known import Content, Kept

FULL_WEIGHT = 10  # of a backend whose capacity is not scaled down

ByPath = Mapping[str, Kept]  # the resources of a project; managers as the groups that they manage


@dataclass(frozen=True)
class Backend:
    """A group as a backend: its servers by UUID, where they listen, how much each gets."""

    servers: list[str]
    port: int
    weight: int
    backup: bool


def backends_of(service: Kept, resources: ByPath) -> list[Backend]:
    """The backends of a service whose groups are there."""
    return [
        Backend(
            members.server_ids(group.content),
            _port(service.content, group.content),
            round(FULL_WEIGHT * asked.get("capacityScaler", 1.0)),
            asked.get("failover", False),
        )
        for asked in service.content["backends"]
        if (group := resources.get(asked["group"]))
    ]


def instances_of(pool: Kept, resources: ByPath) -> dict[str, str]:
    """The servers of a target pool by the paths of their instances: its own, and the members of
    the managed groups that add theirs to it."""
    found = {entry["path"]: entry["server"] for entry in pool.content["instances"]}
    for group in resources.values():
        if pool.path in group.content.get("targetPools", ()):
            found |= members.paths(group.content)
    return found


def servers_in(resources: ByPath) -> set[str]:
    """Every server that is in a group or a target pool."""
    groups = (kept.content for kept in resources.values() if kept.collection == "instanceGroups")
    pools = (kept.content for kept in resources.values() if kept.collection == "targetPools")
    return {server for group in groups for server in members.server_ids(group)} | {
        entry["server"] for pool in pools for entry in pool["instances"]
    }


def _port(service: Content, group: Content) -> int:
    """The port that the group calls as the service does, else the service's own."""
    ports = group.get("namedPorts") or []
    named = service.get("portName")
    own = service.get("port") or DEFAULT_PORT
    return next((entry["port"] for entry in ports if entry["name"] == named), own)
