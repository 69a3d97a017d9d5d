"""Auto-healing: which members of a managed group are replaced since their health check fails.

Whether it does is found out by whoever probes (:mod:`gce_api.families.balancing.healing.job`) and
written down with each member, as ``health``. What follows is decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from gce_api.families.groups.managers.versions import Member
from gce_api.openstack.rows import Row

Content = dict[str, Any]

UNHEALTHY, UNKNOWN = "UNHEALTHY", "UNKNOWN"
SETTLING = timedelta(seconds=60)  # until a new server's own probes are what is known of it
_CHECK = re.compile(r"((?:global|regions/[^/]+)/\w+/[^/]+)$")


def check_of(content: Content) -> str:
    """The path of the health check that a group heals by, "" where it has none."""
    for policy in content.get("autoHealingPolicies") or []:
        found = _CHECK.search(policy.get("healthCheck") or "")
        if found:
            return found[1]
    return ""


def failing(content: Content, servers: dict[str, Row], now: int) -> Iterator[str]:
    """The members that are to be replaced: unhealthy, and past their initial delay.

    :param servers: those of members that have one, by the members' names.
    :param now: milliseconds since 1970.
    """
    if not check_of(content) or not _acts(content):
        return
    before = datetime.fromtimestamp(now / 1000, UTC) - max(_delay(content), SETTLING)
    for name, member in content["instances"].items():
        if _is_unhealthy(member) and (begun := _begun(servers.get(name))) and begun <= before:
            yield name


def _acts(content: Content) -> bool:
    """Whether the group's lifecycle policy has an unhealthy member replaced."""
    policy = content.get("instanceLifecyclePolicy") or {}
    own = policy.get("onFailedHealthCheck") or "DEFAULT_ACTION"
    action = policy.get("defaultActionOnFailure") if own == "DEFAULT_ACTION" else own
    return action != "DO_NOTHING"


def _delay(content: Content) -> timedelta:
    policies = content.get("autoHealingPolicies") or []
    return timedelta(
        seconds=max((each.get("initialDelaySec") or 0 for each in policies), default=0)
    )


def _is_unhealthy(member: Member) -> bool:
    return member["action"] == "NONE" and member.get("health") == UNHEALTHY


def _begun(server: Row | None) -> datetime | None:
    text = server.get("OS-SRV-USG:launched_at") if server else None
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None
