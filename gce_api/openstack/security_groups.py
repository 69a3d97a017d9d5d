"""Firewalls in Neutron: which security groups there are, and which a port carries.

A firewall rule of GCE is **one security group**. What other tools can see of it as such is kept
so: its name, its description, and its ``allowed`` and ranges as the group's rules. The rest are
tags of the group (:mod:`gce_api.openstack.marks`): that it is a firewall, the network's UUID,
``priority``, ``targetTags``, ``disabled``. Whoever edits the group's rules elsewhere edits the
firewall.

Besides there are, per network:

- a group for each tag that a firewall has among its ``sourceTags``: ``gce-tag-web``. It has no
  rules and is on the ports of the instances with that tag; the firewall's rules have it as their
  remote group. It goes with the last firewall that needs it.
- ``gce-implied``, for GCE's implied rules: egress is allowed, ingress is not. It is what the ports
  of an instance have even without any firewall, and belongs to networks that were made here. On a
  network that another tool made, a new instance has Neutron's group ``default`` in its place, with
  whatever the project allows in it, as an instance of any OpenStack tool has; firewalls then only
  add to that.

A port carries, of these groups, those that its network and its instance's tags select
(:meth:`SecurityGroups.selected`). They are given to a port when it is made, and brought up to date
by :func:`apply` whenever a firewall, the tags or the interfaces of an instance change. Groups of
other tools on a port are never touched.

Security groups can only allow. So ``denied`` is refused; ``priority`` is kept and shown, and has
no effect, as the order of rules that all allow is without meaning. Firewalls that allow egress
add nothing to the implied rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from openstack import exceptions as sdk

from gce_api.google import errors
from gce_api.openstack import marks, network_tags, neutron, ports, servers, tags
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Query, Row

SECURITY_GROUPS = "security-groups"
IMPLIED = "gce-implied"
ATTEMPTS = 10  # of changing a port that others change at the same time


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A rule as Neutron has it."""

    direction: str
    ethertype: str
    protocol: str | None = None
    port_range_min: int | None = None
    port_range_max: int | None = None
    remote_ip_prefix: str | None = None
    remote_group_id: str | None = None


@dataclass(frozen=True)
class SecurityGroups:
    """The security groups of a project in a region, with their rules."""

    rows: list[Row]

    def firewalls(self, network_id: str | None = None) -> list[Row]:
        """The firewalls, of one network where it is given."""
        return [
            row
            for row in self.rows
            if marks.FIREWALL in row["tags"] and network_id in (None, network_of(row))
        ]

    def firewall(self, name: str) -> Row | None:
        return next((row for row in self.firewalls() if row.name == name), None)

    def by_id(self, group_id: str) -> Row | None:
        return next((row for row in self.rows if row.id == group_id), None)

    def of_description(self, description: str) -> Row | None:
        return next((r for r in self.rows if r["description"] == description), None)

    def implied(self, network_id: str) -> Row | None:
        """The group of the implied rules of a network that was made here."""
        found = (row for row in self.rows if marks.IMPLIED in row["tags"])
        return next((row for row in found if network_of(row) == network_id), None)

    def of_tags(self, network_id: str) -> dict[str, Row]:
        """The groups of a network's source tags, by tag."""
        found = ((source_tag(row), row) for row in self.of_network(network_id))
        return {tag: row for tag, row in found if tag}

    def tag_of(self, group_id: str) -> str | None:
        """The source tag that a group stands for."""
        row = self.by_id(group_id)
        return source_tag(row) if row else None

    def of_network(self, network_id: str) -> list[Row]:
        """Every group that belongs to a network."""
        return [row for row in self.rows if network_of(row) == network_id]

    def selected(self, network_id: str, instance_tags: Iterable[str]) -> set[str]:
        """Ids of the groups that firewalls put on a port of an instance with these tags."""
        has = set(instance_tags)
        found = {row.id for row in self.firewalls(network_id) if _selects(row, has)}
        # two may stand for one tag, where two firewalls were made at the same time
        standing = (row for row in self.of_network(network_id) if source_tag(row) in has)
        return found | {row.id for row in standing}

    def of_new_port(self, network_id: str, instance_tags: Iterable[str]) -> list[str] | None:
        """Ids of the groups that a port is made with; ``None``: as Neutron makes it by itself."""
        found = self.selected(network_id, instance_tags)
        implied = self.implied(network_id)
        if implied is None and not found:
            return None
        usual = implied or next((row for row in self.rows if row.name == "default"), None)
        return sorted(found | ({usual.id} if usual else set()))

    def of_present_port(self, port: Row, instance_tags: Iterable[str]) -> list[str]:
        """Ids of the groups that a port should carry by now.

        Of one whose instance is still being made, neither its tags nor what follows from them are
        known here; it loses no more than the groups that are to go.
        """
        if _is_in_the_making(port):
            going = {row.id for row in self.rows if marks.GOING in row["tags"]}
            return sorted(set(port["security_groups"]) - going)
        managed = {row.id for row in self.rows if _is_selectable(row)}
        kept = set(port["security_groups"]) - managed
        return sorted(kept | self.selected(port["network_id"], instance_tags))


def listed(cloud: Cloud) -> SecurityGroups:
    """Those of the caller's project (GET /security-groups)."""
    return SecurityGroups(neutron.of_project(cloud, SECURITY_GROUPS))


def network_of(group: Row) -> str | None:
    """UUID of the network that a group of ours belongs to."""
    return tags.value(group, marks.OF_NETWORK)


