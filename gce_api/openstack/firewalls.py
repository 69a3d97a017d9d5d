"""Making and changing one firewall: a security group (:mod:`gce_api.openstack.security_groups`).

A firewall is planned as a dictionary of ``name``, ``description``, ``priority``, ``disabled``,
``target_tags`` and ``rules``. A rule is one of Neutron's, but has ``source_tag``, a tag of
instances, where Neutron has the group that stands for it (``remote_group_id``).
"""

from __future__ import annotations

from typing import Any

from openstack import exceptions as sdk

from gce_api.google import errors
from gce_api.openstack import marks, security_groups, tags
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row
from gce_api.openstack.security_groups import SecurityGroups

Plan = dict[str, Any]

ANYWHERE = "0.0.0.0/0"
OF_DEFAULT = (  # what GCE makes along with a project's network `default`
    ("default-allow-icmp", "Allow ICMP from anywhere", (("icmp", None, None),)),
    ("default-allow-rdp", "Allow RDP from anywhere", (("tcp", 3389, 3389),)),
    ("default-allow-ssh", "Allow SSH from anywhere", (("tcp", 22, 22),)),
)
INTERNAL = "default-allow-internal"
ALL_INTERNAL = (("tcp", None, None), ("udp", None, None), ("icmp", None, None))
LOWEST = 65534  # the priority of rules that GCE makes by itself


def plan_of(groups: SecurityGroups, group: Row) -> Plan:
    """The plan of a firewall as it is now."""
    return {
        "name": group.name,
        "description": group["description"] or "",
        "priority": int(tags.value(group, marks.PRIORITY) or 1000),
        "disabled": marks.DISABLED in group["tags"],
        "target_tags": tags.values(group, marks.TARGET_TAG),
        "rules": [_planned(groups, rule) for rule in group["security_group_rules"]],
    }


def make(cloud: Cloud, network_id: str, plan: Plan) -> Row:
    """Make a firewall, or what is missing of it where an earlier run was killed."""
    group = made(SecurityGroups(cloud), network_id, plan) or security_groups.create(
        cloud, plan["name"], _unfinished(network_id, plan)
    )
    write(cloud, network_id, group, plan)
    return group


def made(groups: SecurityGroups, network_id: str, plan: Plan) -> Row | None:
    """What :func:`make` has made of a firewall."""
    unfinished = groups.of_description(_unfinished(network_id, plan))
    return unfinished or groups.firewall(plan["name"])


def write(cloud: Cloud, network_id: str, group: Row, plan: Plan) -> None:
    """Make a group what the plan says; the tags, which make it a firewall, before its text."""
    ids = _ensure_tag_groups(cloud, network_id, plan)
    rules = [_resolved(rule, ids) for rule in plan["rules"]]
    security_groups.set_rules(cloud, group, rules)
    tags.write(cloud, "security-groups", group, tags_of(network_id, plan))
    if group["description"] != plan["description"]:
        body = {"security_group": {"description": plan["description"]}}
        sdk.raise_from_response(cloud.network.put(f"/security-groups/{group.id}", json=body))


def tags_of(network_id: str, plan: Plan) -> list[str]:
    """The tags of a firewall's group."""
    return [
        marks.FIREWALL,
        f"{marks.OF_NETWORK}={network_id}",
        f"{marks.PRIORITY}={plan['priority']}",
        *([marks.DISABLED] if plan["disabled"] else ()),
        *(f"{marks.TARGET_TAG}={tag}" for tag in plan["target_tags"]),
    ]


def retire(cloud: Cloud, group_id: str) -> None:
    """Let no port get a group any more: those that have it lose it at the next apply."""
    group = SecurityGroups(cloud).by_id(group_id)
    if group:
        of = f"{marks.OF_NETWORK}={security_groups.network_of(group)}"
        tags.write(cloud, "security-groups", group, [marks.GOING, of])


def remove(cloud: Cloud, network_id: str, group_id: str) -> None:
    """Delete a group that is retired, off whatever port got it at the last moment.

    :raises errors.ResourceInUse: another tool holds on to it.
    """
    for _ in range(3):
        security_groups.apply(cloud, {"network_id": network_id})
        if security_groups.delete(cloud, group_id):
            return
    raise errors.ResourceInUse(f"The security group '{group_id}' is used by ports of another tool.")


def sweep(cloud: Cloud, network_id: str) -> None:
    """Delete the groups of source tags that no rule refers to any more."""
    groups = SecurityGroups(cloud)
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
        make(cloud, network_id, _plan(name, text, ports, sources))


def _unfinished(network_id: str, plan: Plan) -> str:
    """The description of a firewall's group as long as it is being made."""
    return f"{marks.FIREWALL} {plan['name']} of {network_id}"


def _plan(name: str, text: str, ports: tuple[Any, ...], sources: list[str]) -> Plan:
    rules = [
        ingress(protocol, low, high) | {"remote_ip_prefix": source}
        for protocol, low, high in ports
        for source in sources
    ]
    return {
        "name": name,
        "description": text,
        "priority": LOWEST,
        "disabled": False,
        "target_tags": [],
        "rules": rules,
    }


def ingress(protocol: str | None, low: int | None, high: int | None) -> dict[str, Any]:
    """A rule that allows IPv4 ingress, as yet from nowhere."""
    return {
        "direction": "ingress",
        "ethertype": "IPv4",
        "protocol": protocol,
        "port_range_min": low,
        "port_range_max": high,
    }


def _ensure_tag_groups(cloud: Cloud, network_id: str, plan: Plan) -> dict[str, str]:
    """Ids of the groups that stand for the plan's source tags, by tag."""
    wanted = {rule["source_tag"] for rule in plan["rules"] if rule.get("source_tag")}
    if not wanted:
        return {}
    groups = SecurityGroups(cloud)
    present = groups.of_tags(network_id)
    return {
        tag: present[tag].id if tag in present else _make_tag_group(cloud, groups, network_id, tag)
        for tag in sorted(wanted)
    }


def _make_tag_group(cloud: Cloud, groups: SecurityGroups, network_id: str, tag: str) -> str:
    text = f"Instances with the tag {tag} on the network {network_id}"
    group = groups.of_description(text) or security_groups.create(cloud, f"gce-tag-{tag}", text)
    own = [f"{marks.OF_NETWORK}={network_id}", f"{marks.SOURCE_TAG}={tag}"]
    tags.write(cloud, "security-groups", group, own)
    return group.id


def _resolved(rule: dict[str, Any], ids: dict[str, str]) -> dict[str, Any]:
    plain = {key: value for key, value in rule.items() if key != "source_tag"}
    tag = rule.get("source_tag")
    return plain | {"remote_group_id": ids[tag]} if tag else plain


def _planned(groups: SecurityGroups, rule: dict[str, Any]) -> dict[str, Any]:
    fields = ("direction", "ethertype", "protocol", "port_range_min", "port_range_max")
    plain = {field: rule.get(field) for field in (*fields, "remote_ip_prefix")}
    remote = rule.get("remote_group_id")
    tag = groups.tag_of(remote) if remote else None
    if tag:
        return plain | {"source_tag": tag}
    return plain | ({"remote_group_id": remote} if remote else {})
