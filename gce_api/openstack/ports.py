"""Neutron's ports: interfaces of instances, and reserved internal addresses."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypedDict, Unpack

from openstack import exceptions as sdk

from gce_api.openstack import neutron
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Query, Row

PORTS = "ports"


class FixedIp(TypedDict, total=False):
    """An address of a port; without ``ip_address`` any of the subnet, and the other way round."""

    subnet_id: str
    ip_address: str


class PortFields(TypedDict, total=False):
    """What can be said of a port when it is made, and changed later."""

    name: str
    description: str
    fixed_ips: list[FixedIp]
    security_groups: list[str]
    allowed_address_pairs: list[dict[str, str]]


def listed(cloud: Cloud, query: Query | None = None) -> list[Row]:
    """The project's ports (GET /ports)."""
    return neutron.of_project(cloud, PORTS, query)


def of_device(cloud: Cloud, server_id: str) -> list[Row]:
    """The ports of a server, by its UUID."""
    return listed(cloud, {"device_id": server_id})


def on_network(cloud: Cloud, network_id: str) -> list[Row]:
    """The project's ports on a network, by its UUID."""
    return listed(cloud, {"network_id": network_id})


def described(cloud: Cloud, *descriptions: str) -> list[Row]:
    """The ports that have one of these descriptions: so an operation finds what it has made."""
    return listed(cloud, {"description": list(descriptions)})


def with_ips(cloud: Cloud, ips: Collection[str]) -> list[Row]:
    """Whatever has one of these addresses on any network, as far as the caller can see."""
    query: Query = {"fixed_ips": [f"ip_address={ip}" for ip in ips]}
    return neutron.listed(cloud, PORTS, query) if ips else []


def one(cloud: Cloud, port_id: str) -> Row | None:
    """A port by its UUID, ``None`` where there is none (GET /ports/<id>)."""
    return neutron.one(cloud, PORTS, port_id)


def get(cloud: Cloud, port_id: str) -> Row:
    """The same where there must be one.

    :raises openstack.exceptions.NotFoundException: there is none.
    """
    return neutron.get(cloud, PORTS, port_id)


def create(cloud: Cloud, network_id: str, **fields: Unpack[PortFields]) -> Row:
    """A new port on a network (POST /ports); without ``security_groups``, with Neutron's own."""
    return neutron.create(cloud, PORTS, {"network_id": network_id, **fields})


def change(cloud: Cloud, port_id: str, **fields: Unpack[PortFields]) -> Row:
    """Change a port (PUT /ports/<id>).

    :raises openstack.exceptions.NotFoundException: there is none.
    """
    return neutron.change(cloud, PORTS, port_id, fields)


def set_groups(cloud: Cloud, port: Row, groups: list[str]) -> bool:
    """Give a port these security groups and no others, unless it was changed since it was read
    (PUT /ports/<id> with If-Match).

    :return: whether the groups are on the port, or the port is gone.
    """
    answer = cloud.network.put(
        f"/{PORTS}/{port.id}",
        json={"port": {"security_groups": groups}},
        headers={"If-Match": f"revision_number={port['revision_number']}"},
    )
    if answer.status_code == 404:  # it went with its instance; or one of the groups went
        return one(cloud, port.id) is None
    if answer.status_code == 412:
        return False
    sdk.raise_from_response(answer)
    return True


def delete(cloud: Cloud, port_id: str) -> None:
    """Delete a port, if it is there (DELETE /ports/<id>)."""
    neutron.delete(cloud, PORTS, port_id)
