"""Making and changing one firewall: a security group (:mod:`gce_api.openstack.security_groups`).

All of these functions may be run again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from gce_api.google import errors
from gce_api.openstack import marks, security_groups, tags
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row
from gce_api.openstack.security_groups import Rule, SecurityGroups

ANYWHERE = "0.0.0.0/0"
OF_DEFAULT = (  # what GCE makes along with a project's network `default`
    ("default-allow-icmp", "Allow ICMP from anywhere", (("icmp", None, None),)),
    ("default-allow-rdp", "Allow RDP from anywhere", (("tcp", 3389, 3389),)),
    ("default-allow-ssh", "Allow SSH from anywhere", (("tcp", 22, 22),)),
)
INTERNAL = "default-allow-internal"
ALL_INTERNAL = (("tcp", None, None), ("udp", None, None), ("icmp", None, None))
LOWEST = 65534  # the priority of rules that GCE makes by itself


@dataclass(frozen=True, kw_only=True)
class FirewallRule(Rule):
    """A rule that may say, in the place of a remote group, which tag of instances that stands for:
    the group may be made along with the firewall."""

    source_tag: str | None = None


@dataclass(frozen=True, kw_only=True)
class Firewall:
    """What a firewall is, or is to be.

    ``said``: the protocols and ports as they were given, ``order``: how the ranges and tags were;
    both where the rules do not tell.
    """

    name: str
    description: str
    priority: int
    disabled: bool
    target_tags: list[str]
    rules: list[FirewallRule]
    said: list[str] = field(default_factory=list)
    order: list[str] = field(default_factory=list)


def present(groups: SecurityGroups, group: Row) -> Firewall:
    """A firewall as it is now."""
    return Firewall(
        name=group.name,
        description=group["description"] or "",
        priority=int(tags.value(group, marks.PRIORITY) or 1000),
        disabled=marks.DISABLED in group["tags"],
        target_tags=tags.values(group, marks.TARGET_TAG),
        rules=[_present(groups, rule) for rule in group["security_group_rules"]],
        said=tags.values(group, marks.ALLOWED),
        order=tags.values(group, marks.ORDER),
    )


def make(cloud: Cloud, network_id: str, wanted: Firewall) -> Row:
    """Make a firewall, or what is missing of it where an earlier run was killed."""
    group = made(security_groups.listed(cloud), network_id, wanted) or security_groups.create(
        cloud, wanted.name, _unfinished(network_id, wanted)
    )
    write(cloud, network_id, group, wanted)
    return group


def made(groups: SecurityGroups, network_id: str, wanted: Firewall) -> Row | None:
    """What :func:`make` has made of a firewall."""
    unfinished = groups.of_description(_unfinished(network_id, wanted))
    return unfinished or groups.firewall(wanted.name)


def write(cloud: Cloud, network_id: str, group: Row, wanted: Firewall) -> None:
    """Make a group a firewall; the tags, which make it one, before its text."""
    ids = _ensure_tag_groups(cloud, network_id, wanted)
    rules = [_resolved(rule, ids) for rule in wanted.rules]
    security_groups.set_rules(cloud, group, rules)
    security_groups.write_tags(cloud, group, tags_of(network_id, wanted))
    if group["description"] != wanted.description:
        security_groups.describe(cloud, group.id, wanted.description)


def tags_of(network_id: str, wanted: Firewall) -> list[str]:
    """The tags of a firewall's group."""
    return [
        marks.FIREWALL,
        f"{marks.OF_NETWORK}={network_id}",
        f"{marks.PRIORITY}={wanted.priority}",
        *([marks.DISABLED] if wanted.disabled else ()),
        *(f"{marks.TARGET_TAG}={tag}" for tag in wanted.target_tags),
        *(f"{marks.ALLOWED}={text}" for text in wanted.said),
        *(f"{marks.ORDER}={text}" for text in wanted.order),
    ]


