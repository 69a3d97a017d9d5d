"""Making, changing and deleting VPC networks."""

from __future__ import annotations

from collections.abc import Callable

from gce_api.families.networks.everywhere import Place
from gce_api.families.networks.networks.plan import ChangePlan, NetworkPlan
from gce_api.openstack import networks, tags, vpc
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.vpc import NewSubnet
from gce_api.operations.plans import as_one, durable
from gce_api.operations.steps import Flow, flow, step

Clouds = Callable[[str], Cloud]


@durable("networks.insert", was="gce_api.flows.networks.insert", upgrade=as_one(plan="network"))
def insert(plan: NetworkPlan) -> Flow:
    """Make a network in all of its regions."""
    return flow("insert network", step(make, revert=unmake, provides="target_id"))


def make(clouds: Clouds, plan: NetworkPlan) -> str:
    """Its UUID in the first region."""
    made = []
    for place in plan.places:
        cloud = clouds(place.region)
        made.append(vpc.make_network(cloud, plan.network))
        if place.cidr:
            name = plan.network.name
            subnet = NewSubnet(name=name, description="", cidr=place.cidr, tags=[])
            vpc.make_subnet(cloud, made[-1], subnet)
    return made[0].id


def unmake(clouds: Clouds, plan: NetworkPlan) -> None:
    for place in plan.places:
        cloud = clouds(place.region)
        network = networks.named(cloud, plan.network.name)
        if network:
            vpc.remove_network(cloud, network.id)


@durable("networks.update", was="gce_api.flows.networks.update", upgrade=as_one())
def update(plan: ChangePlan) -> Flow:
    """Change a network in all of its regions."""
    return flow("update network", step(change))


def change(clouds: Clouds, plan: ChangePlan) -> None:
    for place in plan.places:
        cloud = clouds(place.region)
        if plan.fields:
            networks.change(cloud, place.network_id, plan.fields)
        network = networks.get(cloud, place.network_id)
        tags.write(cloud, networks.NETWORKS, network, plan.tags_after)


@durable("networks.delete", was="gce_api.flows.networks.delete")
def delete(places: list[Place]) -> Flow:
    """Delete a network that nothing uses."""
    return flow("delete network", step(remove))


def remove(clouds: Clouds, places: list[Place]) -> None:
    for place in places:
        vpc.remove_network(clouds(place.region), place.network_id)
