"""Reserving and releasing addresses (what they are in OpenStack: resources/addresses.py).

A planned address has its ``description`` and ``labels``, as its tags are called here: a global
address has one more of them.
"""

from __future__ import annotations

from typing import Any

from openstack import exceptions as sdk

from gce_api import marks
from gce_api.flows.steps import Flow, flow, step
from gce_api.openstack import own, rows, tags
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row

Plan = dict[str, Any]
FLOATING, PORTS = "floatingips", "ports"


def insert(network_id: str, plan: Plan, ip: str | None) -> Flow:
    """Reserve an address of an external network; ``ip``: this one."""
    return flow("insert address", step(reserve, revert=give_back, provides="target_id"))


def reserve(cloud: Cloud, network_id: str, plan: Plan, ip: str | None) -> str:
    made = _made(cloud, plan)
    if not made:
        chosen = {"floating_ip_address": ip} if ip else {}
        address = cloud.network.create_ip(
            floating_network_id=network_id, description=plan["description"], **chosen
        )
        made = [Row(id=address.id, tags=[])]
    tags.write(cloud, FLOATING, made[0], plan["labels"])
    return made[0].id


def give_back(cloud: Cloud, plan: Plan) -> None:
    for address in _made(cloud, plan):
        cloud.network.delete_ip(address.id)


def _made(cloud: Cloud, plan: Plan) -> list[Row]:
    """The address itself: its description begins with its name, which was free before."""
    return own.floating_ips(cloud, {"description": plan["description"]})


def keep(address_id: str, plan: Plan, before: str) -> Flow:
    """Make an address of its own out of the one that an instance has for the moment."""
    return flow("keep address", step(rename, revert=rename_back))


def rename(cloud: Cloud, address_id: str, plan: Plan) -> None:
    cloud.network.update_ip(address_id, description=plan["description"])
    _write_tags(cloud, FLOATING, "floatingip", address_id, plan["labels"])


def rename_back(cloud: Cloud, address_id: str, before: str) -> None:
    cloud.network.update_ip(address_id, description=before)


def insert_internal(network_id: str, subnet_id: str, name: str, plan: Plan, ip: str | None) -> Flow:
    """Reserve an address of a subnet; ``ip``: this one."""
    return flow("insert address", step(make_port, revert=remove_port, provides="target_id"))


def make_port(
    cloud: Cloud, network_id: str, subnet_id: str, name: str, plan: Plan, ip: str | None
) -> str:
    made = _port(cloud, network_id, plan)
    if made is None:
        port = cloud.network.create_port(
            network_id=network_id,
            name=name,
            description=plan["description"],
            fixed_ips=[{"subnet_id": subnet_id, **({"ip_address": ip} if ip else {})}],
        )
        made = Row(id=port.id, tags=[])
    tags.write(cloud, PORTS, made, [marks.ADDRESS, *plan["labels"]])
    return made.id


def remove_port(cloud: Cloud, network_id: str, plan: Plan) -> None:
    made = _port(cloud, network_id, plan)
    if made:
        cloud.network.delete_port(made.id)


def _port(cloud: Cloud, network_id: str, plan: Plan) -> Row | None:
    query = {"network_id": network_id, "description": plan["description"]}
    return next((port for port in own.ports(cloud, query) if not port["device_id"]), None)


def set_tags(address_id: str, internal: bool, tags_after: list[str]) -> Flow:
    """Replace the labels of an address."""
    return flow("label address", step(replace_tags))


def replace_tags(cloud: Cloud, address_id: str, internal: bool, tags_after: list[str]) -> None:
    collection, key = (PORTS, "port") if internal else (FLOATING, "floatingip")
    _write_tags(cloud, collection, key, address_id, tags_after)


def _write_tags(cloud: Cloud, collection: str, key: str, row_id: str, wanted: list[str]) -> None:
    row = rows.get(cloud.network, f"/{collection}/{row_id}")[key]
    tags.write(cloud, collection, Row(row), wanted)


def delete(address_id: str, internal: bool) -> Flow:
    """Release an address."""
    return flow("delete address", step(release))


def release(cloud: Cloud, address_id: str, internal: bool) -> None:
    path = f"/{PORTS if internal else FLOATING}/{address_id}"
    answer = cloud.network.delete(path)
    if answer.status_code != 404:
        sdk.raise_from_response(answer)
