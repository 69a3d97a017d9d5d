"""Making, changing and deleting routers; what one is in OpenStack:
:mod:`gce_api.families.networks.routers.api`."""

from __future__ import annotations

from gce_api.families.networks.routers.plan import ChangePlan, Router, RouterPlan
from gce_api.families.networks.routers.settings import is_of_router
from gce_api.families.networks.routers.table import is_known
from gce_api.google import errors
from gce_api.openstack import default_network, marks, networks, routers, tags, vpc
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row
from gce_api.operations.plans import as_one, durable
from gce_api.operations.steps import Flow, flow, step


@durable("routers.insert", was="gce_api.flows.routers.insert", upgrade=as_one(plan="router"))
def insert(plan: RouterPlan) -> Flow:
    """Show the router of a network to GCE."""
    return flow("insert router", step(claim, revert=give_up, provides="target_id"))


def claim(cloud: Cloud, plan: RouterPlan) -> str:
    router = vpc.ensure_router(cloud, _network(cloud, plan.network_id))
    if is_known(router) and router.name != plan.router.name:
        raise errors.ResourceInUse(f"The network has the router '{router.name}' by now.")
    _write(cloud, router, plan.router)
    return router.id


def give_up(cloud: Cloud, plan: RouterPlan) -> None:
    """Let the network have its router back, as it was before."""
    router = vpc.router_of(cloud, _network(cloud, plan.network_id).id)
    if router and router.name == plan.router.name:
        release(cloud, router.id)


def release(cloud: Cloud, router_id: str) -> None:
    router = routers.one(cloud, router_id)
    network_id = vpc.network_of(router) if router else None
    if router and network_id:
        network = networks.one(cloud, network_id)
        name, text = (network or router).name, vpc.router_text(network_id)
        routers.change(cloud, router_id, {"name": name, "description": text})
        tags.amend(cloud, routers.ROUTERS, router, _others(router))


@durable("routers.update", was="gce_api.flows.routers.update", upgrade=as_one(plan="router"))
def update(plan: ChangePlan) -> Flow:
    """Make a router what the plan says."""
    return flow("update router", step(change, revert=change_back))


def change(cloud: Cloud, plan: ChangePlan) -> None:
    _write(cloud, routers.get(cloud, plan.router_id), plan.router)


def change_back(cloud: Cloud, plan: ChangePlan) -> None:
    _write(cloud, routers.get(cloud, plan.router_id), plan.before)


@durable("routers.delete", was="gce_api.flows.routers.delete")
def delete(router_id: str, subnet_ids: list[str]) -> Flow:
    """Delete a router that another tool made; it is taken off its subnets first."""
    return flow("delete router", step(disconnect, revert=connect), step(remove))


def disconnect(cloud: Cloud, subnet_ids: list[str]) -> None:
    for subnet_id in subnet_ids:
        vpc.disconnect(cloud, subnet_id)


def connect(cloud: Cloud, router_id: str, subnet_ids: list[str]) -> None:
    for subnet_id in subnet_ids:
        vpc.connect(cloud, router_id, subnet_id)


def remove(cloud: Cloud, router_id: str) -> None:
    routers.delete(cloud, router_id)


@durable("routers.forget", was="gce_api.flows.routers.forget")
def forget(router_id: str) -> Flow:
    """Take a network's own router out of GCE's sight: the network needs it."""
    return flow("forget router", step(release))


def _write(cloud: Cloud, router: Row, wanted: Router) -> None:
    """Name, text and settings, and a way out where there is a NAT."""
    if wanted.nat:
        vpc.set_gateway(cloud, router)
    fields = {"name": wanted.name, "description": wanted.description}
    routers.change(cloud, router.id, fields)
    every = [*_others(router), marks.ROUTER, *wanted.settings]
    tags.amend(cloud, routers.ROUTERS, router, every)


def _others(router: Row) -> list[str]:
    """The endpoint's tags of a router that do not come from GCE's clients."""
    return [tag for tag in tags.own(router) if not is_of_router(tag)]


def _network(cloud: Cloud, network_id: str | None) -> Row:
    found = networks.one(cloud, network_id) if network_id else None
    return found or default_network.ensure(cloud)
