"""A quota that is used up: as Nova, Cinder, Neutron and Octavia say it, in Google's words."""

from __future__ import annotations

import re

from gce_api.google import errors

# what a service calls what it counts, and GCE's metric
METRICS = {
    "cores": "CPUS",
    "instances": "INSTANCES",
    "ram": "RAM_MB",
    "server_group_members": "INSTANCES_PER_PLACEMENT_POLICY",
    "gigabytes": "DISKS_TOTAL_GB",
    "volumes": "DISKS",
    "snapshots": "SNAPSHOTS",
    "backups": "SNAPSHOTS",
    "network": "NETWORKS",
    "subnet": "SUBNETWORKS",
    "router": "ROUTERS",
    "floatingip": "IN_USE_ADDRESSES",
    "port": "NETWORK_INTERFACES",
    "security_group": "FIREWALLS",
    "security_group_rule": "FIREWALL_RULES",
    "load balancer": "FORWARDING_RULES",
    "listener": "TARGET_PROXIES",
    "pool": "BACKEND_SERVICES",
    "member": "BACKENDS",
    "health monitor": "HEALTH_CHECKS",
}
_PATTERNS = (
    # Nova, as an answer or as a server's fault; several names come with several numbers
    re.compile(
        r"Quota exceeded for (?P<name>\w+)[\w, ]*: Requested [\d, ]+, but already used [\d, ]+"
        r" of (?P<limit>\d+)"
    ),
    # Cinder
    re.compile(r"exceeds allowed (?P<name>\w+) quota\..*quota is (?P<limit>\d+)G", re.DOTALL),
    re.compile(r"Maximum number of (?P<name>\w+) allowed \((?P<limit>\d+)\) exceeded"),
    # Neutron
    re.compile(r"Quota exceeded for resources: \['(?P<name>\w+)'"),
    # Octavia
    re.compile(r"Quota has been met for resources: (?P<name>[\w ]+)"),
)


def quota(message: str) -> errors.QuotaExceeded | None:
    """The error for a service's message that a quota is used up; ``None`` for other messages."""
    for pattern in _PATTERNS:
        if match := pattern.search(message):
            found = match.groupdict()
            name = found["name"].strip().lower()
            said = f"Quota '{METRICS.get(name, name.upper().replace(' ', '_'))}' exceeded."
            limit = found.get("limit")
            return errors.QuotaExceeded(f"{said} Limit: {limit}.0" if limit else said)
    return None
