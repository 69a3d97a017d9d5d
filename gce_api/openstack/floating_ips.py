"""Neutron's floating IPs: the external addresses of instances and load balancers."""

from __future__ import annotations

from gce_api.openstack import neutron
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Query, Row

FLOATING_IPS = "floatingips"


def listed(cloud: Cloud, query: Query | None = None) -> list[Row]:
    """The project's floating IPs (GET /floatingips)."""
    return neutron.of_project(cloud, FLOATING_IPS, query)


def of_port(cloud: Cloud, port_id: str) -> list[Row]:
    """The floating IPs of a port, by its UUID."""
    return listed(cloud, {"port_id": port_id})


def described(cloud: Cloud, description: str) -> list[Row]:
    """Those that have this description: so an operation finds what it has made."""
    return listed(cloud, {"description": description})


def one(cloud: Cloud, address_id: str) -> Row | None:
    """A floating IP by its UUID, ``None`` where there is none (GET /floatingips/<id>)."""
    return neutron.one(cloud, FLOATING_IPS, address_id)


def get(cloud: Cloud, address_id: str) -> Row:
    """The same where there must be one.

    :raises openstack.exceptions.NotFoundException: there is none.
    """
    return neutron.get(cloud, FLOATING_IPS, address_id)


def create(
    cloud: Cloud,
    network_id: str,
    description: str,
    *,
    ip: str | None = None,
    port_id: str | None = None,
) -> Row:
    """A new floating IP of an external network (POST /floatingips).

    :param ip: this one; ``None``: any.
    :param port_id: the port to bind it to at once.
    """
    fields = {
        "floating_network_id": network_id,
        "description": description,
        "floating_ip_address": ip,
        "port_id": port_id,
    }
    given = {field: value for field, value in fields.items() if value is not None}
    return neutron.create(cloud, FLOATING_IPS, given)


def bind(cloud: Cloud, address_id: str, port_id: str) -> Row:
    """Give a floating IP to a port (PUT /floatingips/<id>)."""
    return neutron.change(cloud, FLOATING_IPS, address_id, {"port_id": port_id})


def free(cloud: Cloud, address_id: str) -> Row:
    """Take a floating IP from its port (PUT /floatingips/<id>)."""
    return neutron.change(cloud, FLOATING_IPS, address_id, {"port_id": None})


def describe(cloud: Cloud, address_id: str, description: str) -> Row:
    """Change what a floating IP is described as (PUT /floatingips/<id>)."""
    return neutron.change(cloud, FLOATING_IPS, address_id, {"description": description})


def delete(cloud: Cloud, address_id: str) -> None:
    """Give a floating IP back to the cloud, if it is there (DELETE /floatingips/<id>)."""
    neutron.delete(cloud, FLOATING_IPS, address_id)
