"""Neutron's routers, their interfaces and routes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from openstack import exceptions as sdk

from gce_api.google import errors
from gce_api.openstack import neutron, ports
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row

ROUTERS = "routers"
INTERFACES = (  # the device owners of a router's ports on subnets
    "network:router_interface",
    "network:router_interface_distributed",
    "network:ha_router_replicated_interface",
)


def listed(cloud: Cloud) -> list[Row]:
    """The project's routers (GET /routers)."""
    return neutron.of_project(cloud, ROUTERS)


def interfaces(cloud: Cloud) -> list[Row]:
    """The ports of all the project's routers on subnets."""
    return ports.listed(cloud, {"device_owner": list(INTERFACES)})


def interfaces_on(cloud: Cloud, network_id: str) -> list[Row]:
    """The ports of routers on a network."""
    found = ports.on_network(cloud, network_id)
    return [port for port in found if port["device_owner"] in INTERFACES]


def one(cloud: Cloud, router_id: str) -> Row | None:
    """A router by its UUID, ``None`` where there is none (GET /routers/<id>)."""
    return neutron.one(cloud, ROUTERS, router_id)


def get(cloud: Cloud, router_id: str) -> Row:
    """The same where there must be one.

    :raises openstack.exceptions.NotFoundException: there is none.
    """
    return neutron.get(cloud, ROUTERS, router_id)


def create(cloud: Cloud, name: str, description: str, gateway_id: str | None) -> Row:
    """A new router (POST /routers).

    :param gateway_id: the external network that it goes out by; ``None``: by none.
    """
    fields: dict[str, Any] = {"name": name, "description": description}
    if gateway_id:
        fields["external_gateway_info"] = {"network_id": gateway_id}
    return neutron.create(cloud, ROUTERS, fields)


def change(cloud: Cloud, router_id: str, fields: Mapping[str, Any]) -> None:
    """Change some of a router's fields, if it is there (PUT /routers/<id>).

    :raises errors.ResourceInUse: something needs what would go.
    """
    try:
        neutron.change(cloud, ROUTERS, router_id, fields)
    except sdk.NotFoundException:
        return
    except sdk.ConflictException as error:
        raise errors.ResourceInUse(neutron.reason(error)) from error


def delete(cloud: Cloud, router_id: str, in_use: str = "The router is in use.") -> None:
    """Delete a router, if it is there (DELETE /routers/<id>).

    :raises errors.ResourceInUse: it is on a subnet.
    """
    neutron.delete(cloud, ROUTERS, router_id, in_use=in_use)


def add_interface(cloud: Cloud, router_id: str, subnet_id: str) -> None:
    """Put a subnet on a router (PUT /routers/<id>/add_router_interface).

    :raises errors.ResourceInUse: it is on one, or its gateway's address is taken.
    """
    _change_interface(cloud, router_id, "add_router_interface", subnet_id)


def remove_interface(cloud: Cloud, router_id: str, subnet_id: str) -> None:
    """Take a subnet off a router (PUT /routers/<id>/remove_router_interface).

    :raises errors.ResourceInUse: an external address or a route needs it there.
    """
    _change_interface(cloud, router_id, "remove_router_interface", subnet_id)


def change_routes(
    cloud: Cloud, router_id: str, verb: Literal["add", "remove"], destination: str, next_hop: str
) -> None:
    """Add a route to a router, or remove it, whatever others do to the other ones meanwhile
    (PUT /routers/<id>/add_extraroutes)."""
    way = {"destination": destination, "nexthop": next_hop}
    _put(cloud, router_id, f"{verb}_extraroutes", {"router": {"routes": [way]}})


def _change_interface(cloud: Cloud, router_id: str, action: str, subnet_id: str) -> None:
    try:
        _put(cloud, router_id, action, {"subnet_id": subnet_id})
    except sdk.ConflictException as error:
        raise errors.ResourceInUse(neutron.reason(error)) from error


def _put(cloud: Cloud, router_id: str, action: str, body: dict[str, Any]) -> None:
    sdk.raise_from_response(cloud.network.put(f"/{ROUTERS}/{router_id}/{action}", json=body))
