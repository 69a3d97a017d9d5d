"""Firewalls as GCE shows them, out of security groups and their rules."""

from __future__ import annotations

from collections.abc import Iterable

from gce_api.families.networks.firewalls.allowed import as_said, canonical
from gce_api.families.networks.firewalls.order import RANGES, SOURCE_TAGS, TARGET_TAGS, restored
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

    def in_order(kind: str, values: Iterable[str]) -> list[str] | None:
        return restored(kind, values, tags.values(row, marks.ORDER)) or None

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
        "sourceRanges": in_order(RANGES, _ranges(ingress)),
        "sourceTags": in_order(SOURCE_TAGS, _source_tags(region.groups, ingress)),
        "destinationRanges": None if ingress else in_order(RANGES, _ranges(rules)),
        "targetTags": in_order(TARGET_TAGS, tags.values(row, marks.TARGET_TAG)),
        "selfLink": links.url(f"global/firewalls/{name}"),
    }


def _allowed(row: Row, rules: list[Json]) -> list[Json] | None:
    """The protocols and ports: as they were given, or else in one form."""
    ports = [(rule["protocol"], rule["port_range_min"], rule["port_range_max"]) for rule in rules]
    return as_said(tags.values(row, marks.ALLOWED), ports) or canonical(ports) or None


def _ranges(rules: list[Json]) -> set[str]:
    return {_range(rule) for rule in rules if not rule["remote_group_id"]}


def _range(rule: Json) -> str:
    anywhere = ANYWHERE if rule["ethertype"] == "IPv4" else "::/0"
    return rule["remote_ip_prefix"] or anywhere


def _source_tags(groups: SecurityGroups, rules: list[Json]) -> list[str]:
    remote = {rule["remote_group_id"] for rule in rules if rule["remote_group_id"]}
    return list(filter(None, (groups.tag_of(group_id) for group_id in remote)))
