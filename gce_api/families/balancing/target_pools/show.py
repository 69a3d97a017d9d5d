"""Target pools, and the health of their instances, as GCE shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from gce_api.database.models import Resource
from gce_api.families.balancing.health import UNUSED, health_state
from gce_api.families.shared.kept import shown
from gce_api.families.shared.known import Content
from gce_api.google.links import Links
from gce_api.openstack.rows import Row


@dataclass(frozen=True)
class RuleHealth:
    """A forwarding rule by its path, its address and ports, and the members behind it."""

    path: str
    address: str | None
    ports: list[int]
    members: list[tuple[str, Row]]


@dataclass(frozen=True, kw_only=True)
class FoundHealth:
    """An instance by its path, its address, and the rules that lead to its pool."""

    instance: str
    address: str
    rules: list[RuleHealth]


def to_target_pool(links: Links, row: Resource, members: Iterable[str]) -> Content:
    """GCE's TargetPool of what is kept, and of the paths of its instances."""
    content = row.content
    return {
        **content,
        **shown(links, row),
        "instances": [links.url(path) for path in members] or None,
        "healthChecks": [links.url(path) for path in content["healthChecks"]] or None,
        "backupPool": links.url(content["backupPool"]) if content["backupPool"] else None,
    }


def to_health(links: Links, found: FoundHealth) -> list[dict[str, Any]]:
    """GCE's HealthStatus of an instance behind each port of each rule.

    One that nothing checks gets its traffic and counts as healthy; ``annotations`` tell Octavia's
    own word. One that no rule leads to is not healthy for anybody.
    """
    url = links.url(found.instance)
    states = [state for rule in found.rules for state in _states(links, rule, found.address)]
    return [{"instance": url, **state} for state in states or [UNUSED]]


def _states(links: Links, rule: RuleHealth, address: str) -> list[dict[str, Any]]:
    members = {(member["address"], member["protocol_port"]): member for _, member in rule.members}
    return [
        {
            "ipAddress": rule.address,
            "forwardingRule": links.url(rule.path),
            "port": port,
            **health_state(members.get((address, port))),
        }
        for port in rule.ports
    ]
