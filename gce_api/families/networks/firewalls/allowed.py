"""What a firewall allows: protocols and ports, as they are given and as Neutron has them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from gce_api.google import errors
from gce_api.google.merging import Json

PROTOCOLS = ("tcp", "udp", "icmp", "esp", "ah", "ipip", "sctp")
EVERY = (1, 65535)
WITH_PORTS = ("tcp", "udp", "sctp", "6", "17", "132")
_NUMBER = re.compile(r"[0-9]{1,3}")
_PORTS = re.compile(r"([0-9]{1,5})(?:-([0-9]{1,5}))?")

Ports = tuple[str | None, int | None, int | None]  # protocol, first, last; None: all


def canonical(ports: Iterable[Ports]) -> list[Json]:
    """What is allowed, in the one form that says the same: the protocols, each with its ports; a
    protocol that has all of them has none given."""
    spans: dict[str, set[tuple[int, int] | None]] = {}
    for protocol, low, high in ports:
        span = None if low is None or high is None else (low, high)
        spans.setdefault(protocol or "all", set()).add(span)
    return [
        {"IPProtocol": protocol, "ports": _texts(of_protocol)}
        for protocol, of_protocol in sorted(spans.items())
    ]


def as_said(said: Iterable[str], ports: Iterable[Ports]) -> list[Json] | None:
    """What is allowed as it was given, where the rules still are what that means."""
    entries = [text.split(":")[1:] for text in said]
    found: list[Json] = [{"IPProtocol": name, "ports": p.split() or None} for name, p in entries]
    return found if found and set(allowed({"allowed": found})) == set(ports) else None


def said_of(given: list[Json], ports: list[Ports]) -> list[str]:
    """What is allowed as it is given, if that is not the form that it would be shown in.

    Tools compare what they read with what they sent: ``0-65535``, or ports in another order.
    """
    entries = [{"IPProtocol": e["IPProtocol"], "ports": e.get("ports") or None} for e in given]
    if entries == canonical(ports):
        return []
    return [
        f"{index:02}:{entry['IPProtocol']}:{' '.join(entry['ports'] or ())}"
        for index, entry in enumerate(entries)
    ]


def _texts(spans: set[tuple[int, int] | None]) -> list[str] | None:
    if None in spans:
        return None
    return [
        str(low) if low == high else f"{low}-{high}" for low, high in sorted(filter(None, spans))
    ]


def allowed(body: Json) -> list[Ports]:
    """What a Firewall allows, each once.

    :raises errors.GceError: it names no protocol, or none that there is.
    """
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
            raise invalid(
                f"{field}.ports",
                ports[0],
                "Ports may only be specified on rules whose protocol is one of [TCP, UDP, SCTP].",
            )
        spans = [_span(text, f"{field}.ports[{n}]") for n, text in enumerate(ports)]
        every = not ports or EVERY in spans  # Neutron, too, knows it as no range at all
        found += [(protocol, *span) for span in ([(None, None)] if every else spans)]
    return list(dict.fromkeys(found))


def _protocol(entry: Json, field: str) -> str | None:
    text = (entry.get("IPProtocol") or "").lower()
    if text == "all":
        return None
    if text in PROTOCOLS or (_NUMBER.fullmatch(text) and int(text) <= 255):
        return text
    raise invalid(
        f"{field}.IPProtocol",
        entry.get("IPProtocol") or "",
        f"Must be a number from 0 to 255, or one of: {', '.join(PROTOCOLS)}, all.",
    )


def _span(text: str, field: str) -> tuple[int, int]:
    match = _PORTS.fullmatch(text)
    low, high = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
    if not low <= high <= 65535:
        raise invalid(field, text, "Must be a port such as 22, or a range such as 8000-9000.")
    return max(low, 1), max(high, 1)  # Neutron knows no port 0


def invalid(field: str, value: Any, why: str) -> errors.Invalid:
    """What is said of a field of a Firewall that cannot be so."""
    return errors.Invalid(f"Invalid value for field 'resource.{field}': '{value}'. {why}")
