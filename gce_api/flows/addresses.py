"""Reserving and releasing external addresses."""

from __future__ import annotations

from gce_api.flows.steps import Flow, flow, step
from gce_api.openstack import own
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row


def insert(network_id: str, description: str, ip: str | None) -> Flow:
    """Reserve an address of an external network; ``ip``: this one."""
    return flow("insert address", step(reserve, revert=give_back, provides="target_id"))


def reserve(cloud: Cloud, network_id: str, description: str, ip: str | None) -> str:
    made = _made(cloud, description)
    if made:
        return made[0].id
    chosen = {"floating_ip_address": ip} if ip else {}
    address = cloud.network.create_ip(
        floating_network_id=network_id, description=description, **chosen
    )
    return address.id


def give_back(cloud: Cloud, description: str) -> None:
    for address in _made(cloud, description):
        cloud.network.delete_ip(address.id)


def _made(cloud: Cloud, description: str) -> list[Row]:
    """The address itself: its description begins with its name, which was free before."""
    return own.floating_ips(cloud, {"description": description})


def delete(address_id: str) -> Flow:
    """Release an address."""
    return flow("delete address", step(release))


def release(cloud: Cloud, address_id: str) -> None:
    cloud.network.delete_ip(address_id)
