"""Network interfaces of instances: adding and removing them, and changing their addresses."""

from __future__ import annotations

from typing import Any

from openstack import exceptions as sdk

from gce_api.families.instances.disks import flow as devices
from gce_api.families.instances.properties.flow import put_firewalls_on
from gce_api.openstack import default_network, marks, security_groups
from gce_api.openstack.cloud import Cloud
from gce_api.operations.kinds import SERVER, Row
from gce_api.operations.steps import Flow, flow, step
from gce_api.operations.watch import Wait


def add_interface(server_id: str, name: str, tags: list[str], nic: dict[str, Any]) -> Flow:
    """Attach a port; ``nic`` as planned by :mod:`gce_api.families.instances.interfaces.plan`.

    :param name: the instance's, which the port is called after.
    :param tags: the instance's, by which firewalls choose.
    """
    return flow(
        "add network interface",
        step(create_port, revert=delete_made_port, provides="port_id"),
        step(attach_port, revert=detach_port),
        step(await_port),
        step(put_firewalls_on),  # those that were made or changed since the port was
        step(bind_address, revert=devices.release),
    )


def create_port(
    cloud: Cloud, operation: str, name: str, tags: list[str], nic: dict[str, Any]
) -> str:
    """A new port, or the one that reserves the address."""
    made = _made(cloud, operation)
    if made:
        return made[0].id
    network_id = nic["network_id"] or default_network.ensure(cloud).id
    groups = security_groups.listed(cloud).of_new_port(network_id, tags)
    more: dict[str, Any] = {"security_group_ids": groups} if groups else {}
    if nic["forward"]:
        more["allowed_address_pairs"] = [{"ip_address": "0.0.0.0/0"}]
    if nic["port_id"]:
        return cloud.network.update_port(nic["port_id"], **more).id
    fixed = {"subnet_id": nic["subnet_id"], "ip_address": nic["ip"]}
    fixed = {key: value for key, value in fixed.items() if value}
    return cloud.network.create_port(
        name=f"{name}-nic",
        description=f"{marks.PORT} {operation}",
        network_id=network_id,
        **({"fixed_ips": [fixed]} if fixed else {}),
        **more,
    ).id


def delete_made_port(cloud: Cloud, operation: str) -> None:
    for port in _made(cloud, operation):
        cloud.network.delete_port(port)


def _made(cloud: Cloud, operation: str) -> list[Any]:
    return list(cloud.network.ports(description=f"{marks.PORT} {operation}"))


def attach_port(cloud: Cloud, server_id: str, port_id: str) -> None:
    if cloud.network.get_port(port_id).device_id == server_id:
        return
    answer = cloud.compute.post(
        f"/servers/{server_id}/os-interface", json={"interfaceAttachment": {"port_id": port_id}}
    )
    sdk.raise_from_response(answer)


def await_port(cloud: Cloud, server_id: str, port_id: str) -> Wait:
    """Nova shows a new interface a moment after it has attached it."""
    return _await_mac(cloud, server_id, port_id, present=True)


def bind_address(cloud: Cloud, operation: str, port_id: str, nic: dict[str, Any]) -> None:
    if nic["external"]:
        devices.bind(cloud, operation, port_id, nic["external"])


def remove_interface(server_id: str, port_id: str, delete_port: bool) -> Flow:
    """Detach a port, and delete it where this endpoint has made it."""
    return flow(
        "remove network interface",
        step(devices.release),
        step(detach),
        step(end_port),
    )


def detach(cloud: Cloud, server_id: str, port_id: str) -> Wait | None:
    """Ask for the port to be detached, and wait until Nova does not show it any more."""
    if cloud.network.find_port(port_id) is None:
        return None
    wait = _await_mac(cloud, server_id, port_id, present=False)
    detach_port(cloud, server_id, port_id)
    return wait


def detach_port(cloud: Cloud, server_id: str, port_id: str) -> None:
    answer = cloud.compute.delete(f"/servers/{server_id}/os-interface/{port_id}")
    if answer.status_code != 404:
        sdk.raise_from_response(answer)


def end_port(cloud: Cloud, port_id: str, delete_port: bool) -> None:
    if delete_port:
        cloud.network.delete_port(port_id)


def move_interface(
    server_id: str, port_id: str, fixed_ip: dict[str, str] | None, address_ids: list[str]
) -> Flow:
    """Give a port another address of its network; ``None``: it is what it should be.

    :param address_ids: the port's floating IPs, which Neutron wants off it meanwhile.
    """
    return flow(
        "move network interface",
        step(take_off, revert=put_on),
        step(move),
        step(put_on),
        step(await_move),
    )


def take_off(cloud: Cloud, address_ids: list[str]) -> None:
    for address_id in address_ids:
        cloud.network.update_ip(address_id, port_id=None)


def put_on(cloud: Cloud, port_id: str, address_ids: list[str]) -> None:
    for address_id in address_ids:
        cloud.network.update_ip(address_id, port_id=port_id)


def move(cloud: Cloud, port_id: str, fixed_ip: dict[str, str] | None) -> None:
    if fixed_ip:
        cloud.network.update_port(port_id, fixed_ips=[fixed_ip])


def await_move(cloud: Cloud, server_id: str, port_id: str, address_ids: list[str]) -> Wait:
    """Until the instance shows the address, and the external ones with it."""
    inside = {ip["ip_address"] for ip in cloud.network.get_port(port_id).fixed_ips}
    outside = {cloud.network.get_ip(i).floating_ip_address for i in address_ids}
    return devices.await_shown(server_id, inside | outside)


def swap_address(server_id: str, port_id: str, external: dict[str, str] | None) -> Flow:
    """Give a port another external address; ``None``: it has the one it should have."""
    return flow("swap external address", step(swap, provides="address"), step(await_swap))


def swap(cloud: Cloud, operation: str, port_id: str, external: dict[str, str] | None) -> str | None:
    if external is None:
        return None
    wanted = external.get("address_id")
    for address in cloud.network.ips(port_id=port_id):
        if address.id != wanted:
            devices.let_go(cloud, address)
    return devices.bind(cloud, operation, port_id, external)


def await_swap(server_id: str, address: str | None) -> Wait | None:
    return devices.await_shown(server_id, {address}) if address else None


def _await_mac(cloud: Cloud, server_id: str, port_id: str, *, present: bool) -> Wait:
    mac = cloud.network.get_port(port_id).mac_address

    def until(row: Row | None) -> bool:
        networks = row["addresses"].values() if row else ()
        shown = {entry["OS-EXT-IPS-MAC:mac_addr"] for entries in networks for entry in entries}
        return row is None or (mac in shown) == present

    return Wait(SERVER, server_id, until)
