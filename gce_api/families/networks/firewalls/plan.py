"""What a Firewall resource asks for; how it is planned: :mod:`gce_api.openstack.firewalls`."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, replace

from gce_api.families.networks.everywhere import Everywhere, PlaceToBe
from gce_api.families.networks.firewalls.allowed import Ports, allowed, invalid, said_of
from gce_api.families.networks.firewalls.order import RANGES, SOURCE_TAGS, TARGET_TAGS, noted
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
    ports = allowed(body)
    firewall = Firewall(
        name=name,
        description=check_description(body),
        priority=_priority(body),
        disabled=bool(body.get("disabled")),
        target_tags=_tags(body, "targetTags"),
        rules=[_rule(direction, each, remote) for each in ports for remote in remotes],
    )
    tags.check(firewalls.tags_of("0" * 36, firewall), "resource.targetTags")
    return _as_given(firewall, said_of(body["allowed"], ports), _order(body))


def _order(body: Json) -> list[str]:
    """What has to be kept of the order of ranges and tags."""
    ranges = body.get("sourceRanges") or body.get("destinationRanges") or []
    given = {
        RANGES: [str(ipaddress.ip_network(text)) for text in ranges],
        SOURCE_TAGS: body.get("sourceTags") or [],
        TARGET_TAGS: body.get("targetTags") or [],
    }
    return noted(given)


def _as_given(firewall: Firewall, said: list[str], order: list[str]) -> Firewall:
    """A firewall with as much of how it was given as Neutron has room for."""
    for kept in ((said, order), (said, []), ([], order)):
        found = replace(firewall, said=kept[0], order=kept[1])
        if tags.fit(firewalls.tags_of("0" * 36, found)):
            return found
    return firewall


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
        raise invalid("priority", priority, "Must be between 0 and 65535, inclusive.")
    return priority


def _sources(body: Json) -> list[dict[str, str]]:
    """Where ingress may come from: any of the ranges, or any instance with one of the tags."""
    if body.get("destinationRanges"):
        raise errors.Unsupported("destinationRanges of ingress rules are not available here.")
    sources = [{"source_tag": tag, "ethertype": "IPv4"} for tag in _tags(body, "sourceTags")]
    ranges = body.get("sourceRanges") or ([] if sources else [ANYWHERE])
    return _ranges(ranges, "sourceRanges") + sources


def _destinations(body: Json) -> list[dict[str, str]]:
    if body.get("sourceTags"):
        raise invalid("sourceTags", body["sourceTags"][0], "Egress rules cannot have source tags.")
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
        raise invalid(
            field, text, "Must be a valid IPv4 or IPv6 CIDR address range, such as 10.0.0.0/8."
        ) from error


def _tags(body: Json, field: str) -> list[str]:
    found = list(dict.fromkeys(body.get(field) or ()))
    for index, tag in enumerate(found):
        if not NAME.fullmatch(tag):
            raise invalid(f"{field}[{index}]", tag, f"Must be a match of regex '{NAME.pattern}'")
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
