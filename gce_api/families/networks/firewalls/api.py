"""Firewalls: security groups in GCE's terms; :mod:`gce_api.openstack.security_groups` says how.

A firewall is made in every region that its network is in, and shown once.
"""

from __future__ import annotations

from gce_api.families.networks.find import everywhere, vpcs
from gce_api.families.networks.firewalls import find, flow
from gce_api.families.networks.firewalls.plan import places_of, plan_insert, plan_update
from gce_api.families.networks.firewalls.show import by_priority, to_firewalls
from gce_api.families.networks.firewalls.table import Found
from gce_api.families.networks.networks.find import shown_network
from gce_api.families.networks.networks.show import to_networks
from gce_api.families.shared.call import Call
from gce_api.google.merging import Json, patched
from gce_api.google.registry import implements
from gce_api.openstack.cloud import Cloud


@implements("compute.firewalls.list")
def list_firewalls(call: Call) -> list[Json]:
    return call.in_scope(lambda cloud: _of_region(call, cloud))


@implements("compute.firewalls.get")
def get_firewall(call: Call) -> Json:
    return _shown(call, find.firewall_of(call))


@implements("compute.firewalls.insert")
def insert_firewall(call: Call) -> Json:
    plan = plan_insert(call.body, find.groups_of_every_region(call), everywhere(call))
    target = f"global/firewalls/{plan.firewall.name}"
    return call.operation("insert", target, flow.insert, {"plan": plan})


@implements("compute.firewalls.patch")
def patch_firewall(call: Call) -> Json:
    """Fields that are given replace those of the firewall; nothing else changes."""
    found = find.firewall_of(call)
    shown = _shown(call, found)
    return _update(call, found, shown, patched(shown, call.patch))


@implements("compute.firewalls.update")
def update_firewall(call: Call) -> Json:
    """As patch, but what is not given goes back to its default."""
    found = find.firewall_of(call)
    return _update(call, found, _shown(call, found), call.body)


@implements("compute.firewalls.delete")
def delete_firewall(call: Call) -> Json:
    found = find.firewall_of(call)
    arguments = {"places": places_of(found)}
    return call.operation("delete", found.target, flow.delete, arguments, found.id)


@implements("compute.networks.getEffectiveFirewalls")
def get_effective_firewalls(call: Call) -> Json:
    """The enabled firewalls of a network in all of its regions."""
    networks = call.in_scope(lambda cloud: to_networks(call.links, vpcs(cloud, fresh=True)))
    url = shown_network(call, networks)["selfLink"]
    shown = call.in_scope(lambda cloud: _of_region(call, cloud))
    of_network = [row for row in shown if row["network"] == url and not row["disabled"]]
    return {"firewalls": by_priority(of_network)}


def _of_region(call: Call, cloud: Cloud) -> list[Json]:
    region = find.region(cloud)
    return to_firewalls(call.links, region, region.groups.firewalls())


def _shown(call: Call, found: Found) -> Json:
    region, row = found.parts[0]
    return to_firewalls(call.links, region, [row])[0]


def _update(call: Call, found: Found, shown: Json, wanted: Json) -> Json:
    plan = plan_update(wanted, found, shown, call.references)
    return call.operation(call.method.name, found.target, flow.update, {"plan": plan}, found.id)
