"""What a forwarding rule asks for, as far as it does not refer to anything."""

from __future__ import annotations

import re
from typing import Any

from gce_api.google import errors

MOST_PORTS = 16  # each is a listener and a pool of Octavia's

_RANGE = re.compile(r"(\d{1,5})(?:-(\d{1,5}))?")
DEFAULTS = {"networkTier": "PREMIUM"}  # of what is kept
_KEPT = ("description", "networkTier", "allowGlobalAccess", "ipVersion")


def plan_rule(body: dict[str, Any], *, regional: bool) -> dict[str, Any]:
    """What is kept of a new forwarding rule, but for what it refers to.

    :raises errors.Invalid: the ports are malformed, or the scheme does not go with the target.
    :raises errors.Unsupported: Octavia has no such load balancer.
    """
    protocol = body.get("IPProtocol") or "TCP"
    if protocol not in (("TCP", "UDP") if regional else ("TCP",)):
        raise errors.Unsupported(f"Forwarding rules of the protocol {protocol} are not available.")
    if body.get("ipVersion") == "IPV6":
        raise errors.Unsupported("IPv6 addresses are not available here.")
    scheme = _scheme(body, regional)
    ports = _ports(body)
    shown = (
        {"ports": [str(port) for port in ports]}
        if body.get("ports")
        else {"portRange": f"{ports[0]}-{ports[-1]}"}
    )
    fields = {name: body[name] for name in _KEPT if name in body}
    return {
        "fields": {**DEFAULTS, **fields, "loadBalancingScheme": scheme, **shown},
        "labels": body.get("labels") or {},
        "IPProtocol": protocol,
        "ports": ports,
    }


def is_internal(content: dict[str, Any]) -> bool:
    """Whether a rule has an address of the project's own network only."""
    return content["fields"]["loadBalancingScheme"] == "INTERNAL"


def _scheme(body: dict[str, Any], regional: bool) -> str:
    """The load balancing scheme."""
    scheme = body.get("loadBalancingScheme") or "EXTERNAL"
    known = ("EXTERNAL", "INTERNAL") if regional else ("EXTERNAL", "EXTERNAL_MANAGED")
    if scheme not in known:
        raise errors.Unsupported(
            f"The load balancing scheme {scheme} is not available here; {' and '.join(known)} are."
        )
    if scheme == "INTERNAL" and not body.get("backendService"):
        raise errors.Invalid(
            "Invalid value for field 'resource.backendService': ''. "
            "An internal forwarding rule leads to a backend service."
        )
    if body.get("target") and body.get("backendService"):
        raise errors.Invalid(
            f"Invalid value for field 'resource.target': '{body['target']}'. "
            "A forwarding rule leads to a target or to a backend service, not to both."
        )
    return scheme


def _ports(body: dict[str, Any]) -> list[int]:
    texts = body.get("ports")
    if not texts:
        return ports_of(body.get("portRange"), "resource.portRange")
    ports = [port for text in texts for port in ports_of(text, "resource.ports")]
    return sorted(set(ports))


def ports_of(text: str | None, field: str) -> list[int]:
    """The ports of ``80-82``, or of ``80``.

    :raises errors.Invalid: it is no range of ports.
    :raises errors.Unsupported: there are more than Octavia is asked to listen on.
    """
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
