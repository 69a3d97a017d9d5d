"""Network interfaces to be made: ports, and their external addresses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gce_api.families.networks import internal_ips
from gce_api.families.networks.addresses.table import Addresses
from gce_api.families.networks.vpcs import DEFAULT, Vpcs
from gce_api.families.shared.limits import MAX_INTERFACES, check_count
from gce_api.google import errors
from gce_api.openstack.rows import Row

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class FoundNetworks:
    """What interfaces are planned by; ``holders``: the ports that have the internal addresses that
    are asked for, by themselves or by the names of reserved ones."""

    vpcs: Vpcs
    addresses: Addresses
    holders: list[Row]


@dataclass(frozen=True, kw_only=True)
class External:
    """An external address to be had: an existing floating IP, or an ephemeral one of an external
    network."""

    address_id: str | None = None
    network_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class FixedAddress:
    """An address of a port; ``ip_address`` is ``None`` where any of the subnet will do."""

    subnet_id: str
    ip_address: str | None = None


@dataclass(frozen=True, kw_only=True)
class InterfacePlan:
    """A network interface to be made.

    ``network_id`` is ``None`` for the network ``default`` that the project does not have yet,
    ``subnet_id`` and ``ip`` where any will do, ``port_id`` unless the address is a reserved one's;
    ``forward`` tells whether it may send as another address.
    """

    network_id: str | None
    subnet_id: str | None
    ip: str | None
    port_id: str | None = None
    external: External | None
    forward: bool


def plan_interfaces(body: Json, found: FoundNetworks) -> list[InterfacePlan]:
    """Check ``networkInterfaces`` and plan each; none at all means one in ``default``.

    :raises errors.GceError: an interface cannot be had as asked for.
    """
    check_interfaces(body)
    asked = body.get("networkInterfaces") or [{}]
    forward = bool(body.get("canIpForward"))
    planned = [_plan(nic, index, forward, found) for index, nic in enumerate(asked)]
    if len({nic.network_id for nic in planned}) < len(planned):
        raise errors.Invalid(
            "Invalid value for field 'resource.networkInterfaces': ''. Networks must be distinct "
            "for NICs attached to a VM."
        )
    return planned


def check_interfaces(body: Json) -> None:
    """What can be said of ``networkInterfaces`` before anything is looked up.

    :raises errors.Invalid: there are too many.
    """
    asked = body.get("networkInterfaces") or []
    check_count(asked, MAX_INTERFACES, "resource.networkInterfaces")


def _plan(nic: Json, index: int, forward: bool, found: FoundNetworks) -> InterfacePlan:
    field = f"resource.networkInterfaces[{index}]"
    _check_aliases(nic)
    network_id, subnet = _place(nic, field, found.vpcs)
    ip, reserved = None, None
    if nic.get("networkIP"):
        ip, reserved = found.addresses.find_internal(nic["networkIP"], f"{field}.networkIP")
    if ip and network_id:
        subnets = [subnet] if subnet else found.vpcs.subnets_of(network_id)
        subnet = internal_ips.find_subnet(subnets, ip, f"{field}.networkIP")
        internal_ips.check_free(found.holders, subnet, ip, reserved)
    return InterfacePlan(
        network_id=network_id,
        subnet_id=subnet.id if subnet else None,
        ip=ip,
        port_id=reserved.id if reserved else None,
        external=_external(nic.get("accessConfigs") or [], found, f"{field}.accessConfigs"),
        forward=forward,
    )


def _place(nic: Json, field: str, vpcs: Vpcs) -> tuple[str | None, Row | None]:
    """The network's id, unless it is still to be made, and the subnet if one was asked for."""
    if nic.get("subnetwork"):
        subnet = vpcs.find_subnetwork(nic["subnetwork"], f"{field}.subnetwork")
        if nic.get("network"):
            network = vpcs.find_network(nic["network"], f"{field}.network")
            if network is None or network.id != subnet["network_id"]:
                raise errors.Invalid(
                    f"Invalid value for field '{field}.subnetwork': '{nic['subnetwork']}'. The "
                    "subnetwork is not in the network that was given."
                )
        return subnet["network_id"], subnet
    network = vpcs.find_network(nic.get("network") or DEFAULT, f"{field}.network")
    if network is None:
        return None, None
    if not network["subnets"]:
        raise errors.Invalid(
            f"Invalid value for field '{field}.network': '{network.name}'. The network has no "
            f"subnetwork in the region '{vpcs.region}'."
        )
    return network.id, None


def _check_aliases(nic: Json) -> None:
    if nic.get("aliasIpRanges") or nic.get("aliasIpv6Ranges"):
        raise errors.Unsupported("Alias IP ranges are not available here.")


def plan_move(body: Json, port: Row, found: FoundNetworks) -> FixedAddress | None:
    """What an update of an interface changes about its port: its new address.

    :return: ``None`` where the port is what the body says.
    :raises errors.Unsupported: Neutron cannot do that to a port.
    :raises errors.GceError: the subnetwork or address cannot be had.
    """
    _check_aliases(body)
    subnet = _asked_subnet(body, port, found.vpcs)
    present = port["fixed_ips"][0] if port["fixed_ips"] else {}
    ip = body.get("networkIP")
    if ip and ip != present.get("ip_address"):
        subnets = [subnet] if subnet else found.vpcs.subnets_of(port["network_id"])
        there = internal_ips.find_subnet(subnets, ip, "resource.networkIP")
        internal_ips.check_free(found.holders, there, ip)
        return FixedAddress(subnet_id=there.id, ip_address=ip)
    if subnet and subnet.id != present.get("subnet_id"):
        return FixedAddress(subnet_id=subnet.id)
    return None


def _asked_subnet(body: Json, port: Row, vpcs: Vpcs) -> Row | None:
    """The subnet that an interface is to be moved to, if the body names one."""
    subnet, network = None, None
    if body.get("subnetwork"):
        subnet = vpcs.find_subnetwork(body["subnetwork"], "resource.subnetwork")
    if body.get("network"):
        network = vpcs.find_network(body["network"], "resource.network")
    wanted = [subnet["network_id"]] if subnet else [network.id] if network else []
    if any(network_id != port["network_id"] for network_id in wanted):
        raise errors.Unsupported(
            "An interface cannot be moved to another network here: delete it and add another."
        )
    return subnet


def _external(configs: Sequence[Json], found: FoundNetworks, field: str) -> External | None:
    if len(configs) > 1:
        raise errors.Invalid(
            f"Invalid value for field '{field}': ''. At most one access config per network "
            "interface is supported."
        )
    return plan_external(configs[0], found, f"{field}[0]") if configs else None


def plan_external(config: Json, found: FoundNetworks, field: str) -> External:
    """The external address that an AccessConfig asks for.

    :raises errors.GceError: it cannot be had.
    """
    if config.get("natIP"):
        address = free_address(found.addresses, config["natIP"], f"{field}.natIP")
        return External(address_id=address.id)
    return External(network_id=found.vpcs.external_network().id)


def free_address(addresses: Addresses, ip: str, field: str) -> Row:
    """The project's floating IP that a request refers to, which must be free.

    :raises errors.Invalid: the project has no such address.
    :raises errors.ResourceInUse: something uses it.
    """
    try:
        found = addresses.find_external(ip)
    except errors.NotFound as error:
        raise errors.Invalid(f"Invalid value for field '{field}': '{ip}'. {error}") from error
    if found["port_id"]:
        raise errors.ResourceInUse(
            f"External IP address: {ip} is already being used by another resource."
        )
    return found
