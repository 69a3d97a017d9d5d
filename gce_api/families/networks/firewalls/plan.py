"""What a Firewall resource asks for; how it is planned: :mod:`gce_api.openstack.firewalls`."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from gce_api.families.networks.everywhere import Everywhere, PlaceToBe
from gce_api.families.networks.firewalls.table import Found
from gce_api.families.networks.vpcs import DEFAULT
from gce_api.families.shared.descriptions import check_description
from gce_api.google import errors
from gce_api.google.links import References
from gce_api.google.merging import Json
from gce_api.google.names import NAME, check_name
from gce_api.openstack import firewalls, security_groups, tags
from gce_api.openstack.firewalls import ANYWHERE, Firewall, FirewallRule
from gce_api.openstack.security_groups import SecurityGroups
from gce_api.operations.plans import Plan

PRIORITY = 1000  # where none is given
PROTOCOLS = ("tcp", "udp", "icmp", "esp", "ah", "ipip", "sctp")
EVERY = (1, 65535)
WITH_PORTS = ("tcp", "udp", "sctp", "6", "17", "132")
_NUMBER = re.compile(r"[0-9]{1,3}")
_PORTS = re.compile(r"([0-9]{1,5})(?:-([0-9]{1,5}))?")

LISTS = ("sourceRanges", "destinationRanges", "sourceTags", "targetTags")


@dataclass(frozen=True, kw_only=True)
class PresentPlace:
    """Where a firewall is: the Keystone region, its network and group there, and what it is."""

    region: str
    network_id: str
    group_id: str
    before: Firewall


@dataclass(frozen=True, kw_only=True)
class InsertPlan(Plan):
    """A firewall to make, and where."""

    firewall: Firewall
    places: list[PlaceToBe]


@dataclass(frozen=True, kw_only=True)
class UpdatePlan(Plan):
    """What a firewall is to be."""

    firewall: Firewall
    places: list[PresentPlace]


Ports = tuple[str | None, int | None, int | None]  # protocol, first, last; None: all


def plan_insert(body: Json, groups: list[SecurityGroups], networks: Everywhere) -> InsertPlan:
    """Check a Firewall and plan it.

    :param groups: the security groups of every region.
    :raises errors.GceError: it cannot be had as asked for.
    """
    name = check_name(body.get("name"))
    firewall = plan_firewall(name, body)
    if any(of_region.firewall(name) for of_region in groups):
        raise errors.AlreadyExists.resource(f"projects/{networks.project}/global/firewalls/{name}")
    places = networks.places(body.get("network") or f"global/networks/{DEFAULT}")
    return InsertPlan(firewall=firewall, places=places)


def plan_update(body: Json, found: Found, shown: Json, references: References) -> UpdatePlan:
    """A firewall as a Firewall that replaces it asks for.

    :param shown: the present one as GCE shows it.
    :raises errors.GceError: it cannot be had as asked for.
    """
    direction = _check_same(shown, body, references)
    firewall = plan_firewall(shown["name"], {**body, "direction": direction})
    return UpdatePlan(firewall=firewall, places=places_of(found))


def places_of(found: Found) -> list[PresentPlace]:
    """Where a firewall is, and what it is there."""
    return [
        PresentPlace(
            region=region.keystone,
            network_id=security_groups.network_of(row) or "",
            group_id=row.id,
            before=firewalls.present(region.groups, row),
        )
        for region, row in found.parts
    ]


def plan_firewall(name: str, body: Json) -> Firewall:
    """Check what a Firewall says of itself.

    :raises errors.GceError: it cannot be had as asked for.
    """
    direction = body.get("direction") or "INGRESS"
    remotes = _sources(body) if direction == "INGRESS" else _destinations(body)
    ports = _allowed(body)
    firewall = Firewall(
        name=name,
        description=check_description(body),
        priority=_priority(body),
        disabled=bool(body.get("disabled")),
        target_tags=_tags(body, "targetTags"),
        rules=[_rule(direction, each, remote) for each in ports for remote in remotes],
    )
    tags.check(firewalls.tags_of("0" * 36, firewall), "resource.targetTags")
    as_given = replace(firewall, said=_said(body["allowed"], ports), lists=_listed(body))
    return as_given if tags.fit(firewalls.tags_of("0" * 36, as_given)) else firewall


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
    return found if found and set(_allowed({"allowed": found})) == set(ports) else None


def _said(given: list[Json], ports: list[Ports]) -> list[str]:
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


def _listed(body: Json) -> list[str]:
    """The lists that are given otherwise than they would be shown, by their fields."""
    given = {name: list(body.get(name) or ()) for name in LISTS}
    return [
        f"{name}:{tags.packed(' '.join(texts))}"
        for name, texts in given.items()
        if texts != in_order(texts)
    ]


def as_listed(lists: Iterable[str], name: str, shown: list[str]) -> list[str]:
    """A list in the order that it was given in, where it still has the same in it."""
    said = dict(text.split(":", 1) for text in lists)
    given = tags.unpacked(said.get(name, "")).split()
    return given if set(given) == set(shown) else shown


def in_order(texts: Iterable[str]) -> list[str]:
    """Ranges or tags, each once, in the order that they are shown in where no other was given."""
    return sorted(set(texts), key=_place)


def _place(text: str) -> tuple[int, Any, str]:
    try:
        network = ipaddress.ip_network(text)
    except ValueError:
        return 0, 0, text
    return network.version, network, ""


def _texts(spans: set[tuple[int, int] | None]) -> list[str] | None:
    if None in spans:
        return None
    return [
        str(low) if low == high else f"{low}-{high}" for low, high in sorted(filter(None, spans))
    ]


def _check_same(shown: Json, body: Json, references: References) -> str:
    """The direction of a firewall, which stays what it is, as do its name and network.

    :raises errors.Invalid: another one is given.
    """
    if body.get("name") not in (None, shown["name"]):
        raise errors.Invalid(
            f"Invalid value for field 'resource.name': '{body['name']}'. The name of a firewall "
            "cannot be changed."
        )
    url, direction = body.get("network"), body.get("direction") or shown["direction"]
    if url and references.refer(url, "networks", "resource.network").name != _last(shown):
        raise errors.Invalid(
            f"Invalid value for field 'resource.network': '{url}'. The network of a firewall "
            "cannot be changed."
        )
    if direction != shown["direction"]:
        raise errors.Invalid(
            f"Invalid value for field 'resource.direction': '{direction}'. The direction of a "
            "firewall cannot be changed."
        )
    return direction


def _last(shown: Json) -> str:
    """The name of the network of a firewall that is shown."""
    return (shown["network"] or "").rpartition("/")[2]


def _priority(body: Json) -> int:
    priority = body.get("priority", PRIORITY)
    if not 0 <= priority <= 65535:
        raise _invalid("priority", priority, "Must be between 0 and 65535, inclusive.")
    return priority


def _allowed(body: Json) -> list[Ports]:
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


def _protocol(entry: Json, field: str) -> str | None:
    text = (entry.get("IPProtocol") or "").lower()
    if text == "all":
        return None
    if text in PROTOCOLS or (_NUMBER.fullmatch(text) and int(text) <= 255):
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


def _sources(body: Json) -> list[dict[str, str]]:
    """Where ingress may come from: any of the ranges, or any instance with one of the tags."""
    if body.get("destinationRanges"):
        raise errors.Unsupported("destinationRanges of ingress rules are not available here.")
    sources = [{"source_tag": tag, "ethertype": "IPv4"} for tag in _tags(body, "sourceTags")]
    ranges = body.get("sourceRanges") or ([] if sources else [ANYWHERE])
    return _ranges(ranges, "sourceRanges") + sources


def _destinations(body: Json) -> list[dict[str, str]]:
    if body.get("sourceTags"):
        raise _invalid("sourceTags", body["sourceTags"][0], "Egress rules cannot have source tags.")
    if body.get("sourceRanges"):
        raise errors.Unsupported("sourceRanges of egress rules are not available here.")
    return _ranges(body.get("destinationRanges") or [ANYWHERE], "destinationRanges")


def _ranges(ranges: list[str], field: str) -> list[dict[str, str]]:
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


def _tags(body: Json, field: str) -> list[str]:
    found = list(dict.fromkeys(body.get(field) or ()))
    for index, tag in enumerate(found):
        if not NAME.fullmatch(tag):
            raise _invalid(f"{field}[{index}]", tag, f"Must be a match of regex '{NAME.pattern}'")
    return found


def _rule(direction: str, ports: Ports, remote: dict[str, str]) -> FirewallRule:
    protocol, low, high = ports
    return FirewallRule(
        direction=direction.lower(),
        protocol=protocol,
        port_range_min=low,
        port_range_max=high,
        **remote,
    )


def _invalid(field: str, value: Any, why: str) -> errors.Invalid:
    return errors.Invalid(f"Invalid value for field 'resource.{field}': '{value}'. {why}")
