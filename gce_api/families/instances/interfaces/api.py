"""The network interfaces of instances that exist, and their external addresses."""

from __future__ import annotations

from typing import Any

from gce_api.families.instances.instances.find import target_of
from gce_api.families.instances.interfaces import configs, external, find
from gce_api.families.instances.interfaces import flow as flows
from gce_api.families.instances.interfaces.find import FoundInterface
from gce_api.families.instances.interfaces.plan import plan_external, plan_interfaces, plan_move
from gce_api.families.instances.interfaces.show import macs_of
from gce_api.families.shared import settings
from gce_api.families.shared.call import ZonalCall
from gce_api.families.shared.limits import MAX_INTERFACES
from gce_api.google import errors, fingerprints
from gce_api.google.registry import implements
from gce_api.openstack import marks, network_tags, ports
from gce_api.openstack.identity import number

Json = dict[str, Any]


@implements("compute.instances.addAccessConfig")
def add_access_config(call: ZonalCall) -> Json:
    found = find.interface_of(call)
    if found.external:
        raise errors.Invalid(
            "At most one access config currently supported; the interface "
            f"'{call.params['networkInterface']}' has one."
        )
    said = configs.changed(found.kept, call.params["networkInterface"], call.body)
    arguments = _arguments(found) | {"external": _planned(call), "configs": said}
    return _operation(call, found, external.add_address, arguments)


@implements("compute.instances.deleteAccessConfig")
def delete_access_config(call: ZonalCall) -> Json:
    found, nic = find.interface_of(call), call.params["networkInterface"]
    name = call.params["accessConfig"]
    if not found.external:
        raise errors.Invalid(
            f"Invalid value for field 'accessConfig': '{name}'. The interface '{nic}' has no "
            "access config."
        )
    configs.check_called(found.kept, nic, name)
    said = configs.without(found.kept, nic)
    arguments = _arguments(found) | {"addresses": found.external, "configs": said}
    return _operation(call, found, external.remove_address, arguments)


@implements("compute.instances.updateAccessConfig")
def update_access_config(call: ZonalCall) -> Json:
    """Another external address; what the body does not say stays."""
    found, wanted = find.interface_of(call), call.body.get("natIP")
    if not found.external:
        raise errors.Invalid(
            f"Invalid value for field 'networkInterface': '{call.params['networkInterface']}'. The "
            "interface has no access config."
        )
    is_new = wanted and wanted not in found.external
    arguments = _arguments(found) | {
        "external": _planned(call) if is_new else None,
        "configs": configs.changed(found.kept, call.params["networkInterface"], call.body),
    }
    return _operation(call, found, external.swap_address, arguments)


@implements("compute.instances.addNetworkInterface")
def add_network_interface(call: ZonalCall) -> Json:
    server, target = target_of(call)
    if len(macs_of(server)) >= MAX_INTERFACES:
        raise errors.Invalid(
            f"The instance has {MAX_INTERFACES} network interfaces already, the most possible."
        )
    forward = settings.read(server["metadata"], "canIpForward")
    asked = {"networkInterfaces": [call.body], "canIpForward": forward}
    (nic,) = plan_interfaces(asked, find.for_interfaces(call, [call.body]))
    present = ports.of_device(call.cloud, server.id)
    if nic.network_id in {port["network_id"] for port in present}:
        raise errors.Invalid(
            "Invalid value for field 'resource.network': ''. Networks must be distinct for NICs "
            "attached to a VM."
        )
    arguments = {
        "server_id": server.id,
        "name": target.rpartition("/")[2],
        "tags": network_tags.of(server),
        "nic": nic,
        "configs": configs.added(
            find.kept_of(call, server), f"nic{len(macs_of(server))}", call.body
        ),
    }
    flow = flows.add_interface
    return call.operation("addNetworkInterface", target, flow, arguments, number(server))


@implements("compute.instances.deleteNetworkInterface")
def delete_network_interface(call: ZonalCall) -> Json:
    found = find.interface_of(call, "networkInterfaceName")
    if call.params["networkInterfaceName"] == "nic0":
        raise errors.Invalid(
            "Invalid value for field 'networkInterfaceName': 'nic0'. The first network interface "
            "of an instance cannot be deleted."
        )
    is_ours = (found.port["description"] or "").startswith(marks.PORT)
    said = configs.without(found.kept, call.params["networkInterfaceName"], interface=True)
    arguments = _arguments(found) | {"delete_port": is_ours, "configs": said}
    return _operation(call, found, flows.remove_interface, arguments)


@implements("compute.instances.updateNetworkInterface")
def update_network_interface(call: ZonalCall) -> Json:
    """Another address, or another subnetwork of the same network."""
    found = find.interface_of(call)
    _check_fingerprint(call, found)
    fixed_ip = plan_move(call.body, found.port, find.for_interfaces(call, [call.body]))
    address_ids = [address.id for address in found.addresses] if fixed_ip else []
    arguments = _arguments(found) | {"fixed_ip": fixed_ip, "address_ids": address_ids}
    return _operation(call, found, flows.move_interface, arguments)


def _planned(call: ZonalCall) -> Any:
    """The external address that the body, an AccessConfig, asks for."""
    found = find.for_interfaces(call, [{"accessConfigs": [call.body]}])
    return plan_external(call.body, found, "resource")


def _arguments(found: FoundInterface) -> Json:
    return {"server_id": found.server.id, "port_id": found.port.id}


def _operation(call: ZonalCall, found: FoundInterface, flow: Any, arguments: Json) -> Json:
    return call.operation(call.method.name, found.target, flow, arguments, number(found.server))


def _check_fingerprint(call: ZonalCall, found: FoundInterface) -> None:
    """As :mod:`gce_api.families.instances.interfaces.show` makes it."""
    mac = found.port["mac_address"]
    shown = [
        address
        for addresses in found.server["addresses"].values()
        for address in addresses
        if address["OS-EXT-IPS-MAC:mac_addr"] == mac
    ]
    fixed = [a["addr"] for a in shown if a["OS-EXT-IPS:type"] == "fixed"]
    floating = [a["addr"] for a in shown if a["OS-EXT-IPS:type"] == "floating"]
    given = call.body.get("fingerprint")
    fingerprints.check(given, [mac, fixed, floating], "network interface")
