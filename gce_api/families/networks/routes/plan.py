"""What a Route resource asks for."""

from __future__ import annotations

import ipaddress
import time
from typing import Any

from gce_api.families.shared.descriptions import check_description
from gce_api.google import errors
from gce_api.openstack import tags
from gce_api.openstack.rows import Row
from gce_api.openstack.static_routes import ANYWHERE, GATEWAY, StaticRoute

NEXT_HOPS = ("nextHopGateway", "nextHopInstance", "nextHopIp")
OTHERS = ("nextHopHub", "nextHopIlb", "nextHopNetwork", "nextHopPeering", "nextHopVpnTunnel")
DEFAULT_GATEWAY = "default-internet-gateway"


def check_route(body: dict[str, Any]) -> str:
    """Check what needs no look at the network; returns the field with the next hop.

    :raises errors.GceError: the route cannot be had as asked for.
    """
    if body.get("tags"):
        raise errors.Unsupported("Routes for some instances only (tags) are not available here.")
    for field in OTHERS:
        if body.get(field):
            raise errors.Unsupported(f"Routes by {field} are not available here.")
    given = [field for field in NEXT_HOPS if body.get(field)]
    if len(given) != 1:
        raise errors.Invalid(
            "Invalid value for field 'resource.nextHop': ''. Exactly one next hop must be given: "
            f"{', '.join(NEXT_HOPS)}."
        )
    if given[0] == "nextHopGateway":
        _check_gateway(body)
    return given[0]


def plan_route(
    name: str, body: dict[str, Any], next_hop: str, instance: str, subnets: list[Row]
) -> StaticRoute:
    """The route, to a next hop that is known.

    :param subnets: those of its network.
    :raises errors.Invalid: the destination, next hop or description cannot be.
    """
    destination = _destination(body, subnets)
    if next_hop != GATEWAY and subnet_of(next_hop, subnets) is None:
        raise errors.Invalid(
            f"Invalid value for field 'resource.nextHopIp': '{next_hop}'. The next hop is not in "
            "a subnetwork of the network."
        )
    description = check_description(body)
    now = int(time.time())
    priority = body.get("priority", 1000)
    route = StaticRoute(name, destination, next_hop, priority, now, instance, description)
    tags.check([route.tag], "resource.description")
    return route


def subnet_of(ip: str, subnets: list[Row]) -> Row | None:
    """The subnet that an address is of.

    :raises errors.Invalid: it is no address.
    """
    try:
        address = ipaddress.ip_address(ip)
    except ValueError as error:
        raise errors.Invalid(f"Invalid value for field 'resource.nextHopIp': '{ip}'.") from error
    return next((s for s in subnets if address in ipaddress.ip_network(s["cidr"])), None)


def _check_gateway(body: dict[str, Any]) -> None:
    gateway = body["nextHopGateway"]
    if gateway.rpartition("/")[2] != DEFAULT_GATEWAY:
        raise errors.Invalid(
            f"Invalid value for field 'resource.nextHopGateway': '{gateway}'. The only gateway is "
            f"global/gateways/{DEFAULT_GATEWAY}."
        )


def check_ways_out(present: list[StaticRoute], new: StaticRoute) -> None:
    """Refuse a route to the internet gateway that would not lead there.

    A router of Neutron sends to its gateway what no other route of it is for: so a range goes there
    where everything else does, and no route to another next hop covers it.

    :param present: the routes of the router that is to have the new one.
    :raises errors.Unsupported: it does not, or one does.
    """
    every = [*present, new]
    out = [route for route in every if route.next_hop == GATEWAY and route.destination != ANYWHERE]
    if new in out and (ANYWHERE, GATEWAY) not in {(r.destination, r.next_hop) for r in present}:
        raise errors.Unsupported(
            f"A range can be routed to the internet gateway only where {ANYWHERE} is, here."
        )
    for route in out:
        for other in every:
            if other.next_hop != GATEWAY and _covers(other.destination, route.destination):
                raise errors.Unsupported(
                    f"The route of {other.destination} to {other.next_hop} would take what the "
                    f"route of {route.destination} sends to the internet gateway, here."
                )


def _covers(wide: str, narrow: str) -> bool:
    outer, inner = ipaddress.ip_network(wide), ipaddress.ip_network(narrow)
    return outer.version == inner.version and outer.supernet_of(inner)  # type: ignore[arg-type]


def _destination(body: dict[str, Any], subnets: list[Row]) -> str:
    text = body["destRange"]
    try:
        found = ipaddress.ip_network(text)
    except ValueError as error:
        raise errors.Invalid(
            f"Invalid value for field 'resource.destRange': '{text}'. Must be a valid CIDR address "
            "range whose host bits are zero, such as 10.0.0.0/8."
        ) from error
    for subnet in subnets:
        present = ipaddress.ip_network(subnet["cidr"])
        if found.version == present.version and present.supernet_of(found):  # type: ignore[arg-type]
            raise errors.Invalid(
                f"Invalid value for field 'resource.destRange': '{text}'. The destination range "
                f"hides the address space of the subnetwork '{subnet.name}'."
            )
    return str(found)
