"""Firewalls as GCE shows them, out of security groups and their rules."""

from __future__ import annotations

from collections.abc import Iterable

from gce_api.families.networks.firewalls.plan import as_listed, as_said, canonical, in_order
from gce_api.families.networks.firewalls.table import Region
from gce_api.google import times
from gce_api.google.links import Links
from gce_api.google.merging import Json
from gce_api.google.names import numeric_id
from gce_api.openstack import marks, security_groups, tags
from gce_api.openstack.firewalls import ANYWHERE
from gce_api.openstack.rows import Row
from gce_api.openstack.security_groups import SecurityGroups


def to_firewalls(links: Links, region: Region, chosen: Iterable[Row]) -> list[Json]:
    """GCE's Firewall of each of the chosen security groups of a region."""
    names = region.names
    return [_to_firewall(links, region, row, names[row.id]) for row in chosen]


def by_priority(shown: Iterable[Json]) -> list[Json] | None:
    """Firewalls of several regions as those of an interface or network: each once."""
    unique = {row["name"]: row for row in reversed(list(shown))}
    return sorted(unique.values(), key=lambda row: (row["priority"], row["name"])) or None


def _to_firewall(links: Links, region: Region, row: Row, name: str) -> Json:
    rules = row["security_group_rules"]
    ingress = [rule for rule in rules if rule["direction"] == "ingress"]
    network = region.network_names.get(security_groups.network_of(row) or "")
    return {
        "id": numeric_id(row.id),
        "name": name,
        "description": row["description"] or None,
        "creationTimestamp": times.rfc3339(row["created_at"]),
        "network": links.url(f"global/networks/{network}") if network else None,
        "direction": "INGRESS" if ingress or not rules else "EGRESS",
        "priority": int(tags.value(row, marks.PRIORITY) or 1000),
        "disabled": marks.DISABLED in row["tags"],
        "logConfig": {"enable": False},
        "allowed": _allowed(row, ingress or rules),
        **_lists(row, region.groups, ingress, [] if ingress else rules),
        "selfLink": links.url(f"global/firewalls/{name}"),
    }


def _allowed(row: Row, rules: list[Json]) -> list[Json] | None:
    """The protocols and ports: as they were given, or else in one form."""
    ports = [(rule["protocol"], rule["port_range_min"], rule["port_range_max"]) for rule in rules]
    return as_said(tags.values(row, marks.ALLOWED), ports) or canonical(ports) or None


def _lists(
    row: Row, groups: SecurityGroups, ingress: list[Json], egress: list[Json]
) -> dict[str, list[str] | None]:
    """Where from, where to and for whom, in the order that was given."""
    shown = {
        "sourceRanges": _ranges(ingress),
        "sourceTags": _source_tags(groups, ingress),
        "destinationRanges": _ranges(egress),
        "targetTags": tags.values(row, marks.TARGET_TAG),
    }
    lists = tags.values(row, marks.LISTED)
    return {name: as_listed(lists, name, found) or None for name, found in shown.items()}


def _ranges(rules: list[Json]) -> list[str]:
    return in_order(_range(rule) for rule in rules if not rule["remote_group_id"])


def _range(rule: Json) -> str:
    anywhere = ANYWHERE if rule["ethertype"] == "IPv4" else "::/0"
    return rule["remote_ip_prefix"] or anywhere


def _source_tags(groups: SecurityGroups, rules: list[Json]) -> list[str]:
    remote = {rule["remote_group_id"] for rule in rules if rule["remote_group_id"]}
    return sorted(filter(None, (groups.tag_of(group_id) for group_id in remote)))
