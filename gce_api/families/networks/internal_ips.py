"""Which subnet an internal address is of, and whether it is free."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

from gce_api.google import errors
from gce_api.openstack.rows import Row


def find_subnet(subnets: Iterable[Row], ip: str, field: str) -> Row:
    """The one of a network's subnets that an address lies in.

    :raises errors.Invalid: it is no address, or not of the subnetwork or network.
    """
    try:
        address = ipaddress.ip_address(ip)
    except ValueError as error:
        raise errors.Invalid(f"Invalid value for field '{field}': '{ip}'.") from error
    found = next((s for s in subnets if address in ipaddress.ip_network(s["cidr"])), None)
    if found is None:
        raise errors.Invalid(
            f"Invalid value for field '{field}': '{ip}'. Requested internal IP address is outside "
            "the network/subnetwork range."
        )
    return found


def check_free(holders: Iterable[Row], subnet: Row, ip: str, reserved: Row | None = None) -> None:
    """Refuse an address that something has.

    :param holders: the ports that have the address on any network
        (:func:`gce_api.openstack.ports.with_ips`).
    :param reserved: the port that may have it, as long as nothing uses that.
    :raises errors.ResourceInUse: it is taken.
    """
    place = (subnet.id, ip)
    for port in holders:
        has = {(fixed["subnet_id"], fixed["ip_address"]) for fixed in port["fixed_ips"]}
        is_ours = reserved is not None and port.id == reserved.id and not port["device_id"]
        if place in has and not is_ours:
            raise errors.ResourceInUse(f"IP '{ip}' is already being used by another resource.")
