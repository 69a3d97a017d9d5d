"""What a Router resource asks for: the settings of it and of its NAT that are kept as tags.

What has an effect is that a router with a NAT has a gateway. The rest is kept and shown.
"""

from __future__ import annotations

from typing import Any

import orjson

from gce_api.families.shared.descriptions import check_description
from gce_api.google import errors
from gce_api.openstack import marks, tags
from gce_api.openstack.names import check_name
from gce_api.openstack.rows import Row

NAT, BGP = marks.SETTING + "nat.", marks.SETTING + "bgp."
UNSUPPORTED = {
    "bgpPeers": "BGP peers are not available here.",
    "interfaces": "Interfaces of routers, to VPN tunnels and interconnects, are not available "
    "here.",
    "md5AuthenticationKeys": "BGP peers are not available here.",
    "nccGateway": "Network Connectivity Center is not available here.",
}
UNSUPPORTED_OF_NAT = {
    "natIps": "OpenStack chooses the addresses of a NAT itself: use natIpAllocateOption AUTO_ONLY.",
    "drainNatIps": "OpenStack chooses the addresses of a NAT itself.",
    "rules": "Rules of a NAT are not available here.",
    "subnetworks": "A NAT is for all subnetworks of its network here.",
    "nat64Subnetworks": "NAT64 is not available here.",
}
DEFAULTS_OF_NAT = {
    "enableEndpointIndependentMapping": False,
    "endpointTypes": ["ENDPOINT_TYPE_VM"],
    "natIpAllocateOption": "AUTO_ONLY",
    "sourceSubnetworkIpRangesToNat": "ALL_SUBNETWORKS_ALL_IP_RANGES",
    "type": "PUBLIC",
}

Plan = dict[str, Any]


def plan_router(name: str, body: dict[str, Any]) -> Plan:
    """Check a Router and plan it: ``name``, ``description``, ``settings`` (tags) and ``nat``
    (whether it has one).

    :raises errors.GceError: it cannot be had as asked for.
    """
    for field, message in UNSUPPORTED.items():
        if body.get(field):
            raise errors.Unsupported(message)
    nats = body.get("nats") or []
    if len(nats) > 1:
        raise errors.Unsupported("A router has one NAT at most here.")
    settings = [entry for nat in nats for entry in _tags(NAT, _nat(nat))]
    settings += _tags(BGP, body.get("bgp") or {})
    tags.check([*settings, marks.IMPLIED, marks.OF_NETWORK, marks.ROUTER], "resource.nats")
    return {
        "name": name,
        "description": check_description(body),
        "settings": settings,
        "nat": bool(nats),
    }


def nats(router: Row) -> list[dict[str, Any]]:
    """GCE's ``nats`` of a router."""
    found = _values(router, NAT)
    return [found] if found else []


def bgp(router: Row) -> dict[str, Any]:
    """GCE's ``bgp`` of a router."""
    return _values(router, BGP)


def _nat(nat: dict[str, Any]) -> dict[str, Any]:
    check_name(nat.get("name"), "nats[0].name")
    for field, message in UNSUPPORTED_OF_NAT.items():
        if nat.get(field):
            raise errors.Unsupported(message)
    if nat.get("natIpAllocateOption") == "MANUAL_ONLY":
        raise errors.Unsupported(UNSUPPORTED_OF_NAT["natIps"])
    if nat.get("type") == "PRIVATE":
        raise errors.Unsupported("Private NAT is not available here.")
    given = {field: value for field, value in nat.items() if value not in ([], "")}
    whole = DEFAULTS_OF_NAT | given
    if whole["sourceSubnetworkIpRangesToNat"] == "LIST_OF_SUBNETWORKS":
        raise errors.Unsupported(UNSUPPORTED_OF_NAT["subnetworks"])
    return whole


def _tags(prefix: str, settings: dict[str, Any]) -> list[str]:
    return [
        f"{prefix}{field}={tags.packed(orjson.dumps(value).decode())}"
        for field, value in sorted(settings.items())
    ]


def _values(router: Row, prefix: str) -> dict[str, Any]:
    found = {}
    for tag in router["tags"]:
        if tag.startswith(prefix) and "=" in tag:
            field, _, value = tag.removeprefix(prefix).partition("=")
            found[field] = orjson.loads(tags.unpacked(value))
    return found
