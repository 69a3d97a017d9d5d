"""Neutron's subnets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gce_api.openstack import neutron
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Query, Row

SUBNETS = "subnets"


def listed(cloud: Cloud, query: Query | None = None) -> list[Row]:
    """Whatever subnets Neutron lists (GET /subnets), an administrator those of every project: so
    they are to be taken with the networks that they are of."""
    return neutron.listed(cloud, SUBNETS, query)


def every(cloud: Cloud, *, fresh: bool = False) -> list[Row]:
    """All of them (one call, remembered for 30 s); for use beside
    :func:`gce_api.openstack.networks.visible`, that both are fetched at once.

    :param fresh: not as remembered.
    """
    if fresh:
        cloud.forget(SUBNETS)
    return cloud.cached(SUBNETS, lambda: listed(cloud))


def of_network(cloud: Cloud, network_id: str, cidr: str | None = None) -> list[Row]:
    """The subnets of a network, of one range where it is given."""
    return listed(cloud, {"network_id": network_id, **({"cidr": cidr} if cidr else {})})


def one(cloud: Cloud, subnet_id: str) -> Row | None:
    """A subnet by its UUID, ``None`` where there is none (GET /subnets/<id>)."""
    return neutron.one(cloud, SUBNETS, subnet_id)


def create(cloud: Cloud, network_id: str, name: str, description: str, cidr: str) -> Row:
    """A new IPv4 subnet of a network (POST /subnets)."""
    fields = {
        "network_id": network_id,
        "name": name,
        "description": description,
        "ip_version": 4,
        "cidr": cidr,
    }
    return neutron.create(cloud, SUBNETS, fields)


def change(cloud: Cloud, subnet_id: str, fields: Mapping[str, Any]) -> Row:
    """Change some of a subnet's fields (PUT /subnets/<id>)."""
    return neutron.change(cloud, SUBNETS, subnet_id, fields)


def delete(cloud: Cloud, subnet: Row) -> None:
    """Delete a subnet, if it is there (DELETE /subnets/<id>).

    :raises errors.ResourceInUse: something has an address of it.
    """
    in_use = f"The subnetwork '{subnet.name}' is still in use."
    neutron.delete(cloud, SUBNETS, subnet.id, in_use=in_use)
