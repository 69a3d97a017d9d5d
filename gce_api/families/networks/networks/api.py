"""Networks: Neutron networks in GCE's terms; :mod:`.show` says which and how."""

from __future__ import annotations

from gce_api.families.networks.find import everywhere, vpcs
from gce_api.families.networks.networks import find, flow
from gce_api.families.networks.networks.plan import (
    ChangePlan,
    Found,
    plan_network,
    plan_patch,
    plan_switch,
)
from gce_api.families.networks.networks.show import merged, to_networks
from gce_api.families.shared.call import Call
from gce_api.google import errors
from gce_api.google.merging import Json
from gce_api.google.registry import implements


@implements("compute.networks.list")
def list_networks(call: Call) -> list[Json]:
    return merged(_of_every_region(call))


@implements("compute.networks.get")
def get_network(call: Call) -> Json:
    return find.shown_network(call, _of_every_region(call))


@implements("compute.networks.insert")
def insert_network(call: Call) -> Json:
    plan = plan_network(call.body, everywhere(call))
    target = f"global/networks/{plan.network.name}"
    return call.operation("insert", target, flow.insert, {"plan": plan})


@implements("compute.networks.patch")
def patch_network(call: Call) -> Json:
    found = find.network_of(call)
    return _change(call, found, plan_patch(call.body, call.patch, found))


@implements("compute.networks.switchToCustomMode")
def switch_to_custom_mode(call: Call) -> Json:
    found = find.network_of(call)
    return _change(call, found, plan_switch(call.project.id, found))


@implements("compute.networks.delete")
def delete_network(call: Call) -> Json:
    """The subnetworks that GCE made with a network go with it; whatever else is in it keeps it."""
    found = find.network_of(call)
    user = find.user_of(call, found)
    if user:
        project = f"projects/{call.project.id}"
        raise errors.ResourceInUse.by("network", f"{project}/{found.target}", f"{project}/{user}")
    arguments = {"places": found.places}
    return call.operation("delete", found.target, flow.delete, arguments, found.first.id)


def _of_every_region(call: Call) -> list[Json]:
    return call.in_scope(lambda cloud: to_networks(call.links, vpcs(cloud, fresh=True)))


def _change(call: Call, found: Found, plan: ChangePlan) -> Json:
    kind = call.method.name
    return call.operation(kind, found.target, flow.update, {"plan": plan}, found.first.id)