def retire(cloud: Cloud, group_id: str) -> None:
    """Let no port get a group any more: those that have it lose it at the next apply."""
    group = security_groups.listed(cloud).by_id(group_id)
    if group:
        of = f"{marks.OF_NETWORK}={security_groups.network_of(group)}"
        security_groups.write_tags(cloud, group, [marks.GOING, of])


def remove(cloud: Cloud, network_id: str, group_id: str) -> None:
    """Delete a group that is retired, off whatever port got it at the last moment.

    :raises errors.ResourceInUse: another tool holds on to it.
    """
    for _ in range(3):
        security_groups.apply(cloud, {"network_id": network_id})
        if security_groups.delete(cloud, group_id):
            return
    raise errors.ResourceInUse("The firewall is used by something that is no instance.")


def sweep(cloud: Cloud, network_id: str) -> None:
    """Delete the groups of source tags that no rule refers to any more."""
    groups = security_groups.listed(cloud)
    used = {
        rule["remote_group_id"] for f in groups.firewalls() for rule in f["security_group_rules"]
    }
    for group in groups.of_network(network_id):
        if security_groups.source_tag(group) and group.id not in used:
            retire(cloud, group.id)
            remove(cloud, network_id, group.id)


def make_those_of_default(cloud: Cloud, network_id: str, ranges: list[str]) -> None:
    """What GCE has on every project's network ``default``; may be run again.

    :param ranges: the network's own ranges, within which everything is allowed.
    """
    security_groups.ensure_implied(cloud, network_id)
    internal = (INTERNAL, "Allow internal traffic on the default network", ALL_INTERNAL)
    for name, text, ports in (*OF_DEFAULT, internal):
        sources = ranges if name == INTERNAL else [ANYWHERE]
        make(cloud, network_id, _of_default(name, text, ports, sources))


def _unfinished(network_id: str, wanted: Firewall) -> str:
    """The description of a firewall's group as long as it is being made."""
    return f"{marks.FIREWALL} {wanted.name} of {network_id}"


def _of_default(name: str, text: str, ports: tuple[Any, ...], sources: list[str]) -> Firewall:
    rules = [
        FirewallRule(
            direction="ingress",
            ethertype="IPv4",
            protocol=protocol,
            port_range_min=low,
            port_range_max=high,
            remote_ip_prefix=source,
        )
        for protocol, low, high in ports
        for source in sources
    ]
    return Firewall(
        name=name,
        description=text,
        priority=LOWEST,
        disabled=False,
        target_tags=[],
        rules=rules,
    )


def _ensure_tag_groups(cloud: Cloud, network_id: str, wanted: Firewall) -> dict[str, str]:
    """Ids of the groups that stand for a firewall's source tags, by tag."""
    standing = {rule.source_tag for rule in wanted.rules if rule.source_tag}
    if not standing:
        return {}
    groups = security_groups.listed(cloud)
    known = groups.of_tags(network_id)
    return {
        tag: known[tag].id if tag in known else _make_tag_group(cloud, groups, network_id, tag)
        for tag in sorted(standing)
    }


def _make_tag_group(cloud: Cloud, groups: SecurityGroups, network_id: str, tag: str) -> str:
    text = f"Instances with the tag {tag} on the network {network_id}"
    group = groups.of_description(text) or security_groups.create(cloud, f"gce-tag-{tag}", text)
    own = [f"{marks.OF_NETWORK}={network_id}", f"{marks.SOURCE_TAG}={tag}"]
    security_groups.write_tags(cloud, group, own)
    return group.id


def _resolved(rule: FirewallRule, ids: Mapping[str, str]) -> Rule:
    """The rule as Neutron takes it."""
    tag = rule.source_tag
    whole = replace(rule, remote_group_id=ids[tag]) if tag else rule
    return security_groups.rule_of(asdict(whole))


def _present(groups: SecurityGroups, row: Row) -> FirewallRule:
    rule = security_groups.rule_of(row)
    tag = groups.tag_of(rule.remote_group_id) if rule.remote_group_id else None
    whole = replace(rule, remote_group_id=None) if tag else rule
    return FirewallRule(**asdict(whole), source_tag=tag)
