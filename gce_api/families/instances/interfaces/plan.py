"""The network interfaces of a new instance: ports to make, and their external addresses."""

from __future__ import annotations

from typing import Any

from gce_api.families.networks import internal_ips
from gce_api.families.networks.addresses import find as addresses
from gce_api.families.networks.addresses.table import Addresses
from gce_api.families.networks.networks import find as networks
from gce_api.families.networks.subnetworks.find import find_subnetwork
from gce_api.families.shared.call import Call
from gce_api.families.shared.limits import MAX_INTERFACES, check_count
from gce_api.google import errors
from gce_api.openstack import ports, subnets
from gce_api.openstack.rows import Row

Interface = dict[str, Any]


def plan_interfaces(call: Call, body: dict[str, Any]) -> list[Interface]:
    """Check ``networkInterfaces`` and plan each; none at all means one in ``default``.

    A planned interface has ``network_id`` (``None``: that of the network ``default``, which the
    project does not have yet), ``subnet_id`` and ``ip`` (``None``: any), ``port_id`` (of the
    reserved port with this address, ``None``: a new one), ``forward`` (may send as another
    address) and ``external``: ``None``, ``{"network_id": ...}`` for an
    ephemeral address of that external network, or ``{"address_id": ...}`` for an existing one.

    :raises errors.GceError: an interface cannot be had as asked for.
    """
    asked = body.get("networkInterfaces") or [{}]
    check_count(asked, MAX_INTERFACES, "resource.networkInterfaces")
    forward = bool(body.get("canIpForward"))
    planned = [_plan(call, nic, index) | {"forward": forward} for index, nic in enumerate(asked)]
    if len({nic["network_id"] for nic in planned}) < len(planned):
        raise errors.Invalid(
            "Invalid value for field 'resource.networkInterfaces': ''. Networks must be distinct "
            "for NICs attached to a VM."
        )
    return planned


def _plan(call: Call, nic: dict[str, Any], index: int) -> Interface:
    field = f"resource.networkInterfaces[{index}]"
    _check_aliases(nic)
    network_id, subnet = _place(call, nic, field)
    ip, reserved = _internal(call, nic.get("networkIP") or None, f"{field}.networkIP")
    if ip and network_id:
        subnet = check_ip(call, network_id, subnet, ip, f"{field}.networkIP", reserved)
    return {
        "network_id": network_id,
        "subnet_id": subnet.id if subnet else None,
        "ip": ip,
        "port_id": reserved.id if reserved else None,
        "external": _external(call, nic.get("accessConfigs") or [], f"{field}.accessConfigs"),
    }


def _place(call: Call, nic: dict[str, Any], field: str) -> tuple[str | None, Row | None]:
    """The network's id, unless it is still to be made, and the subnet if one was asked for."""
    if nic.get("subnetwork"):
        subnet = find_subnetwork(call, nic["subnetwork"], call.cloud.name, f"{field}.subnetwork")
        if nic.get("network"):
            network = _network(call, nic["network"], field)
            if network is None or network.id != subnet["network_id"]:
                raise errors.Invalid(
                    f"Invalid value for field '{field}.subnetwork': '{nic['subnetwork']}'. The "
                    "subnetwork is not in the network that was given."
                )
        return subnet["network_id"], subnet
    url = nic.get("network") or "global/networks/default"
    network = _network(call, url, field)
    if network and not network["subnets"]:  # it may have one since it was remembered
        call.cloud.forget("networks")
        network = _network(call, url, field)
    if network is None:
        return None, None
    if not network["subnets"]:
        raise errors.Invalid(
            f"Invalid value for field '{field}.network': '{network.name}'. The network has no "
            f"subnetwork in the region '{call.cloud.name}'."
        )
    return network.id, None


def _network(call: Call, url: str, field: str) -> Row | None:
    return networks.find_network(call, url, call.cloud.name, f"{field}.network")


def _check_aliases(nic: dict[str, Any]) -> None:
    if nic.get("aliasIpRanges") or nic.get("aliasIpv6Ranges"):
        raise errors.Unsupported("Alias IP ranges are not available here.")


def plan_move(call: Call, port: Row, body: dict[str, Any]) -> dict[str, str] | None:
    """What an update of an interface changes about its port: the new ``fixed_ips`` entry.

    :return: ``None`` where the port is what the body says.
    :raises errors.Unsupported: Neutron cannot do that to a port.
    :raises errors.GceError: the subnetwork or address cannot be had.
    """
    field = "resource"
    _check_aliases(body)
    subnet = None
    if body.get("subnetwork"):
        subnet = find_subnetwork(call, body["subnetwork"], call.cloud.name, f"{field}.subnetwork")
    network = _network(call, body["network"], field) if body.get("network") else None
    wanted = [subnet["network_id"]] if subnet else [network.id] if network else []
    if any(network_id != port["network_id"] for network_id in wanted):
        raise errors.Unsupported(
            "An interface cannot be moved to another network here: delete it and add another."
        )
    present = port["fixed_ips"][0] if port["fixed_ips"] else {}
    ip = body.get("networkIP")
    if ip and ip != present.get("ip_address"):
        found = check_ip(call, port["network_id"], subnet, ip, f"{field}.networkIP")
        return {"subnet_id": found.id, "ip_address": ip}
    if subnet and subnet.id != present.get("subnet_id"):
        return {"subnet_id": subnet.id}
    return None


def _internal(call: Call, asked: str | None, field: str) -> tuple[str | None, Row | None]:
    """The internal address that is asked for, by itself or by the name or URL of a reserved one;
    and the port that reserves it, if it is reserved."""
    if asked is None:
        return None, None
    reserved = addresses.reserved(call.cloud)
    return Addresses(call.project, call.cloud.name, [], reserved).find_internal(asked, field)


def check_ip(
    call: Call,
    network_id: str,
    subnet: Row | None,
    ip: str,
    field: str,
    reserved: Row | None = None,
) -> Row:
    """The subnet that the free address ``ip`` lies in; ``reserved`` is the port that may have it.

    :raises errors.Invalid: it is no address, or not of the subnetwork or network.
    :raises errors.ResourceInUse: it is taken.
    """
    of_network = [subnet] if subnet else subnets.of_network(call.cloud, network_id)
    found = internal_ips.find_subnet(of_network, ip, field)
    internal_ips.check_free(ports.with_ips(call.cloud, [ip]), found, ip, reserved)
    return found


def _external(call: Call, configs: list[dict[str, Any]], field: str) -> dict[str, str] | None:
    if len(configs) > 1:
        raise errors.Invalid(
            f"Invalid value for field '{field}': ''. At most one access config per network "
            "interface is supported."
        )
    return plan_external(call, configs[0], f"{field}[0]") if configs else None


def plan_external(call: Call, config: dict[str, Any], field: str) -> dict[str, str]:
    """The external address that an AccessConfig asks for, as a planned interface has it."""
    if config.get("natIP"):
        return {"address_id": free_address(call, config["natIP"], f"{field}.natIP")}
    return {"network_id": networks.external_network(call.cloud).id}


def free_address(call: Call, ip: str, field: str) -> str:
    """Id of the project's floating IP that ``natIP`` refers to, which must be free."""
    try:
        found = addresses.find_address(call, ip, call.cloud.name)
    except errors.NotFound as error:
        raise errors.Invalid(f"Invalid value for field '{field}': '{ip}'. {error}") from error
    if found["port_id"]:
        raise errors.ResourceInUse(
            f"External IP address: {ip} is already being used by another resource."
        )
    return found.id
