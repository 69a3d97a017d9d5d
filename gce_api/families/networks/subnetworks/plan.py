"""What a Subnetwork resource asks for, and the ranges of networks."""

from __future__ import annotations

import ipaddress
from typing import Any

from gce_api.families.shared.descriptions import check_description
from gce_api.google import errors
from gce_api.openstack import marks
from gce_api.openstack.rows import Row

AUTO = ipaddress.ip_network("10.128.0.0/9")  # what subnetworks of auto mode networks come from
WIDEST, NARROWEST = 8, 29

Plan = dict[str, Any]


def plan_subnetwork(name: str, body: dict[str, Any]) -> Plan:
    """Check a Subnetwork and plan it (:func:`gce_api.openstack.vpc.make_subnet`).

    :raises errors.GceError: it cannot be had as asked for.
    """
    check_supported(body)
    if not body.get("ipCidrRange"):
        raise errors.Required("Invalid value for field 'resource.ipCidrRange': ''. No range given.")
    return {
        "name": name,
        "description": check_description(body),
        "cidr": check_range(body["ipCidrRange"], "resource.ipCidrRange"),
        "tags": subnet_tags(bool(body.get("privateIpGoogleAccess"))),
    }


def check_supported(body: dict[str, Any]) -> None:
    """Refuse what a subnet of Neutron cannot be.

    :raises errors.Unsupported: it is asked for.
    """
    if body.get("secondaryIpRanges"):
        raise errors.Unsupported("Secondary ranges of subnetworks are not available here.")
    if body.get("enableFlowLogs") or (body.get("logConfig") or {}).get("enable"):
        raise errors.Unsupported("Flow logs are not available here.")
    if body.get("stackType", "IPV4_ONLY") != "IPV4_ONLY":
        raise errors.Unsupported("Subnetworks with IPv6 are not available here.")
    if body.get("purpose", "PRIVATE") not in ("PRIVATE", "PRIVATE_RFC_1918"):
        raise errors.Unsupported(
            f"Subnetworks of the purpose {body['purpose']} are not available here."
        )


def subnet_tags(google_access: bool) -> list[str]:
    """The tags of a subnet; private access to Google is only kept, there is no Google here."""
    return [marks.GOOGLE_ACCESS] if google_access else []


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


def check_free(cidr: str, of_network: list[tuple[str, Row]], field: str) -> None:
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


def auto_range(index: int) -> str:
    """The range of an auto mode network in the region of that number, the default one being 0."""
    start = int(AUTO.network_address) + index * (4 << 16)
    return f"{ipaddress.ip_address(start)}/20"
