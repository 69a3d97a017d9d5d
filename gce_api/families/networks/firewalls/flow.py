"""Making, changing and deleting firewalls; what one is in OpenStack:
:mod:`gce_api.openstack.security_groups`.

A firewall is in every region that its network is in. ``places`` tells of each the Keystone region,
``network_id`` (``None``: the network ``default``, which is not made yet) and, of a firewall that
exists, ``group_id`` and its plan there, ``before``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gce_api.openstack import default_network, firewalls, security_groups
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.security_groups import SecurityGroups
from gce_api.operations.steps import Flow, flow, step

Clouds = Callable[[str], Cloud]
Place = dict[str, Any]
Plan = dict[str, Any]


def insert(plan: Plan, places: list[Place]) -> Flow:
    """Make a firewall (:mod:`gce_api.openstack.firewalls` says how it is planned)."""
    return flow(
        "insert firewall",
        step(find_networks, provides="networks"),
        step(make_groups, revert=remove_groups, provides="target_id"),
        step(put_on_ports),
    )


def find_networks(clouds: Clouds, places: list[Place]) -> list[str]:
    """The network's UUID in each place."""
    return [
        place["network_id"] or default_network.ensure(clouds(place["region"])).id
        for place in places
    ]


def make_groups(clouds: Clouds, plan: Plan, places: list[Place], networks: list[str]) -> str:
    groups = [
        firewalls.make(clouds(place["region"]), network_id, plan)
        for place, network_id in zip(places, networks, strict=True)
    ]
    return groups[0].id


def remove_groups(clouds: Clouds, plan: Plan, places: list[Place], networks: list[str]) -> None:
    for place, network_id in zip(places, networks, strict=True):
        cloud = clouds(place["region"])
        group = firewalls.made(SecurityGroups(cloud), network_id, plan)
        if group:
            firewalls.retire(cloud, group.id)
            firewalls.remove(cloud, network_id, group.id)
            firewalls.sweep(cloud, network_id)


def put_on_ports(clouds: Clouds, places: list[Place], networks: list[str]) -> None:
    for place, network_id in zip(places, networks, strict=True):
        security_groups.apply(clouds(place["region"]), {"network_id": network_id})


def update(plan: Plan, places: list[Place]) -> Flow:
    """Make an existing firewall what the plan says."""
    return flow("update firewall", step(rewrite, revert=restore), step(bring_up_to_date))


def rewrite(clouds: Clouds, plan: Plan, places: list[Place]) -> None:
    for place in places:
        _write(clouds, place, plan)


def restore(clouds: Clouds, places: list[Place]) -> None:
    for place in places:
        _write(clouds, place, place["before"])
    bring_up_to_date(clouds, places)


def _write(clouds: Clouds, place: Place, plan: Plan) -> None:
    cloud = clouds(place["region"])
    group = SecurityGroups(cloud).by_id(place["group_id"])
    if group:
        firewalls.write(cloud, place["network_id"], group, plan)


def bring_up_to_date(clouds: Clouds, places: list[Place]) -> None:
    """Ports, and the groups of source tags."""
    for place in places:
        cloud = clouds(place["region"])
        security_groups.apply(cloud, {"network_id": place["network_id"]})
        firewalls.sweep(cloud, place["network_id"])


def delete(places: list[Place]) -> Flow:
    """Delete a firewall; the ports of instances lose it first."""
    return flow("delete firewall", step(retire, revert=restore), step(remove))


def retire(clouds: Clouds, places: list[Place]) -> None:
    for place in places:
        firewalls.retire(clouds(place["region"]), place["group_id"])


def remove(clouds: Clouds, places: list[Place]) -> None:
    for place in places:
        cloud = clouds(place["region"])
        firewalls.remove(cloud, place["network_id"], place["group_id"])
        firewalls.sweep(cloud, place["network_id"])
