"""Subnetworks: Neutron subnets in GCE's terms."""

from __future__ import annotations

from gce_api.families.networks.find import vpcs
from gce_api.families.networks.subnetworks import find, flow
from gce_api.families.networks.subnetworks.plan import (
    ChangePlan,
    Found,
    check_delete,
    plan_access,
    plan_expand,
    plan_patch,
    plan_subnetwork,
)
from gce_api.families.networks.subnetworks.show import to_subnetwork, to_subnetworks, to_usable
from gce_api.families.shared.call import Call, RegionalCall
from gce_api.google.merging import Json
from gce_api.google.registry import implements


@implements("compute.subnetworks.list", "compute.subnetworks.aggregatedList")
def list_subnetworks(call: Call) -> list[Json]:
    return call.in_scope(lambda cloud: to_subnetworks(call.links, vpcs(cloud, fresh=True)))


@implements("compute.subnetworks.listUsable")
def list_usable_subnetworks(call: Call) -> list[Json]:
    """Every subnetwork of the project, as whoever is in it may use them all."""
    return [to_usable(shown) for shown in list_subnetworks(call)]


@implements("compute.subnetworks.get")
def get_subnetwork(call: RegionalCall) -> Json:
    found = find.subnetwork_of(call)
    return to_subnetwork(call.links, found.vpcs, found.row)


@implements("compute.subnetworks.insert")
def insert_subnetwork(call: RegionalCall) -> Json:
    found, groups = find.for_insert(call)
    plan = plan_subnetwork(call.body, call.cloud.region, found, groups)
    target = f"regions/{call.region}/subnetworks/{plan.subnet.name}"
    return call.operation("insert", target, flow.insert, {"plan": plan})


@implements("compute.subnetworks.patch")
def patch_subnetwork(call: RegionalCall) -> Json:
    found = find.subnetwork_of(call)
    return _change(call, found, plan_patch(call.body, found))


@implements("compute.subnetworks.setPrivateIpGoogleAccess", kept=True)
def set_private_ip_google_access(call: RegionalCall) -> Json:
    found = find.subnetwork_of(call)
    return _change(call, found, plan_access(call.body, found))


@implements("compute.subnetworks.expandIpCidrRange")
def expand_ip_cidr_range(call: RegionalCall) -> Json:
    found = find.with_user(call, find.subnetwork_of(call))
    plan = plan_expand(call.body, found, find.beside(call, found))
    arguments = {"plan": plan}
    return call.operation("expandIpCidrRange", found.target, flow.expand, arguments, found.row.id)


@implements("compute.subnetworks.delete")
def delete_subnetwork(call: RegionalCall) -> Json:
    found = find.with_user(call, find.subnetwork_of(call))
    check_delete(found)
    arguments = {"subnet_id": found.row.id}
    return call.operation("delete", found.target, flow.delete, arguments, found.row.id)


def _change(call: RegionalCall, found: Found, plan: ChangePlan) -> Json:
    kind = call.method.name
    return call.operation(kind, found.target, flow.update, {"plan": plan}, plan.subnet_id)