def source_tag(group: Row) -> str | None:
    """The tag that a group stands for as a source."""
    return tags.value(group, marks.SOURCE_TAG)


def _selects(firewall: Row, instance_tags: set[str]) -> bool:
    targets = tags.values(firewall, marks.TARGET_TAG)
    enabled = marks.DISABLED not in firewall["tags"]
    return enabled and (not targets or bool(instance_tags.intersection(targets)))


def _is_selectable(group: Row) -> bool:
    """Whether ports get and lose the group by what :meth:`SecurityGroups.selected` says."""
    flags = {marks.FIREWALL, marks.GOING}
    return bool(flags.intersection(group["tags"])) or bool(source_tag(group))


def apply(cloud: Cloud, query: Query, tags_of: dict[str, list[str]] | None = None) -> None:
    """Put on ports of instances the groups that firewalls give them, and take off the others.

    May be run at any time, and beside other runs: a port is written only as it was read (Neutron's
    ``If-Match``), and read before the groups are, so that no run undoes a newer one.

    :param query: which of the project's ports, ``{"network_id": ...}``.
    :param tags_of: the tags of the servers of these ports, by UUID, where they are known.
    :raises errors.Unavailable: others keep changing the ports.
    """
    for _ in range(ATTEMPTS):
        found = [port for port in ports.listed(cloud, query) if _is_filtered(port)]
        if not found:
            return
        known = _tags_of(cloud, found) if tags_of is None else tags_of
        groups = listed(cloud)
        wanted = {p.id: groups.of_present_port(p, known.get(p["device_id"], ())) for p in found}
        stale = [port for port in found if sorted(port["security_groups"]) != wanted[port.id]]
        left = [port for port in stale if not ports.set_groups(cloud, port, wanted[port.id])]
        if not left:
            return
    raise errors.Unavailable("The ports of the instances are being changed by others.")


def _is_filtered(port: Row) -> bool:
    """Whether a port has groups and is an instance's, or a reserved one that was or will be."""
    mine = port["device_owner"].startswith("compute:") or marks.ADDRESS in port["tags"]
    return bool((mine or _is_in_the_making(port)) and port.get("port_security_enabled", True))


def _is_in_the_making(port: Row) -> bool:
    """Whether a port was made for an instance that Nova has not got yet."""
    return not port["device_id"] and (port["description"] or "").startswith(marks.PORT)


def _tags_of(cloud: Cloud, of: list[Row]) -> dict[str, list[str]]:
    """The tags of the instances of ports: one call, or one for a single instance."""
    ids = {port["device_id"] for port in of if port["device_id"]}
    found = [servers.get(cloud, i) for i in ids] if len(ids) < 2 else servers.detailed(cloud)
    return {server.id: network_tags.of(server) for server in found if server}


def create(cloud: Cloud, name: str, description: str) -> Row:
    """A security group without any rule (POST /security-groups)."""
    group = neutron.create(cloud, SECURITY_GROUPS, {"name": name, "description": description})
    _delete_rules(cloud, group["security_group_rules"])  # what Neutron thinks a group should have
    return Row(group | {"security_group_rules": []})


def describe(cloud: Cloud, group_id: str, description: str) -> None:
    """Change a group's description (PUT /security-groups/<id>)."""
    neutron.change(cloud, SECURITY_GROUPS, group_id, {"description": description})


def set_rules(cloud: Cloud, group: Row, wanted: Iterable[Rule]) -> None:
    """Give a group these rules and no others; those that are there already are not touched
    (POST /security-group-rules)."""
    present = {rule_of(row): row for row in group["security_group_rules"]}
    every = dict.fromkeys(wanted)
    new = [{"security_group_id": group.id, **asdict(rule)} for rule in every if rule not in present]
    if new:
        answer = cloud.network.post("/security-group-rules", json={"security_group_rules": new})
        sdk.raise_from_response(answer)
    _delete_rules(cloud, [row for rule, row in present.items() if rule not in every])


def rule_of(row: Mapping[str, Any]) -> Rule:
    """A rule out of a row of Neutron's."""
    known: dict[str, Any] = {field.name: row.get(field.name) for field in fields(Rule)}
    return Rule(**known)


def delete(cloud: Cloud, group_id: str) -> bool:
    """Whether the group is gone (DELETE /security-groups/<id>); not, if a port has it."""
    try:
        neutron.delete(cloud, SECURITY_GROUPS, group_id)
    except sdk.ConflictException:
        return False
    return True


def ensure_implied(cloud: Cloud, network_id: str) -> None:
    """The group of a network's implied rules; may be run again."""
    groups = listed(cloud)
    if groups.implied(network_id):
        return
    text = f"Implied by GCE on the network {network_id}: allow egress, deny ingress"
    group = groups.of_description(text) or create(cloud, IMPLIED, text)
    set_rules(cloud, group, [Rule(direction="egress", ethertype=v) for v in ("IPv4", "IPv6")])
    write_tags(cloud, group, [marks.IMPLIED, f"{marks.OF_NETWORK}={network_id}"])


def write_tags(cloud: Cloud, group: Row, wanted: list[str]) -> None:
    """Make these the endpoint's tags of a group."""
    tags.write(cloud, SECURITY_GROUPS, group, wanted)


def _delete_rules(cloud: Cloud, found: Iterable[Row]) -> None:
    for rule in found:
        neutron.delete(cloud, "security-group-rules", rule["id"])
