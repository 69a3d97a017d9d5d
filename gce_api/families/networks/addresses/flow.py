"""Reserving and releasing addresses (what they are in OpenStack: resources/addresses.py).

A planned address has its ``description`` and ``labels``, as its tags are called here: a global
address has one more of them.
"""

from __future__ import annotations

from typing import Any

from openstack import exceptions as sdk

from gce_api.openstack import marks, own, rows, tags
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row
from gce_api.operations.steps import Flow, flow, step

Plan = dict[str, Any]
FLOATING, PORTS = "floatingips", "ports"


def insert(network_id: str, plan: Plan, ip: str | None) -> Flow:
    """Reserve an address of an external network; ``ip``: this one."""
    return flow(
        "insert address", step(reserve, revert=give_back, provides="target_id"), step(publish)
    )


def reserve(cloud: Cloud, operation: str, network_id: str, ip: str | None) -> str:
    """A floating IP that is nobody's address yet: its description tells the operation."""
    made = _made(cloud, operation)
    if made:
        return made[0].id
    chosen = {"floating_ip_address": ip} if ip else {}
    return cloud.network.create_ip(
        floating_network_id=network_id, description=_unnamed(operation), **chosen
    ).id


def give_back(cloud: Cloud, operation: str, result: object) -> None:
    made = [result] if isinstance(result, str) else [row.id for row in _made(cloud, operation)]
    for address_id in made:
        release(cloud, address_id, internal=False)


def publish(cloud: Cloud, target_id: str, plan: Plan) -> None:
    rename(cloud, target_id, plan)


def _made(cloud: Cloud, operation: str) -> list[Row]:
    return own.floating_ips(cloud, {"description": _unnamed(operation)})


def _unnamed(operation: str) -> str:
    return f"{marks.EPHEMERAL} {operation}"


def keep(address_id: str, plan: Plan, before: str) -> Flow:
    """Make an address of its own out of the one that an instance has for the moment."""
    return flow("keep address", step(rename, revert=rename_back))


def rename(cloud: Cloud, address_id: str, plan: Plan) -> None:
    """Its tags first: they tell a global address from a regional one of the same name."""
    _write_tags(cloud, FLOATING, "floatingip", address_id, plan["labels"])
    cloud.network.update_ip(address_id, description=plan["description"])


def rename_back(cloud: Cloud, address_id: str, before: str) -> None:
    cloud.network.update_ip(address_id, description=before)
    _write_tags(cloud, FLOATING, "floatingip", address_id, [])


def insert_internal(network_id: str, subnet_id: str, name: str, plan: Plan, ip: str | None) -> Flow:
    """Reserve an address of a subnet; ``ip``: this one."""
    return flow(
        "insert address",
        step(make_port, revert=remove_port, provides="target_id"),
        step(publish_port),
    )


def make_port(
    cloud: Cloud, operation: str, network_id: str, subnet_id: str, name: str, ip: str | None
) -> str:
    """A port that is nobody's address yet: its description tells the operation."""
    made = _ports(cloud, operation)
    if made:
        return made[0].id
    return cloud.network.create_port(
        network_id=network_id,
        name=name,
        description=operation,
        fixed_ips=[{"subnet_id": subnet_id, **({"ip_address": ip} if ip else {})}],
    ).id


def remove_port(cloud: Cloud, operation: str, result: object) -> None:
    made = [result] if isinstance(result, str) else [row.id for row in _ports(cloud, operation)]
    for port_id in made:
        release(cloud, port_id, internal=True)


def publish_port(cloud: Cloud, target_id: str, plan: Plan) -> None:
    """Its tag last: that is what makes it an address."""
    cloud.network.update_port(target_id, description=plan["description"])
    _write_tags(cloud, PORTS, "port", target_id, [marks.ADDRESS, *plan["labels"]])


def _ports(cloud: Cloud, operation: str) -> list[Row]:
    return own.ports(cloud, {"description": operation})


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
