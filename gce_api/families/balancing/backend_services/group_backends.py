"""The instances behind a backend service or target pool, as far as instance groups tell them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from gce_api.database import resources
from gce_api.database.models import Resource
from gce_api.database.references import path_of
from gce_api.families.balancing.backend_services.plan import DEFAULT_PORT
from gce_api.families.groups.groups.show import MANAGED, server_ids

FULL_WEIGHT = 10  # of a backend whose capacity is not scaled down


@dataclass(frozen=True)
class Backend:
    """A group as a backend: its servers by UUID, where they listen, how much each gets."""

    servers: list[str]
    port: int
    weight: int
    backup: bool


def backends_of(session: Session, service: Resource) -> list[Backend]:
    """The backends of a service whose groups are there."""
    found = []
    for asked in service.content["backends"]:
        group = group_at(session, service.project, asked["group"])
        if group:
            weight = round(FULL_WEIGHT * asked.get("capacityScaler", 1.0))
            port = _port(service, group)
            found.append(Backend(server_ids(group), port, weight, asked.get("failover", False)))
    return found


def instances_of(session: Session, pool: Resource) -> list[dict[str, str]]:
    """The instances of a target pool, as ``path`` and ``server``: its own, and the members of the
    managed groups that add theirs to it."""
    found = {entry["path"]: entry for entry in pool.content["instances"]}
    for manager in resources.listed(session, pool.project, MANAGED):
        if path_of(pool) in manager.content["targetPools"]:
            for name, member in manager.content["instances"].items():
                path = f"zones/{member['zone']}/instances/{name}"
                if member["server"]:
                    found[path] = {"path": path, "server": member["server"]}
    return list(found.values())


def group_at(session: Session, project: str, path: str) -> Resource | None:
    """The instance group of a path below the project, or the manager that a managed one is of."""
    scope, _, name = path.partition("/instanceGroups/")
    for collection in ("instanceGroups", MANAGED):
        found = resources.find(session, project, collection, scope, name)
        if found:
            return found
    return None


def _port(service: Resource, group: Resource) -> int:
    """The port that the group calls as the service does, else the service's own."""
    ports: list[dict[str, Any]] = group.content.get("namedPorts") or []
    named = service.content.get("portName")
    own = service.content.get("port") or DEFAULT_PORT
    return next((entry["port"] for entry in ports if entry["name"] == named), own)
