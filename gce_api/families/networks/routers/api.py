"""Routers: Neutron's in GCE's terms.

Every network has a router from the start (:mod:`gce_api.openstack.vpc`), which is not shown: GCE's
networks need none to reach the internet. Making a router in GCE's terms shows the one that the
network has, under the name given and with its settings; deleting it hides it again. So there is
one per network. A router that another tool made is shown too; deleting that one deletes it.

Neutron translates the addresses of whatever is on a router with a gateway. Instances without an
external address can therefore reach the internet even where no NAT is configured; a NAT makes sure
of it.
"""

from __future__ import annotations

from gce_api.families.networks.find import everywhere
from gce_api.families.networks.routers import find, flow, settings, show
from gce_api.families.networks.routers.plan import Found, plan_change, plan_insert
from gce_api.families.shared.call import Call, RegionalCall
from gce_api.families.shared.instance_links import instance_links
from gce_api.google.merging import Json, patched
from gce_api.google.registry import implements
from gce_api.openstack import marks
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row


@implements("compute.routers.list", "compute.routers.aggregatedList")
def list_routers(call: Call) -> list[Json]:
    return call.in_scope(lambda cloud: _of_region(call, cloud))


@implements("compute.routers.get")
def get_router(call: RegionalCall) -> Json:
    return _find(call).shown


@implements("compute.routers.insert")
def insert_router(call: RegionalCall) -> Json:
    found, routers = everywhere(call), find.routers(call.cloud)
    plan = plan_insert(call.body, call.cloud.region, found, routers)
    target = f"regions/{call.region}/routers/{plan.router.name}"
    return call.operation("insert", target, flow.insert, {"plan": plan})


@implements("compute.routers.patch")
def patch_router(call: RegionalCall) -> Json:
    """Fields that are given replace those of the router; nothing else changes."""
    found = _find(call)
    return _update(call, found, patched(found.shown, call.patch))


@implements("compute.routers.update")
def update_router(call: RegionalCall) -> Json:
    """As patch, but what is not given is removed."""
    return _update(call, _find(call), call.body)


@implements("compute.routers.delete")
def delete_router(call: RegionalCall) -> Json:
    routers, row = find.router_of(call)
    target = f"regions/{call.region}/routers/{routers.names[row.id]}"
    if marks.IMPLIED in row["tags"]:
        return call.operation("delete", target, flow.forget, {"router_id": row.id}, row.id)
    arguments = {"router_id": row.id, "subnet_ids": routers.subnets_of(row)}
    return call.operation("delete", target, flow.delete, arguments, row.id)


@implements("compute.routers.getRouterStatus")
def get_router_status(call: RegionalCall) -> Json:
    routers, row = find.router_of(call)
    network = show.to_router(call.links, routers, row)["network"]
    ports = find.translated(call.cloud, routers.network_of(row))
    return {"result": show.to_status(network, row, len(ports))}


@implements("compute.routers.getNatMappingInfo")
def get_nat_mapping_info(call: Call) -> list[Json]:
    """The instances whose addresses are translated: those without an external one."""
    routers, row = find.router_of(call)
    if not _nat_names(call, row):
        return []
    ports = find.translated(call.cloud, routers.network_of(row))
    links = instance_links(call, call.cloud, {port["device_id"] for port in ports})
    return [show.to_mapping(row, port, links) for port in ports if port["device_id"] in links]


@implements("compute.routers.getNatIpInfo")
def get_nat_ip_info(call: RegionalCall) -> Json:
    """The addresses of each NAT, and whether instances are behind them."""
    routers, row = find.router_of(call)
    names = _nat_names(call, row)
    in_use = bool(names and find.translated(call.cloud, routers.network_of(row)))
    return show.to_nat_ips(row, names, in_use=in_use)


def _of_region(call: Call, cloud: Cloud) -> list[Json]:
    routers = find.routers(cloud)
    return [show.to_router(call.links, routers, row) for row in routers.shown]


def _find(call: RegionalCall) -> Found:
    routers, row = find.router_of(call)
    return Found(row, show.to_router(call.links, routers, row))


def _update(call: RegionalCall, found: Found, wanted: Json) -> Json:
    plan = plan_change(wanted, found)
    target = f"regions/{call.region}/routers/{found.shown['name']}"
    return call.operation(call.method.name, target, flow.update, {"plan": plan}, found.row.id)


def _nat_names(call: Call, row: Row) -> list[str]:
    """The names of a router's NATs, of the one that is asked for if one is."""
    wanted = call.params.get("natName")
    return [nat["name"] for nat in settings.nats(row) if wanted in (None, nat["name"])]
