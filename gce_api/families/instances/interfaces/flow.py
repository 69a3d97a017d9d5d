"""Network interfaces of instances: adding, removing and moving them.

Their external addresses: :mod:`gce_api.families.instances.interfaces.external`.
"""

from __future__ import annotations

from gce_api.families.instances.interfaces import external
from gce_api.families.instances.interfaces.configs import noting
from gce_api.families.instances.interfaces.plan import FixedAddress, InterfacePlan
from gce_api.families.networks.routes import following
from gce_api.openstack import (
    attachments,
    default_network,
    floating_ips,
    marks,
    ports,
    security_groups,
)
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.ports import FixedIp, PortFields
from gce_api.openstack.rows import Row
from gce_api.openstack.security_groups import SecurityGroups
from gce_api.operations import kinds
from gce_api.operations.kinds import SERVER
from gce_api.operations.plans import durable
from gce_api.operations.steps import Flow, flow, step
from gce_api.operations.watch import Wait

ANYTHING = "0.0.0.0/0"


@durable("instances.addNetworkInterface", was="gce_api.flows.interfaces.add_interface")
def add_interface(
    server_id: str, name: str, tags: list[str], nic: InterfacePlan, configs: str | None = None
) -> Flow:
    """Attach a port.

    :param name: the instance's, which the port is called after.
    :param tags: the instance's, by which firewalls choose.
    :param configs: what is kept of the access configs.
    """
    return flow(
        "add network interface",
        step(create_port, revert=delete_made_port, provides="port_id"),
        step(attach_port, revert=attachments.detach_port),
        step(await_port),
        step(put_firewalls_on),  # those that were made or changed since the port was
        step(bind_address, revert=external.release),
        *noting(configs),
    )


def create_port(
    cloud: Cloud, operation: str, name: str, tags: list[str], nic: InterfacePlan
) -> str:
    """A new port, or the one that reserves the address."""
    made = _made(cloud, operation)
    if made:
        return made[0].id
    network_id = nic.network_id or default_network.ensure(cloud).id
    mark = f"{marks.PORT} {operation}"
    return make_port(
        cloud, nic, network_id, f"{name}-nic", mark, tags, security_groups.listed(cloud)
    )


def make_port(
    cloud: Cloud,
    nic: InterfacePlan,
    network_id: str,
    name: str,
    mark: str,
    tags: list[str],
    groups: SecurityGroups,
) -> str:
    """The port of a planned interface: a new one, described by ``mark``, or the one that reserves
    its address, which outlives the instance.

    :param tags: the instance's, by which firewalls choose among ``groups``.
    """
    fields: PortFields = {} if nic.port_id else {"name": name, "description": mark}
    if nic.forward:
        fields["allowed_address_pairs"] = [{"ip_address": ANYTHING}]
    of_port = groups.of_new_port(network_id, tags)
    if of_port:
        fields["security_groups"] = of_port
    if nic.port_id:
        return ports.change(cloud, nic.port_id, **fields).id
    if nic.subnet_id or nic.ip:
        fields["fixed_ips"] = [_fixed(nic.subnet_id, nic.ip)]
    return ports.create(cloud, network_id, **fields).id


def _fixed(subnet_id: str | None, ip: str | None) -> FixedIp:
    """What Neutron is asked for; what is ``None`` is its choice."""
    found = FixedIp()
    if subnet_id:
        found["subnet_id"] = subnet_id
    if ip:
        found["ip_address"] = ip
    return found


def delete_made_port(cloud: Cloud, operation: str) -> None:
    for port in _made(cloud, operation):
        ports.delete(cloud, port.id)


def _made(cloud: Cloud, operation: str) -> list[Row]:
    return ports.described(cloud, f"{marks.PORT} {operation}")


def attach_port(cloud: Cloud, server_id: str, port_id: str) -> None:
    if ports.get(cloud, port_id)["device_id"] != server_id:
        attachments.attach_port(cloud, server_id, port_id)


def await_port(cloud: Cloud, server_id: str, port_id: str) -> Wait:
    """Nova shows a new interface a moment after it has attached it."""
    return _await_mac(server_id, ports.get(cloud, port_id), present=True)


def put_firewalls_on(cloud: Cloud, server_id: str) -> None:
    """What the firewalls give to the instance's interfaces by its tags as they are now."""
    security_groups.apply(cloud, {"device_id": server_id})


def bind_address(cloud: Cloud, operation: str, port_id: str, nic: InterfacePlan) -> None:
    if nic.external:
        external.bind(cloud, operation, port_id, nic.external)


@durable("instances.deleteNetworkInterface", was="gce_api.flows.interfaces.remove_interface")
def remove_interface(
    server_id: str, port_id: str, delete_port: bool, configs: str | None = None
) -> Flow:
    """Detach a port, and delete it where this endpoint has made it."""
    return flow(
        "remove network interface",
        step(external.release),
        step(detach),
        step(end_port),
        *noting(configs),
    )


def detach(cloud: Cloud, server_id: str, port_id: str) -> Wait | None:
    """Ask for the port to be detached, and wait until Nova does not show it any more."""
    port = ports.one(cloud, port_id)
    if port is None:
        return None
    attachments.detach_port(cloud, server_id, port_id)
    return _await_mac(server_id, port, present=False)


def end_port(cloud: Cloud, server_id: str, port_id: str, delete_port: bool) -> None:
    following.lead(cloud, server_id)  # to another interface, or nowhere
    if delete_port:
        ports.delete(cloud, port_id)


@durable("instances.updateNetworkInterface", was="gce_api.flows.interfaces.move_interface")
def move_interface(
    server_id: str, port_id: str, fixed_ip: FixedAddress | None, address_ids: list[str]
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
        floating_ips.free(cloud, address_id)


def put_on(cloud: Cloud, port_id: str, address_ids: list[str]) -> None:
    for address_id in address_ids:
        floating_ips.bind(cloud, address_id, port_id)


def move(cloud: Cloud, server_id: str, port_id: str, fixed_ip: FixedAddress | None) -> None:
    if fixed_ip:
        wanted = _fixed(fixed_ip.subnet_id, fixed_ip.ip_address)
        ports.change(cloud, port_id, fixed_ips=[wanted])
        following.lead(cloud, server_id)


def await_move(cloud: Cloud, server_id: str, port_id: str, address_ids: list[str]) -> Wait:
    """Until the instance shows the address, and the external ones with it."""
    inside = {fixed["ip_address"] for fixed in ports.get(cloud, port_id)["fixed_ips"]}
    outside = {floating_ips.get(cloud, i)["floating_ip_address"] for i in address_ids}
    return external.await_shown(server_id, inside | outside)


def _await_mac(server_id: str, port: Row, *, present: bool) -> Wait:
    mac = port["mac_address"]

    def until(row: kinds.Row | None) -> bool:
        networks = row["addresses"].values() if row else ()
        shown = {entry["OS-EXT-IPS-MAC:mac_addr"] for entries in networks for entry in entries}
        return row is None or (mac in shown) == present

    return Wait(SERVER, server_id, until)
