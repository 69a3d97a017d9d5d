"""The network interfaces of instances that exist, and their external addresses."""

from __future__ import annotations

from typing import Any

from gce_api.families.instances.disks import flow as addresses
from gce_api.families.instances.instances.find import target_of
from gce_api.families.instances.interfaces import flow as flows
from gce_api.families.instances.interfaces.plan import plan_external, plan_interfaces, plan_move
from gce_api.families.instances.interfaces.show import EXTERNAL_NAT, macs_of
from gce_api.families.shared.call import Call
from gce_api.families.shared.limits import MAX_INTERFACES
from gce_api.google import errors, fingerprints
from gce_api.google.registry import implements
from gce_api.openstack import marks, own
from gce_api.openstack.identity import number
from gce_api.openstack.rows import Row

# of an AccessConfig: what OpenStack has nothing like
UNSUPPORTED = ("publicPtrDomainName", "setPublicPtr", "externalIpv6", "securityPolicy")


@implements("compute.instances.addAccessConfig")
def add_access_config(call: Call) -> dict[str, Any]:
    server, target = target_of(call)
    port = find_port(call, server)
    if _addresses(call, port):
        raise errors.Invalid(
            "At most one access config currently supported; the interface "
            f"'{call.params['networkInterface']}' has one."
        )
    external = plan_external(call, call.body, "resource")
    arguments = {"server_id": server.id, "port_id": port.id, "external": external}
    return call.operation(
        "addAccessConfig", target, addresses.add_address, arguments, number(server)
    )


@implements("compute.instances.deleteAccessConfig")
def delete_access_config(call: Call) -> dict[str, Any]:
    server, target = target_of(call)
    port = find_port(call, server)
    present = _addresses(call, port)
    if not present:
        raise errors.Invalid(
            f"Invalid value for field 'accessConfig': '{call.params['accessConfig']}'. The "
            f"interface '{call.params['networkInterface']}' has no access config; one would be "
            f"called '{EXTERNAL_NAT}'."
        )
    arguments = {"server_id": server.id, "port_id": port.id, "addresses": present}
    flow = addresses.remove_address
    return call.operation("deleteAccessConfig", target, flow, arguments, number(server))


@implements("compute.instances.updateAccessConfig")
def update_access_config(call: Call) -> dict[str, Any]:
    """Another external address; what the body does not say stays."""
    for field in UNSUPPORTED:
        if call.body.get(field):
            raise errors.Unsupported(f"An access config's {field} cannot be set here.")
    server, target = target_of(call)
    name = call.params["networkInterface"]
    port = find_port(call, server)
    present = _addresses(call, port)
    if not present:
        raise errors.Invalid(
            f"Invalid value for field 'networkInterface': '{name}'. The interface has no access "
            "config."
        )
    wanted = call.body.get("natIP")
    arguments = {
        "server_id": server.id,
        "port_id": port.id,
        "external": (
            plan_external(call, call.body, "resource") if wanted and wanted not in present else None
        ),
    }
    return call.operation(
        "updateAccessConfig", target, flows.swap_address, arguments, number(server)
    )


@implements("compute.instances.addNetworkInterface")
def add_network_interface(call: Call) -> dict[str, Any]:
    server, target = target_of(call)
    if len(macs_of(server)) >= MAX_INTERFACES:
        raise errors.Invalid(
            f"The instance has {MAX_INTERFACES} network interfaces already, the most possible."
        )
    asked = {"networkInterfaces": [call.body], "canIpForward": _may_forward(server)}
    (nic,) = plan_interfaces(call, asked)
    ports = own.ports(call.cloud, {"device_id": server.id})
    if nic["network_id"] in {port["network_id"] for port in ports}:
        raise errors.Invalid(
            "Invalid value for field 'resource.network': ''. Networks must be distinct for NICs "
            "attached to a VM."
        )
    arguments = {
        "server_id": server.id,
        "name": target.rpartition("/")[2],
        "tags": server.get("tags", []),
        "nic": nic,
    }
    flow = flows.add_interface
    return call.operation("addNetworkInterface", target, flow, arguments, number(server))


@implements("compute.instances.deleteNetworkInterface")
def delete_network_interface(call: Call) -> dict[str, Any]:
    server, target = target_of(call)
    name = call.params["networkInterfaceName"]
    port = find_port(call, server, "networkInterfaceName")
    if name == "nic0":
        raise errors.Invalid(
            "Invalid value for field 'networkInterfaceName': 'nic0'. The first network interface "
            "of an instance cannot be deleted."
        )
    is_ours = (port["description"] or "").startswith(marks.PORT)
    arguments = {"server_id": server.id, "port_id": port.id, "delete_port": is_ours}
    flow = flows.remove_interface
    return call.operation("deleteNetworkInterface", target, flow, arguments, number(server))


@implements("compute.instances.updateNetworkInterface")
def update_network_interface(call: Call) -> dict[str, Any]:
    """Another address, or another subnetwork of the same network."""
    server, target = target_of(call)
    port = find_port(call, server)
    _check_fingerprint(call, server, port)
    fixed_ip = plan_move(call, port, call.body)
    addresses = own.floating_ips(call.cloud, {"port_id": port.id}) if fixed_ip else []
    arguments = {
        "server_id": server.id,
        "port_id": port.id,
        "fixed_ip": fixed_ip,
        "address_ids": [address.id for address in addresses],
    }
    flow = flows.move_interface
    return call.operation("updateNetworkInterface", target, flow, arguments, number(server))


def _check_fingerprint(call: Call, server: Row, port: Row) -> None:
    """As :mod:`gce_api.families.instances.interfaces.show` makes it."""
    shown = [
        address
        for addresses in server["addresses"].values()
        for address in addresses
        if address["OS-EXT-IPS-MAC:mac_addr"] == port["mac_address"]
    ]
    fixed = [a["addr"] for a in shown if a["OS-EXT-IPS:type"] == "fixed"]
    floating = [a["addr"] for a in shown if a["OS-EXT-IPS:type"] == "floating"]
    present = [port["mac_address"], fixed, floating]
    fingerprints.check(call.body.get("fingerprint"), present, "network interface")


def _may_forward(server: Row) -> bool:
    return server["metadata"].get(marks.OWN + "canIpForward") == "true"


def find_port(call: Call, server: Row, parameter: str = "networkInterface") -> Row:
    """The port of the interface that a parameter names.

    :raises errors.Invalid: the instance has no such interface.
    """
    name = call.params[parameter]
    found = own.ports(call.cloud, {"device_id": server.id})
    ports = {port["mac_address"]: port for port in found}
    for index, mac in enumerate(macs_of(server)):
        if name == f"nic{index}" and mac in ports:
            return ports[mac]
    raise errors.Invalid(
        f"Invalid value for field 'networkInterface': '{name}'. The instance has no such interface."
    )


def _addresses(call: Call, port: Row) -> list[str]:
    """The external addresses of a port."""
    found = own.floating_ips(call.cloud, {"port_id": port.id})
    return [address["floating_ip_address"] for address in found]
