"""Making, changing and deleting routers; what one is in OpenStack: resources/routers.py."""

from __future__ import annotations

from typing import Any

from gce_api.google import errors
from gce_api.openstack import default_network, marks, rows, tags, vpc
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row
from gce_api.operations.steps import Flow, flow, step

Plan = dict[str, Any]


def insert(network_id: str | None, plan: Plan) -> Flow:
    """Show the router of a network (``None``: of ``default``, which is not made yet) to GCE."""
    return flow("insert router", step(claim, revert=give_up, provides="target_id"))


def claim(cloud: Cloud, network_id: str | None, plan: Plan) -> str:
    network = _network(cloud, network_id) or default_network.ensure(cloud)
    router = vpc.ensure_router(cloud, network)
    if marks.ROUTER in router["tags"] and router.name != plan["name"]:
        raise errors.ResourceInUse(f"The network has the router '{router.name}' by now.")
    _write(cloud, router, plan)
    return router.id


def give_up(cloud: Cloud, network_id: str | None, plan: Plan) -> None:
    """Let the network have its router back, as it was before."""
    network = _network(cloud, network_id) or default_network.ensure(cloud)
    router = vpc.router_of(cloud, network.id)
    if router and router.name == plan["name"]:
        release(cloud, router.id)


def release(cloud: Cloud, router_id: str) -> None:
    router = vpc.router(cloud, router_id)
    network_id = tags.value(router, marks.OF_NETWORK) if router else None
    if router and network_id:
        network = _network(cloud, network_id)
        text = vpc.router_text(network_id)
        fields = {"name": network.name if network else router.name, "description": text}
        vpc.change_router(cloud, router_id, fields)
        kept = [tag for tag in tags.own(router) if not _is_of_router(tag)]
        tags.write(cloud, "routers", router, kept)


def update(router_id: str, plan: Plan, before: Plan) -> Flow:
    """Make a router what the plan says."""
    return flow("update router", step(change, revert=change_back))


def change(cloud: Cloud, router_id: str, plan: Plan) -> None:
    _write(cloud, Row(rows.get(cloud.network, f"/routers/{router_id}")["router"]), plan)


def change_back(cloud: Cloud, router_id: str, before: Plan) -> None:
    change(cloud, router_id, before)


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
    vpc.delete_router(cloud, router_id)


def forget(router_id: str) -> Flow:
    """Take a network's own router out of GCE's sight: the network needs it."""
    return flow("forget router", step(release))


def _write(cloud: Cloud, router: Row, plan: Plan) -> None:
    """Name, text and settings, and a way out where there is a NAT."""
    if plan["nat"]:
        vpc.set_gateway(cloud, router)
    fields = {"name": plan["name"], "description": plan["description"]}
    vpc.change_router(cloud, router.id, fields)
    kept = [tag for tag in tags.own(router) if not _is_of_router(tag)]
    tags.write(cloud, "routers", router, [*kept, marks.ROUTER, *plan["settings"]])


def _network(cloud: Cloud, network_id: str | None) -> Row | None:
    return rows.one(cloud.network, f"/networks/{network_id}", "network") if network_id else None


def _is_of_router(tag: str) -> bool:
    return tag == marks.ROUTER or tag.startswith(marks.SETTING)
