"""Making, changing and deleting subnetworks."""

from __future__ import annotations

from typing import Any

from gce_api.families.networks.subnetworks.plan import ChangePlan, ExpandPlan, SubnetworkPlan
from gce_api.openstack import default_network, firewalls, networks, subnets, tags, vpc
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row
from gce_api.operations.plans import as_one, durable
from gce_api.operations.steps import Flow, flow, step


@durable(
    "subnetworks.insert",
    was="gce_api.flows.networks.insert_subnet",
    upgrade=as_one(network_plan="network", firewall_plans="firewalls", plan="subnet"),
)
def insert(plan: SubnetworkPlan) -> Flow:
    """Make a subnetwork, and its network where it is not in the region yet."""
    return flow(
        "insert subnetwork",
        step(find_network, revert=leave_network, provides="network"),
        step(make_subnet, revert=unmake_subnet, provides="target_id"),
    )


def find_network(cloud: Cloud, plan: SubnetworkPlan) -> dict[str, Any]:
    """Neutron's row of the network."""
    if plan.network_id:
        return networks.get(cloud, plan.network_id)
    if plan.network is None:
        return default_network.ensure(cloud)
    network = vpc.make_network(cloud, plan.network)
    for firewall in plan.firewalls:
        firewalls.make(cloud, network.id, firewall)
    return network


def leave_network(cloud: Cloud, plan: SubnetworkPlan) -> None:
    """Remove the network again where it was made for this."""
    if plan.network and not plan.network_id:
        network = networks.named(cloud, plan.network.name)
        if network:
            vpc.remove_network(cloud, network.id)


def make_subnet(cloud: Cloud, network: dict[str, Any], plan: SubnetworkPlan) -> str:
    return vpc.make_subnet(cloud, Row(network), plan.subnet).id


def unmake_subnet(cloud: Cloud, network: dict[str, Any], plan: SubnetworkPlan) -> None:
    _remove(cloud, network["id"], plan.subnet.cidr)


@durable("subnetworks.update", was="gce_api.flows.networks.update_subnet", upgrade=as_one())
def update(plan: ChangePlan) -> Flow:
    """Change a subnetwork's description and the endpoint's tags of it."""
    return flow("update subnetwork", step(change_subnet))


def change_subnet(cloud: Cloud, plan: ChangePlan) -> None:
    subnet = subnets.change(cloud, plan.subnet_id, {"description": plan.description})
    tags.write(cloud, subnets.SUBNETS, subnet, plan.tags_after)


@durable("subnetworks.delete", was="gce_api.flows.networks.delete_subnet")
def delete(subnet_id: str) -> Flow:
    """Delete a subnetwork."""
    return flow("delete subnetwork", step(remove_subnet))


def remove_subnet(cloud: Cloud, subnet_id: str) -> None:
    vpc.remove_subnet(cloud, subnet_id)


@durable(
    "subnetworks.expand",
    was="gce_api.flows.networks.expand_subnet",
    upgrade=as_one(network="of", plan="after"),
)
def expand(plan: ExpandPlan) -> Flow:
    """Replace a subnetwork that nothing uses by a wider one; Neutron cannot change its range."""
    return flow(
        "expand subnetwork",
        step(remove_narrow, name="remove_subnet", revert=make_again),
        step(make_wide, name="make_subnet", revert=unmake_wide, provides="target_id"),
    )


def remove_narrow(cloud: Cloud, plan: ExpandPlan) -> None:
    vpc.remove_subnet(cloud, plan.subnet_id)


def make_again(cloud: Cloud, plan: ExpandPlan) -> None:
    vpc.make_subnet(cloud, _network(plan), plan.before)


def make_wide(cloud: Cloud, plan: ExpandPlan) -> str:
    return vpc.make_subnet(cloud, _network(plan), plan.after).id


def unmake_wide(cloud: Cloud, plan: ExpandPlan) -> None:
    _remove(cloud, plan.of.id, plan.after.cidr)


def _network(plan: ExpandPlan) -> Row:
    return Row(id=plan.of.id, name=plan.of.name)


def _remove(cloud: Cloud, network_id: str, cidr: str) -> None:
    for subnet in subnets.of_network(cloud, network_id, cidr):
        vpc.remove_subnet(cloud, subnet.id)
