"""Making, changing and deleting VPC networks and their subnetworks.

``places`` tells of each region that a network is in, or is to be, the Keystone ``region``; of a new
one the ``cidr`` of its subnet there, if any; of one that exists its ``network_id``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from openstack import exceptions as sdk

from gce_api.openstack import default_network, firewalls, rows, tags, vpc
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row
from gce_api.operations.steps import Flow, flow, step

Clouds = Callable[[str], Cloud]
Place = dict[str, Any]
Plan = dict[str, Any]


def insert(plan: Plan, places: list[Place]) -> Flow:
    """Make a network (:func:`gce_api.openstack.vpc.make_network` says how it is planned)."""
    return flow("insert network", step(make, revert=unmake, provides="target_id"))


def make(clouds: Clouds, plan: Plan, places: list[Place]) -> str:
    made = []
    for place in places:
        cloud = clouds(place["region"])
        made.append(vpc.make_network(cloud, plan))
        if place["cidr"]:
            subnet = {"name": plan["name"], "description": "", "cidr": place["cidr"], "tags": []}
            vpc.make_subnet(cloud, made[-1], subnet)
    return made[0].id


def unmake(clouds: Clouds, plan: Plan, places: list[Place]) -> None:
    for place in places:
        cloud = clouds(place["region"])
        network = vpc.made(cloud, plan["name"])
        if network:
            vpc.remove_network(cloud, network.id)


def update(places: list[Place], fields: dict[str, Any], tags_after: list[str]) -> Flow:
    """Change Neutron's ``fields`` of a network and the endpoint's tags of it."""
    return flow("update network", step(change))


def change(
    clouds: Clouds, places: list[Place], fields: dict[str, Any], tags_after: list[str]
) -> None:
    for place in places:
        cloud, path = clouds(place["region"]), f"/networks/{place['network_id']}"
        if fields:
            sdk.raise_from_response(cloud.network.put(path, json={"network": fields}))
        network = Row(rows.get(cloud.network, path)["network"])
        tags.write(cloud, "networks", network, tags_after)


def delete(places: list[Place]) -> Flow:
    """Delete a network that nothing uses."""
    return flow("delete network", step(remove))


def remove(clouds: Clouds, places: list[Place]) -> None:
    for place in places:
        vpc.remove_network(clouds(place["region"]), place["network_id"])


def insert_subnet(
    network_id: str | None, network_plan: Plan | None, firewall_plans: list[Plan], plan: Plan
) -> Flow:
    """Make a subnetwork.

    :param network_id: the network in this region; ``None`` where it is not there yet.
    :param network_plan: how to make it then; ``None`` for the network ``default``.
    :param firewall_plans: the firewalls that the network has in other regions.
    """
    return flow(
        "insert subnetwork",
        step(find_network, revert=leave_network, provides="network"),
        step(make_subnet, revert=unmake_subnet, provides="target_id"),
    )


def find_network(
    cloud: Cloud, network_id: str | None, network_plan: Plan | None, firewall_plans: list[Plan]
) -> dict[str, Any]:
    if network_id:
        return rows.get(cloud.network, f"/networks/{network_id}")["network"]
    if network_plan is None:
        return default_network.ensure(cloud)
    network = vpc.make_network(cloud, network_plan)
    for firewall in firewall_plans:
        firewalls.make(cloud, network.id, firewall)
    return network


def leave_network(cloud: Cloud, network_id: str | None, network_plan: Plan | None) -> None:
    """Remove the network again where it was made for this."""
    network = vpc.made(cloud, network_plan["name"]) if network_plan and not network_id else None
    if network:
        vpc.remove_network(cloud, network.id)


def make_subnet(cloud: Cloud, network: dict[str, Any], plan: Plan) -> str:
    return vpc.make_subnet(cloud, Row(network), plan).id


def unmake_subnet(cloud: Cloud, network: dict[str, Any], plan: Plan) -> None:
    query = {"network_id": network["id"], "cidr": plan["cidr"]}
    for subnet in rows.listed(cloud.network, "/subnets", "subnets", query):
        vpc.remove_subnet(cloud, subnet.id)


def update_subnet(subnet_id: str, description: str, tags_after: list[str]) -> Flow:
    """Change a subnetwork's description and the endpoint's tags of it."""
    return flow("update subnetwork", step(change_subnet))


def change_subnet(cloud: Cloud, subnet_id: str, description: str, tags_after: list[str]) -> None:
    path, body = f"/subnets/{subnet_id}", {"subnet": {"description": description}}
    sdk.raise_from_response(cloud.network.put(path, json=body))
    tags.write(cloud, "subnets", Row(rows.get(cloud.network, path)["subnet"]), tags_after)


def delete_subnet(subnet_id: str) -> Flow:
    """Delete a subnetwork."""
    return flow("delete subnetwork", step(remove_subnet))


def remove_subnet(cloud: Cloud, subnet_id: str) -> None:
    vpc.remove_subnet(cloud, subnet_id)


def expand_subnet(subnet_id: str, network: dict[str, Any], before: Plan, plan: Plan) -> Flow:
    """Replace a subnetwork that nothing uses by a wider one; Neutron cannot change its range."""
    return flow(
        "expand subnetwork",
        step(remove_subnet, revert=make_again),
        step(make_subnet, revert=unmake_subnet, provides="target_id"),
    )


def make_again(cloud: Cloud, network: dict[str, Any], before: Plan) -> None:
    vpc.make_subnet(cloud, Row(network), before)
