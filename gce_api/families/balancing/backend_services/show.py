"""Backend services, and the health of what is behind them, as GCE shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gce_api.database.models import Resource
from gce_api.families.balancing.health import UNUSED, health_state
from gce_api.families.shared.kept import shown
from gce_api.families.shared.known import Content
from gce_api.google import fingerprints
from gce_api.google.links import Links
from gce_api.openstack.rows import Row


@dataclass(frozen=True)
class RuleHealth:
    """A forwarding rule by its path, its address, and the members behind it by their pools."""

    path: str
    address: str | None
    members: list[tuple[str, Row]]


@dataclass(frozen=True, kw_only=True)
class FoundHealth:
    """``instances``: URLs of a group's instances by their addresses; ``service``: its name."""

    service: str
    instances: Mapping[str, str]
    rules: list[RuleHealth]


def to_backend_service(links: Links, row: Resource) -> Content:
    """GCE's BackendService of what is kept."""
    content = row.content
    backends = [{**entry, "group": links.url(entry["group"])} for entry in content["backends"]]
    return {
        **content,
        **shown(links, row),
        "backends": backends or None,
        "healthChecks": [links.url(path) for path in content["healthChecks"]] or None,
        "fingerprint": fingerprints.of(content),
    }


def to_health(links: Links, found: FoundHealth) -> list[dict[str, Any]]:
    """GCE's HealthStatus of each instance behind each rule; where there is none, of each alone."""
    behind_rules = [state for rule in found.rules for state in _states(links, rule, found)]
    return behind_rules or [
        {"instance": url, "ipAddress": address, **UNUSED}
        for address, url in found.instances.items()
    ]


def _states(links: Links, rule: RuleHealth, found: FoundHealth) -> list[dict[str, Any]]:
    return [
        {
            "instance": found.instances[member["address"]],
            "ipAddress": member["address"],
            "port": member["protocol_port"],
            "forwardingRule": links.url(rule.path),
            "forwardingRuleIp": rule.address,
            **health_state(member),
        }
        for pool, member in rule.members
        if member["address"] in found.instances
        and (pool == found.service or pool.startswith("port-"))
    ]
