"""Making, changing and deleting firewalls; what one is in OpenStack:
:mod:`gce_api.openstack.security_groups`.

A firewall is in every region that its network is in.
"""

from __future__ import annotations

from collections.abc import Callable

from gce_api.families.networks.firewalls.plan import InsertPlan, PresentPlace, UpdatePlan
from gce_api.openstack import default_network, firewalls, security_groups
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.firewalls import Firewall
from gce_api.operations.plans import as_one, durable
from gce_api.operations.steps import Flow, flow, step

Clouds = Callable[[str], Cloud]


@durable("firewalls.insert", was="gce_api.flows.firewalls.insert", upgrade=as_one(plan="firewall"))
def insert(plan: InsertPlan) -> Flow:
    """Make a firewall (:mod:`gce_api.openstack.firewalls` says what that is)."""
    return flow(
        "insert firewall",
        step(find_networks, provides="networks"),
        step(make_groups, revert=remove_groups, provides="target_id"),
        step(put_on_ports),
    )


def find_networks(clouds: Clouds, plan: InsertPlan) -> list[str]:
    """The network's UUID in each place."""
    return [
        place.network_id or default_network.ensure(clouds(place.region)).id for place in plan.places
    ]


def make_groups(clouds: Clouds, plan: InsertPlan, networks: list[str]) -> str:
    """UUID of the group in the first place."""
    groups = [
        firewalls.make(cloud, network_id, plan.firewall)
        for cloud, network_id in _where(clouds, plan, networks)
    ]
    return groups[0].id


def remove_groups(clouds: Clouds, plan: InsertPlan, networks: list[str]) -> None:
    for cloud, network_id in _where(clouds, plan, networks):
        group = firewalls.made(security_groups.listed(cloud), network_id, plan.firewall)
        if group:
            firewalls.retire(cloud, group.id)
            firewalls.remove(cloud, network_id, group.id)
            firewalls.sweep(cloud, network_id)


def put_on_ports(clouds: Clouds, plan: InsertPlan, networks: list[str]) -> None:
    for cloud, network_id in _where(clouds, plan, networks):
        security_groups.apply(cloud, {"network_id": network_id})


def _where(clouds: Clouds, plan: InsertPlan, networks: list[str]) -> list[tuple[Cloud, str]]:
    pairs = zip(plan.places, networks, strict=True)
    return [(clouds(place.region), network_id) for place, network_id in pairs]


@durable("firewalls.update", was="gce_api.flows.firewalls.update", upgrade=as_one(plan="firewall"))
def update(plan: UpdatePlan) -> Flow:
    """Make an existing firewall what the plan says."""
    return flow(
        "update firewall",
        step(rewrite, revert=restore_present),
        step(refresh, name="bring_up_to_date"),
    )


def rewrite(clouds: Clouds, plan: UpdatePlan) -> None:
    for place in plan.places:
        _write(clouds, place, plan.firewall)


def restore_present(clouds: Clouds, plan: UpdatePlan) -> None:
    restore(clouds, plan.places)


def refresh(clouds: Clouds, plan: UpdatePlan) -> None:
    bring_up_to_date(clouds, plan.places)


def restore(clouds: Clouds, places: list[PresentPlace]) -> None:
    for place in places:
        _write(clouds, place, place.before)
    bring_up_to_date(clouds, places)


def _write(clouds: Clouds, place: PresentPlace, firewall: Firewall) -> None:
    cloud = clouds(place.region)
    group = security_groups.listed(cloud).by_id(place.group_id)
    if group:
        firewalls.write(cloud, place.network_id, group, firewall)


def bring_up_to_date(clouds: Clouds, places: list[PresentPlace]) -> None:
    """Ports, and the groups of source tags."""
    for place in places:
        cloud = clouds(place.region)
        security_groups.apply(cloud, {"network_id": place.network_id})
        firewalls.sweep(cloud, place.network_id)


@durable("firewalls.delete", was="gce_api.flows.firewalls.delete")
def delete(places: list[PresentPlace]) -> Flow:
    """Delete a firewall; the ports of instances lose it first."""
    return flow("delete firewall", step(retire, revert=restore), step(remove))


def retire(clouds: Clouds, places: list[PresentPlace]) -> None:
    for place in places:
        firewalls.retire(clouds(place.region), place.group_id)


def remove(clouds: Clouds, places: list[PresentPlace]) -> None:
    for place in places:
        cloud = clouds(place.region)
        firewalls.remove(cloud, place.network_id, place.group_id)
        firewalls.sweep(cloud, place.network_id)
