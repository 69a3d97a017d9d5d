"""What network interfaces, new ones and those of an instance, are looked up by."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gce_api.database import metadata as database
from gce_api.families.instances.instances.find import target_of
from gce_api.families.instances.interfaces.plan import FoundNetworks
from gce_api.families.instances.interfaces.show import macs_of
from gce_api.families.networks.addresses.find import reserved
from gce_api.families.networks.addresses.table import Addresses
from gce_api.families.networks.find import vpcs_for
from gce_api.families.shared.call import Call, ZonalCall
from gce_api.google import errors
from gce_api.openstack import floating_ips, networks, ports, subnets
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.parallel import gather
from gce_api.openstack.rows import Row

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class FoundInterface:
    """An interface of an instance: the server with its metadata of both places, its path below the
    project, the port, and the floating IPs of that."""

    server: Row
    kept: Mapping[str, str]
    target: str
    port: Row
    addresses: list[Row]

    @property
    def external(self) -> list[str]:
        """Its external addresses."""
        return [address["floating_ip_address"] for address in self.addresses]


def interface_of(call: ZonalCall, parameter: str = "networkInterface") -> FoundInterface:
    """The interface that a parameter of the call names.

    :raises errors.Invalid: the instance has no such interface.
    """
    server, target = target_of(call)
    port = port_of(call, server, parameter)
    addresses = floating_ips.of_port(call.cloud, port.id)
    return FoundInterface(
        server=server, kept=kept_of(call, server), target=target, port=port, addresses=addresses
    )


def kept_of(call: Call, server: Row) -> Mapping[str, str]:
    """A server's metadata, with what is too long for Nova."""
    return server["metadata"] | database.of_servers(call.services.database, [server.id]).get(
        server.id, {}
    )


def port_of(call: Call, server: Row, parameter: str = "networkInterface") -> Row:
    """The port of the interface that a parameter names.

    :raises errors.Invalid: the instance has no such interface.
    """
    name = call.params[parameter]
    found = {port["mac_address"]: port for port in ports.of_device(call.cloud, server.id)}
    for index, mac in enumerate(macs_of(server)):
        if name == f"nic{index}" and mac in found:
            return found[mac]
    raise errors.Invalid(
        f"Invalid value for field 'networkInterface': '{name}'. The instance has no such interface."
    )


def for_interfaces(call: Call, asked: Sequence[Json]) -> FoundNetworks:
    """What these ``NetworkInterface`` are planned by (five calls at once, at most)."""
    return of_rows(call.cloud, asked, gather(*lookups(call.cloud, asked)))


def lookups(cloud: Cloud, asked: Sequence[Json]) -> tuple[Callable[[], Any], ...]:
    """The calls of :func:`for_interfaces`, to be made beside others; their results go to
    :func:`of_rows`. Nothing is asked for that no interface needs."""
    inside = [nic["networkIP"] for nic in asked if nic.get("networkIP")]
    literal = list(dict.fromkeys(ip for ip in inside if _is_ip(ip)))
    outside = any(config.get("natIP") for nic in asked for config in nic.get("accessConfigs") or ())
    return (
        lambda: networks.visible(cloud),
        lambda: subnets.every(cloud, fresh=bool(inside)),
        lambda: floating_ips.listed(cloud) if outside else [],
        lambda: reserved(cloud) if inside else [],
        lambda: ports.with_ips(cloud, literal) if literal else [],
    )


def of_rows(cloud: Cloud, asked: Sequence[Json], found: Sequence[Any]) -> FoundNetworks:
    """What :func:`lookups` found; a network that is newer than what is remembered is looked up
    again."""
    _, _, floating, kept, holders = found
    return FoundNetworks(
        vpcs=vpcs_for(cloud, asked),
        addresses=Addresses(cloud.caller.project, cloud.name, floating, kept),
        holders=[*kept, *holders],
    )


def _is_ip(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
