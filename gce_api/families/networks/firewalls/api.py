"""Firewalls: security groups in GCE's terms; :mod:`gce_api.openstack.security_groups` says how.

A firewall is made in every region that its network is in, and shown once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gce_api.families.instances.instances.find import find_instance
from gce_api.families.instances.interfaces.api import find_port
from gce_api.families.networks.firewalls import flow as flows
from gce_api.families.networks.firewalls.plan import plan_firewall
from gce_api.families.networks.firewalls.show import to_firewalls
from gce_api.families.networks.networks import find as networks
from gce_api.families.shared.call import Call
from gce_api.google import errors
from gce_api.google.merging import patched
from gce_api.google.registry import implements
from gce_api.openstack import finding, firewalls
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.names import check_name, gce_names
from gce_api.openstack.parallel import gather, map_regions
from gce_api.openstack.rows import Row
from gce_api.openstack.security_groups import SecurityGroups, network_of

Found = list[tuple[Cloud, SecurityGroups, Row]]


@implements("compute.firewalls.list")
def list_firewalls(call: Call) -> list[dict[str, Any]]:
    return call.in_scope(lambda cloud: show(call, cloud, lambda groups: groups.firewalls()))


@implements("compute.firewalls.get")
def get_firewall(call: Call) -> dict[str, Any]:
    return _shown(call, _find(call))


@implements("compute.firewalls.insert")
def insert_firewall(call: Call) -> dict[str, Any]:
    name = check_name(call.body.get("name"))
    plan = plan_firewall(name, call.body)
    if any(groups.firewall(name) for groups in map_regions(SecurityGroups, call.clouds)):
        raise errors.AlreadyExists.resource(f"projects/{call.project.id}/global/firewalls/{name}")
    url = call.body.get("network") or "global/networks/default"
    arguments = {"plan": plan, "places": networks.places(call, url)}
    return call.operation("insert", f"global/firewalls/{name}", flows.insert, arguments)


@implements("compute.firewalls.patch")
def patch_firewall(call: Call) -> dict[str, Any]:
    """Fields that are given replace those of the firewall; nothing else changes."""
    found = _find(call)
    present = _shown(call, found)
    return _update(call, found, present, patched(present, call.patch))


@implements("compute.firewalls.update")
def update_firewall(call: Call) -> dict[str, Any]:
    """As patch, but what is not given goes back to its default."""
    found = _find(call)
    return _update(call, found, _shown(call, found), call.body)


@implements("compute.firewalls.delete")
def delete_firewall(call: Call) -> dict[str, Any]:
    found = _find(call)
    target = f"global/firewalls/{_name(found)}"
    return call.operation(
        "delete", target, flows.delete, {"places": _places(found)}, found[0][2].id
    )


@implements("compute.networks.getEffectiveFirewalls")
def get_effective_firewalls_of_network(call: Call) -> dict[str, Any]:
    name = networks.get_network(call)["name"]
    shown = call.in_scope(lambda cloud: _of_network(call, cloud, name))
    return {"firewalls": _by_priority(shown)}


@implements("compute.instances.getEffectiveFirewalls")
def get_effective_firewalls_of_instance(call: Call) -> dict[str, Any]:
    """The firewalls that an interface of an instance really has."""
    port = find_port(call, find_instance(call, call.name))
    has = set(port["security_groups"])
    shown = show(call, call.cloud, lambda gs: [row for row in gs.firewalls() if row.id in has])
    return {"firewalls": _by_priority(shown)}


def show(
    call: Call, cloud: Cloud, choose: Callable[[SecurityGroups], list[Row]]
) -> list[dict[str, Any]]:
    """GCE's Firewall of some of a region's (two calls)."""
    groups, _ = gather(lambda: SecurityGroups(cloud), lambda: networks.visible(cloud, fresh=True))
    return to_firewalls(call, groups, gce_names(networks.visible(cloud)), choose(groups))


def _of_network(call: Call, cloud: Cloud, name: str) -> list[dict[str, Any]]:
    url = call.links.url(f"global/networks/{name}")
    shown = show(call, cloud, lambda groups: groups.firewalls())
    return [row for row in shown if row["network"] == url and not row["disabled"]]


def _by_priority(shown: list[dict[str, Any]]) -> list[dict[str, Any]] | None:
    unique = {row["name"]: row for row in reversed(shown)}
    return sorted(unique.values(), key=lambda row: (row["priority"], row["name"])) or None


def _find(call: Call) -> Found:
    """The firewall in the path, in every region where it is.

    :raises errors.NotFound: there is none.
    """
    found: Found = []
    for cloud, groups in zip(call.clouds, map_regions(SecurityGroups, call.clouds), strict=True):
        row = finding.among(groups.firewalls(), found[0][2].name if found else call.name)
        if row:
            found.append((cloud, groups, row))
    if not found:
        raise errors.NotFound.resource(call.path)
    return found


def _shown(call: Call, found: Found) -> dict[str, Any]:
    """GCE's Firewall of one that was found; its network may be newer than what is remembered."""
    cloud, groups, row = found[0]
    names = gce_names(networks.visible(cloud, fresh=True))
    return to_firewalls(call, groups, names, [row])[0]


def _name(found: Found) -> str:
    _, groups, row = found[0]
    return gce_names(groups.firewalls())[row.id]


def _places(found: Found) -> list[dict[str, Any]]:
    return [
        {
            "region": cloud.region,
            "network_id": network_of(row),
            "group_id": row.id,
            "before": firewalls.plan_of(groups, row),
        }
        for cloud, groups, row in found
    ]


def _update(
    call: Call, found: Found, present: dict[str, Any], wanted: dict[str, Any]
) -> dict[str, Any]:
    name = present["name"]
    direction = _check_same(call, present, wanted)
    plan = plan_firewall(name, {**wanted, "direction": direction})
    arguments = {"plan": plan, "places": _places(found)}
    target, kind = f"global/firewalls/{name}", call.method.name
    return call.operation(kind, target, flows.update, arguments, found[0][2].id)


def _check_same(call: Call, present: dict[str, Any], wanted: dict[str, Any]) -> str:
    """The direction of a firewall, which stays what it is, as do its name and network.

    :raises errors.Invalid: another one is given.
    """
    if wanted.get("name") not in (None, present["name"]):
        raise errors.Invalid(
            f"Invalid value for field 'resource.name': '{wanted['name']}'. The name of a firewall "
            "cannot be changed."
        )
    url, direction = wanted.get("network"), wanted.get("direction") or present["direction"]
    if url and call.refer(url, "networks", "resource.network").name != _last(present["network"]):
        raise errors.Invalid(
            f"Invalid value for field 'resource.network': '{url}'. The network of a firewall "
            "cannot be changed."
        )
    if direction != present["direction"]:
        raise errors.Invalid(
            f"Invalid value for field 'resource.direction': '{direction}'. The direction of a "
            "firewall cannot be changed."
        )
    return direction


def _last(url: str | None) -> str:
    return (url or "").rpartition("/")[2]
