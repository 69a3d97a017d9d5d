"""What a forwarding rule asks for, as far as it does not refer to anything."""

from __future__ import annotations

import re
from typing import Any

from gce_api import errors

MOST_PORTS = 16  # each is a listener and a pool of Octavia's

_RANGE = re.compile(r"(\d{1,5})(?:-(\d{1,5}))?")
_KEPT = ("description", "networkTier", "allowGlobalAccess", "ipVersion")


def plan_rule(body: dict[str, Any]) -> dict[str, Any]:
    """What is kept of a new external forwarding rule, but for its target.

    :raises errors.Invalid: the ports are malformed.
    :raises errors.Unsupported: Octavia has no such load balancer.
    """
    protocol = body.get("IPProtocol") or "TCP"
    if protocol not in ("TCP", "UDP"):
        raise errors.Unsupported(f"Forwarding rules of the protocol {protocol} are not available.")
    scheme = body.get("loadBalancingScheme") or "EXTERNAL"
    if scheme != "EXTERNAL":
        raise errors.Unsupported(f"The load balancing scheme {scheme} is not available here.")
    if body.get("ipVersion") == "IPV6":
        raise errors.Unsupported("External IPv6 addresses are not available here.")
    if body.get("backendService"):
        raise errors.Unsupported("Regional forwarding rules lead to target pools only here.")
    ports = ports_of(body.get("portRange"))
    fields = {name: body[name] for name in _KEPT if name in body}
    return {
        "fields": {
            "networkTier": "PREMIUM",
            **fields,
            "loadBalancingScheme": scheme,
            "portRange": f"{ports[0]}-{ports[-1]}",
        },
        "labels": body.get("labels") or {},
        "IPProtocol": protocol,
        "ports": ports,
    }


def ports_of(text: str | None) -> list[int]:
    """The ports of ``80-82``, or of ``80``.

    :raises errors.Invalid: it is no range of ports.
    :raises errors.Unsupported: there are more than Octavia is asked to listen on.
    """
    field = "resource.portRange"
    if not text:
        raise errors.Unsupported(
            f"Invalid value for field '{field}': ''. A rule for every port is not available here: "
            f"name up to {MOST_PORTS} ports."
        )
    match = _RANGE.fullmatch(text)
    first = int(match[1]) if match else 0
    last = int(match[2] or first) if match else 0
    if not 1 <= first <= last <= 65535:
        raise errors.Invalid(f"Invalid value for field '{field}': '{text}'. Must be a port range.")
    if last - first >= MOST_PORTS:
        raise errors.Unsupported(
            f"Invalid value for field '{field}': '{text}'. Octavia listens on single ports: a rule "
            f"may have up to {MOST_PORTS} of them here."
        )
    return list(range(first, last + 1))
