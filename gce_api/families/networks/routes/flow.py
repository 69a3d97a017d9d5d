"""Making and deleting routes (:mod:`gce_api.openstack.static_routes`)."""

from __future__ import annotations

from typing import Any

from gce_api.openstack import default_network, rows, static_routes, vpc
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row
from gce_api.openstack.static_routes import ANYWHERE, GATEWAY, StaticRoute
from gce_api.operations.steps import Flow, flow, step

Plan = dict[str, Any]  # the fields of a StaticRoute


def insert(network_id: str | None, plan: Plan) -> Flow:
    """Add a route to the router of a network (``None``: of ``default``, which is not made yet)."""
    return flow("insert route", step(add, revert=take_back, provides="target_id"))


def add(cloud: Cloud, network_id: str | None, plan: Plan) -> str:
    network = (
        Row(rows.get(cloud.network, f"/networks/{network_id}")["network"])
        if network_id
        else default_network.ensure(cloud)
    )
    router = vpc.ensure_router(cloud, network)
    if _is_gateway(plan):
        vpc.set_gateway(cloud, router)
    route = StaticRoute(**plan)
    static_routes.add(cloud, router, route)
    return route.number(router.id)


def take_back(cloud: Cloud, network_id: str | None, plan: Plan) -> None:
    network = None if network_id else vpc.made(cloud, default_network.NAME)
    of = network.id if network else network_id
    router = vpc.router_of(cloud, of) if of else None
    if router:
        static_routes.remove(cloud, router.id, StaticRoute(**plan))


def delete(router_id: str, plan: Plan) -> Flow:
    """Remove a route; that to the internet is the router's gateway."""
    return flow("delete route", step(remove))


def remove(cloud: Cloud, router_id: str, plan: Plan) -> None:
    if _is_gateway(plan):
        vpc.change_router(cloud, router_id, {"external_gateway_info": None})
    static_routes.remove(cloud, router_id, StaticRoute(**plan))


def _is_gateway(plan: Plan) -> bool:
    """Whether the route is what the router's gateway is for."""
    return (plan["destination"], plan["next_hop"]) == (ANYWHERE, GATEWAY)
