"""What a Firewall resource asks for; how it is planned: :mod:`gce_api.openstack.firewalls`."""

from __future__ import annotations

import ipaddress
import re
from typing import Any

from gce_api.families.shared.descriptions import check_description
from gce_api.google import errors
from gce_api.openstack import firewalls, tags
from gce_api.openstack.firewalls import ANYWHERE, Plan
from gce_api.openstack.names import NAME

PRIORITY = 1000  # where none is given
PROTOCOLS = ("tcp", "udp", "icmp", "esp", "ah", "ipip", "sctp")
EVERY = (1, 65535)
WITH_PORTS = ("tcp", "udp", "sctp", "6", "17", "132")
_PORTS = re.compile(r"(\d{1,5})(?:-(\d{1,5}))?")

UNSUPPORTED = {
    "denied": "Firewall rules that deny are not available here: OpenStack's security groups only "
    "allow. What no rule allows is denied.",
    "sourceServiceAccounts": "Firewall rules by service account are not available here; use tags.",
    "targetServiceAccounts": "Firewall rules by service account are not available here; use tags.",
}

Ports = tuple[str | None, int | None, int | None]  # protocol, first, last; None: all


def plan_firewall(name: str, body: dict[str, Any]) -> Plan:
    """Check a Firewall and plan it.

    :raises errors.GceError: it cannot be had as asked for.
    """
    for field, message in UNSUPPORTED.items():
        if body.get(field):
            raise errors.Unsupported(message)
    if (body.get("logConfig") or {}).get("enable"):
        raise errors.Unsupported("Logging of firewall rules is not available here.")
    direction = body.get("direction") or "INGRESS"
    remotes = _sources(body) if direction == "INGRESS" else _destinations(body)
    plan = {
        "name": name,
        "description": check_description(body),
        "priority": _priority(body),
        "disabled": bool(body.get("disabled")),
        "target_tags": _tags(body, "targetTags"),
        "rules": [
            _rule(direction, ports, remote) for ports in _allowed(body) for remote in remotes
        ],
    }
    tags.check(firewalls.tags_of("0" * 36, plan), "resource.targetTags")
    return plan


def _priority(body: dict[str, Any]) -> int:
    priority = body.get("priority", PRIORITY)
    if not 0 <= priority <= 65535:
        raise _invalid("priority", priority, "Must be between 0 and 65535, inclusive.")
    return priority


def _allowed(body: dict[str, Any]) -> list[Ports]:
    if not body.get("allowed"):
        raise errors.Required(
            "Invalid value for field 'resource.allowed': ''. At least one protocol must be allowed."
        )
    found: list[Ports] = []
    for index, entry in enumerate(body["allowed"]):
        field = f"allowed[{index}]"
        protocol = _protocol(entry, field)
        ports = entry.get("ports") or []
        if ports and protocol not in WITH_PORTS:
            raise _invalid(
                f"{field}.ports",
                ports[0],
                "Ports may only be specified on rules whose protocol is one of [TCP, UDP, SCTP].",
            )
        spans = [_span(text, f"{field}.ports[{n}]") for n, text in enumerate(ports)]
        every = not ports or EVERY in spans  # Neutron, too, knows it as no range at all
        found += [(protocol, *span) for span in ([(None, None)] if every else spans)]
    return list(dict.fromkeys(found))


def _protocol(entry: dict[str, Any], field: str) -> str | None:
    text = (entry.get("IPProtocol") or "").lower()
    if text == "all":
        return None
    if text in PROTOCOLS or (text.isdecimal() and len(text) <= 3 and int(text) <= 255):
        return text
    raise _invalid(
        f"{field}.IPProtocol",
        entry.get("IPProtocol") or "",
        f"Must be a number from 0 to 255, or one of: {', '.join(PROTOCOLS)}, all.",
    )


def _span(text: str, field: str) -> tuple[int, int]:
    match = _PORTS.fullmatch(text)
    low, high = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
    if not low <= high <= 65535:
        raise _invalid(field, text, "Must be a port such as 22, or a range such as 8000-9000.")
    return max(low, 1), max(high, 1)  # Neutron knows no port 0


def _sources(body: dict[str, Any]) -> list[dict[str, Any]]:
    """Where ingress may come from: any of the ranges, or any instance with one of the tags."""
    if body.get("destinationRanges"):
        raise errors.Unsupported("destinationRanges of ingress rules are not available here.")
    sources = [{"source_tag": tag, "ethertype": "IPv4"} for tag in _tags(body, "sourceTags")]
    ranges = body.get("sourceRanges") or ([] if sources else [ANYWHERE])
    return _ranges(ranges, "sourceRanges") + sources


def _destinations(body: dict[str, Any]) -> list[dict[str, Any]]:
    if body.get("sourceTags"):
        raise _invalid("sourceTags", body["sourceTags"][0], "Egress rules cannot have source tags.")
    if body.get("sourceRanges"):
        raise errors.Unsupported("sourceRanges of egress rules are not available here.")
    return _ranges(body.get("destinationRanges") or [ANYWHERE], "destinationRanges")


def _ranges(ranges: list[str], field: str) -> list[dict[str, Any]]:
    found = [_range(text, f"{field}[{index}]") for index, text in enumerate(ranges)]
    networks = {str(network): network.version for network in found}
    return [
        {"remote_ip_prefix": text, "ethertype": f"IPv{version}"}
        for text, version in networks.items()
    ]


def _range(text: str, field: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    try:
        return ipaddress.ip_network(text)
    except ValueError as error:
        raise _invalid(
            field, text, "Must be a valid IPv4 or IPv6 CIDR address range, such as 10.0.0.0/8."
        ) from error


def _tags(body: dict[str, Any], field: str) -> list[str]:
    found = list(dict.fromkeys(body.get(field) or ()))
    for index, tag in enumerate(found):
        if not NAME.fullmatch(tag):
            raise _invalid(f"{field}[{index}]", tag, f"Must be a match of regex '{NAME.pattern}'")
    return found


def _rule(direction: str, ports: Ports, remote: dict[str, Any]) -> dict[str, Any]:
    return firewalls.ingress(*ports) | {"direction": direction.lower()} | remote


def _invalid(field: str, value: Any, why: str) -> errors.Invalid:
    return errors.Invalid(f"Invalid value for field 'resource.{field}': '{value}'. {why}")
