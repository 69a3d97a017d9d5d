"""Making and deleting routes (:mod:`gce_api.openstack.static_routes`)."""

from __future__ import annotations

from gce_api.families.networks.routes.plan import RoutePlan
from gce_api.openstack import default_network, networks, routers, static_routes, vpc
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.static_routes import ANYWHERE, GATEWAY, StaticRoute
from gce_api.operations.plans import as_one, durable
from gce_api.operations.steps import Flow, flow, step


@durable("routes.insert", was="gce_api.flows.routes.insert", upgrade=as_one(plan="route"))
def insert(plan: RoutePlan) -> Flow:
    """Add a route to the router of a network."""
    return flow("insert route", step(add, revert=take_back, provides="target_id"))


def add(cloud: Cloud, plan: RoutePlan) -> str:
    known = networks.get(cloud, plan.network_id) if plan.network_id else None
    router = vpc.ensure_router(cloud, known or default_network.ensure(cloud))
    if _is_gateway(plan.route):
        vpc.set_gateway(cloud, router)
    static_routes.add(cloud, router, plan.route)
    return plan.route.number(router.id)


def take_back(cloud: Cloud, plan: RoutePlan) -> None:
    made = None if plan.network_id else networks.named(cloud, default_network.NAME)
    network_id = made.id if made else plan.network_id
    router = vpc.router_of(cloud, network_id) if network_id else None
    if router:
        static_routes.remove(cloud, router.id, plan.route)


@durable("routes.delete", was="gce_api.flows.routes.delete")
def delete(router_id: str, plan: StaticRoute) -> Flow:
    """Remove a route; that to the internet is the router's gateway."""
    return flow("delete route", step(remove))


def remove(cloud: Cloud, router_id: str, plan: StaticRoute) -> None:
    if _is_gateway(plan):
        routers.change(cloud, router_id, {"external_gateway_info": None})
    static_routes.remove(cloud, router_id, plan)


def _is_gateway(route: StaticRoute) -> bool:
    """Whether the route is what the router's gateway is for."""
    return route.way == (ANYWHERE, GATEWAY)
