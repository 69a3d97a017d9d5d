"""A VPC network in Neutron: a network, the router that it goes out by, its subnets.

Every network that is made here has a router of its own from the start (tagged ``gce:implied`` and
with the network's UUID), on the external network where the cloud has one: GCE's networks have a
default internet gateway. A subnet is put on that router when it is made. On networks of other
tools, their router is used.

All of these functions may be run again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from gce_api.google import errors
from gce_api.openstack import marks, networks, routers, security_groups, subnets, tags
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row


@dataclass(frozen=True, kw_only=True)
class NewNetwork:
    """A network to make; ``mtu`` ``None``: Neutron's."""

    name: str
    description: str
    mode: str
    routing_mode: str
    mtu: int | None = None


@dataclass(frozen=True, kw_only=True)
class NewSubnet:
    """A subnet to make; ``tags`` are the endpoint's."""

    name: str
    description: str
    cidr: str
    tags: list[str]


def make_network(cloud: Cloud, new: NewNetwork) -> Row:
    """Make a network with its router and the group of its implied rules."""
    network = networks.named(cloud, new.name) or networks.create(
        cloud, new.name, new.description, new.mtu
    )
    security_groups.ensure_implied(cloud, network.id)
    ensure_router(cloud, network)
    wanted = network_tags(new.mode, new.routing_mode)
    tags.write(cloud, networks.NETWORKS, network, wanted)
    return network


def network_tags(mode: str, routing_mode: str) -> list[str]:
    """The tags of a network: ``auto``, ``custom`` or ``legacy``, and GCE's routing mode."""
    return [f"{marks.MODE}={mode}", f"{marks.ROUTING}={routing_mode}"]


def router_of(cloud: Cloud, network_id: str) -> Row | None:
    """The router of a network (two calls)."""
    return first_router(routers.listed(cloud), routers.interfaces_on(cloud, network_id), network_id)


def first_router(found: list[Row], interfaces: Iterable[Row], network_id: str) -> Row | None:
    """The router of a network: the one that belongs to it, else one that it is connected to.

    :param interfaces: ports of routers, on this network or on others.
    """
    connected = {port["device_id"] for port in interfaces if port["network_id"] == network_id}
    belonging = [router for router in found if network_of(router) == network_id]
    return next(iter(belonging + [r for r in found if r.id in connected]), None)


def ensure_router(cloud: Cloud, network: Row) -> Row:
    """The router of a network; made where there is none."""
    text = router_text(network.id)
    found = routers.listed(cloud)
    unfinished = next((router for router in found if router["description"] == text), None)
    interfaces = routers.interfaces_on(cloud, network.id)
    router = first_router(found, interfaces, network.id) or unfinished
    if router is None:
        gateway = networks.external(cloud)
        router = routers.create(cloud, network.name, text, gateway.id if gateway else None)
    if router["description"] == text and not tags.own(router):
        own_router(cloud, network.id, router)
    return router


def own_router(cloud: Cloud, network_id: str, router: Row) -> None:
    """Make a router the one that belongs to a network."""
    implied = [marks.IMPLIED, f"{marks.OF_NETWORK}={network_id}"]
    tags.amend(cloud, routers.ROUTERS, router, [*tags.own(router), *implied])


def network_of(router: Row) -> str | None:
    """UUID of the network that a router belongs to, if it does to one."""
    return tags.value(router, marks.OF_NETWORK)


def router_text(network_id: str) -> str:
    """The description of the router that belongs to a network."""
    return f"Router of the network {network_id}"


def set_gateway(cloud: Cloud, router: Row) -> None:
    """Give a router its way out, with address translation, where it has none.

    :raises errors.Unsupported: the cloud has no external network.
    """
    present = router["external_gateway_info"]
    if present and present.get("enable_snat", True):
        return
    if present is None:
        external = networks.external(cloud)
        if external is None:
            raise errors.Unsupported("This cloud has no external network.")
        gateway: dict[str, Any] = {"network_id": external.id}
    else:  # only an administrator may, unless Neutron's policy says otherwise
        gateway = {"network_id": present["network_id"], "enable_snat": True}
    routers.change(cloud, router.id, {"external_gateway_info": gateway})


def connect(cloud: Cloud, router_id: str, subnet_id: str) -> None:
    """Put a subnet on a router, unless it is on one."""
    subnet = subnets.one(cloud, subnet_id)
    if subnet and not _interfaces(cloud, subnet):
        routers.add_interface(cloud, router_id, subnet_id)


def disconnect(cloud: Cloud, subnet_id: str) -> None:
    """Take a subnet off its routers.

    :raises errors.ResourceInUse: an external address or a route needs it there.
    """
    subnet = subnets.one(cloud, subnet_id)
    for port in _interfaces(cloud, subnet) if subnet else ():
        routers.remove_interface(cloud, port["device_id"], subnet_id)


def make_subnet(cloud: Cloud, network: Row, new: NewSubnet) -> Row:
    """Make a subnet and put it on the network's router."""
    present = subnets.of_network(cloud, network.id, new.cidr)
    subnet = next(iter(present), None) or subnets.create(
        cloud, network.id, new.name, new.description, new.cidr
    )
    connect(cloud, ensure_router(cloud, network).id, subnet.id)
    tags.write(cloud, subnets.SUBNETS, subnet, new.tags)
    return subnet


def remove_subnet(cloud: Cloud, subnet_id: str) -> None:
    """Take a subnet off its routers and delete it.

    :raises errors.ResourceInUse: something has an address of it.
    """
    subnet = subnets.one(cloud, subnet_id)
    if subnet:
        disconnect(cloud, subnet_id)
        subnets.delete(cloud, subnet)


def remove_network(cloud: Cloud, network_id: str) -> None:
    """Delete a network with its subnets, the router and groups that belong to it.

    :raises errors.ResourceInUse: something is on it.
    """
    for subnet in subnets.of_network(cloud, network_id):
        remove_subnet(cloud, subnet.id)
    for router in routers.listed(cloud):
        if network_of(router) == network_id:
            routers.delete(cloud, router.id, f"The router '{router.name}' is in use.")
    networks.delete(cloud, network_id)
    for group in security_groups.listed(cloud).of_network(network_id):
        security_groups.delete(cloud, group.id)


def _interfaces(cloud: Cloud, subnet: Row) -> list[Row]:
    """The ports of routers on a subnet."""
    return [
        port
        for port in routers.interfaces_on(cloud, subnet["network_id"])
        if subnet.id in {fixed["subnet_id"] for fixed in port["fixed_ips"]}
    ]
