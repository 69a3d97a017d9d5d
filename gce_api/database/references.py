"""What of the endpoint's own resources refers to what.

A resource refers to another by the path below the project that its content holds anywhere
(``global/httpHealthChecks/basic``). A change of a health check is felt by every forwarding rule
that leads to it over target pools, backend services, URL maps and target proxies.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from gce_api.database import resources
from gce_api.database.models import Resource

RULES = "forwardingRules"
GROUPS = "instanceGroups"
MANAGERS = "instanceGroupManagers"
# those that refer to others
COLLECTIONS = (
    RULES,
    "targetHttpProxies",
    "targetTcpProxies",
    "urlMaps",
    "backendServices",
    "targetPools",
    MANAGERS,
)
# people's words, and what was tried and failed: texts that refer to nothing (any more)
_SAYS_NOTHING = ("description", "errors")


def path_of(row: Resource) -> str:
    """A resource's path below the project."""
    return f"{row.scope}/{row.collection}/{row.name}"


def known_as(row: Resource) -> str:
    """The path that others refer to a resource by: of a manager, that of the group it manages."""
    return f"{row.scope}/{GROUPS}/{row.name}" if row.collection == MANAGERS else path_of(row)


def at(session: Session, project: str, path: str) -> Resource | None:
    """The resource of a path, ``None`` where there is none (any more)."""
    scope_and_collection, _, name = path.rpartition("/")
    scope, _, collection = scope_and_collection.rpartition("/")
    return resources.find(session, project, collection, scope, name)


def users(session: Session, project: str, path: str) -> list[Resource]:
    """The resources that refer to the one of this path."""
    return [row for row in _all(session, project) if path in _paths(row.content)]


def rules_over(session: Session, project: str, path: str) -> list[Resource]:
    """The forwarding rules that lead to the resource of this path, or are it."""
    every = {path_of(row): row for row in _all(session, project)}
    referred = {own: _paths(row.content) for own, row in every.items()}
    found, left = {path}, [path]
    while left:
        wanted = left.pop()
        new = {own for own, paths in referred.items() if wanted in paths} - found
        found |= new
        left += new
    return [every[own] for own in found if own in every and every[own].collection == RULES]


def _all(session: Session, project: str) -> Sequence[Resource]:
    return resources.of_collections(session, project, COLLECTIONS)


def _paths(value: Any) -> set[str]:
    """Every text in a JSON value; none but references look like a path."""
    if isinstance(value, dict):
        return {
            path for key, item in value.items() if key not in _SAYS_NOTHING for path in _paths(item)
        }
    if isinstance(value, list):
        return {path for item in value for path in _paths(item)}
    return {value} if isinstance(value, str) else set()
