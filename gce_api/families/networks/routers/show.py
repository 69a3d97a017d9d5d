"""Routers and their NATs as GCE shows them."""

from __future__ import annotations

from collections.abc import Mapping

from gce_api.families.networks.routers import settings
from gce_api.families.networks.routers.table import Routers
from gce_api.google import times
from gce_api.google.links import Links
from gce_api.google.merging import Json
from gce_api.google.names import numeric_id
from gce_api.openstack.rows import Row

PORTS = (1024, 65535)  # what a gateway's address translation uses


def to_router(links: Links, routers: Routers, row: Row) -> Json:
    """GCE's Router."""
    name, network, region = routers.names[row.id], routers.network_name_of(row), routers.region
    return {
        "id": numeric_id(row.id),
        "name": name,
        "description": row["description"] or None,
        "creationTimestamp": times.rfc3339(row["created_at"]),
        "network": links.url(f"global/networks/{network}") if network else None,
        "region": links.region(region),
        "bgp": settings.bgp(row) or None,
        "nats": settings.nats(row) or None,
        "selfLink": links.url(f"regions/{region}/routers/{name}"),
    }


def to_status(network: str | None, row: Row, translated: int) -> Json:
    """GCE's RouterStatus; ``translated``: how many interfaces are behind its NAT."""
    return {
        "network": network,
        "natStatus": [
            {
                "name": nat["name"],
                "autoAllocatedNatIps": _outside(row),
                "minExtraNatIpsNeeded": 0,
                "numVmEndpointsWithNatMappings": translated,
            }
            for nat in settings.nats(row)
        ]
        or None,
    }


def to_mapping(row: Row, port: Row, links: Mapping[str, str]) -> Json:
    """GCE's VmEndpointNatMappings of a port; ``links``: the URLs of instances by their servers."""
    return {
        "instanceName": links[port["device_id"]].rpartition("/")[2],
        "interfaceNatMappings": [
            {
                "sourceVirtualIp": fixed["ip_address"],
                "natIpPortRanges": [f"{ip}:{PORTS[0]}-{PORTS[1]}" for ip in _outside(row)],
                "numTotalNatPorts": PORTS[1] - PORTS[0] + 1,
            }
            for fixed in port["fixed_ips"]
        ],
    }


def to_nat_ips(row: Row, nat_names: list[str], *, in_use: bool) -> Json:
    """GCE's NatIpInfoResponse: the addresses of each NAT, and whether instances are behind them."""
    usage = "IN_USE" if in_use else "UNUSED"
    addresses = [{"natIp": ip, "mode": "AUTO", "usage": usage} for ip in _outside(row)]
    found = [{"natName": name, "natIpInfoMappings": addresses} for name in nat_names]
    return {"result": found or None}


def _outside(router: Row) -> list[str]:
    """The addresses of a router's gateway."""
    gateway = router["external_gateway_info"] or {}
    return [fixed["ip_address"] for fixed in gateway.get("external_fixed_ips", ())]
