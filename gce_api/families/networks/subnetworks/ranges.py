"""The ranges of subnetworks."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable

from gce_api.google import errors
from gce_api.openstack.rows import Row

AUTO = ipaddress.ip_network("10.128.0.0/9")  # what subnetworks of auto mode networks come from
WIDEST, NARROWEST = 8, 29


def check_range(text: str, field: str) -> str:
    """An IPv4 range that a subnetwork may have.

    :raises errors.Invalid: it is none.
    """
    try:
        found = ipaddress.IPv4Network(text)
    except ValueError as error:
        raise errors.Invalid(
            f"Invalid value for field '{field}': '{text}'. Must be a valid IPv4 CIDR address "
            "range whose host bits are zero, such as 10.0.0.0/24."
        ) from error
    if not WIDEST <= found.prefixlen <= NARROWEST or "/" not in text:
        raise errors.Invalid(
            f"Invalid value for field '{field}': '{text}'. The prefix must be between /{WIDEST} "
            f"and /{NARROWEST}."
        )
    return str(found)


def check_free(cidr: str, of_network: Iterable[tuple[str, Row]], field: str) -> None:
    """Refuse a range that overlaps another of its network.

    :param of_network: the subnets of the network, with their regions.
    :raises errors.Invalid: it does.
    """
    wanted = ipaddress.ip_network(cidr)
    for region, subnet in of_network:
        present = ipaddress.ip_network(subnet["cidr"])
        if wanted.version == present.version and wanted.overlaps(present):
            raise errors.Invalid(
                f"Invalid value for field '{field}': '{cidr}'. Invalid IPCidrRange: {cidr} "
                f"conflicts with existing subnetwork '{subnet.name}' in region '{region}'."
            )


def is_wider(cidr: str, present: str) -> bool:
    """Whether a range has all addresses of another, and more."""
    new, old = ipaddress.IPv4Network(cidr), ipaddress.ip_network(present)
    return isinstance(old, ipaddress.IPv4Network) and new != old and new.supernet_of(old)


def auto_range(index: int) -> str:
    """The range of an auto mode network in the region of that number, the default one being 0."""
    start = int(AUTO.network_address) + index * (4 << 16)
    return f"{ipaddress.ip_address(start)}/20"
