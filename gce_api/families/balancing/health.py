"""Whether what is behind a load balancer is well, as GCE says it."""

from __future__ import annotations

from typing import Any

from gce_api.openstack.rows import Row

Json = dict[str, Any]

# of what no forwarding rule leads to
UNUSED: Json = {
    "healthState": "UNHEALTHY",
    "annotations": {"operatingStatus": "NO_FORWARDING_RULE"},
}


def health_state(member: Row | None) -> Json:
    """GCE's health of an Octavia member, ``None`` where it is not one (yet)."""
    status = member["operating_status"] if member else "NO_MEMBER"
    healthy = status in ("ONLINE", "NO_MONITOR")
    return {
        "healthState": "HEALTHY" if healthy else "UNHEALTHY",
        "annotations": {"operatingStatus": status},
    }
