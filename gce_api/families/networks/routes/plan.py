"""What a Route resource asks for."""

from __future__ import annotations

import ipaddress
from collections.abc import Collection
from dataclasses import dataclass

from gce_api.families.shared.descriptions import check_description
from gce_api.google import errors
from gce_api.google.merging import Json
from gce_api.google.names import check_name
from gce_api.openstack import static_routes, tags
from gce_api.openstack.rows import Row
from gce_api.openstack.static_routes import ANYWHERE, GATEWAY, StaticRoute
from gce_api.operations.plans import Plan

NEXT_HOPS = ("nextHopGateway", "nextHopInstance", "nextHopIp")
OTHERS = ("nextHopHub", "nextHopIlb", "nextHopNetwork", "nextHopPeering", "nextHopVpnTunnel")
DEFAULT_GATEWAY = "default-internet-gateway"


@dataclass(frozen=True, kw_only=True)
class RoutePlan(Plan):
    """A route to add to the router of a network; ``network_id`` ``None``: of ``default``, which is
    to be made."""

    network_id: str | None
    route: StaticRoute


@dataclass(frozen=True)
class Hop:
    """The instance that a route leads to: its path below the project, and its ports.

    ``ports`` is ``None`` where there is no such instance in the region of the network.
    """

    path: str
    ports: list[Row] | None


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a new route is planned by.

    ``region`` is the Keystone region that it goes to, ``network_id`` and ``subnets`` are of its
    network there, ``router`` is that of the network; ``taken`` are the names of the project's
    routes.
    """

    project: str
    region: str
    network_id: str | None
    subnets: list[Row]
    router: Row | None
    taken: Collection[str]
    hop: Hop | None


def plan_route(body: Json, found: Found, now: int) -> RoutePlan:
    """Check a Route and plan it.

    :param now: the time in seconds since 1970.
    :raises errors.GceError: it cannot be had as asked for.
    """
    name = check_name(body.get("name"))
    check_next_hop(body)
    if name in found.taken:
        raise errors.AlreadyExists.resource(f"projects/{found.project}/global/routes/{name}")
    next_hop, instance = body.get("nextHopIp") or GATEWAY, ""
    if found.hop:
        next_hop, instance = _address_of(found.hop, body, found), found.hop.path
    route = StaticRoute(
        name=name,
        destination=_destination(body, found.subnets),
        next_hop=next_hop,
        priority=body.get("priority", 1000),
        made=now,
        instance=instance,
        description=check_description(body),
    )
    _check_reachable(route, found.subnets)
    tags.check([route.tag], "resource.description")
    _check_new(found.router, route)
    return RoutePlan(network_id=found.network_id, route=route)


def check_next_hop(body: Json) -> str:
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


def subnet_of(ip: str, subnets: list[Row]) -> Row | None:
    """The subnet that an address is of.

    :raises errors.Invalid: it is no address.
    """
    try:
        address = ipaddress.ip_address(ip)
    except ValueError as error:
        raise errors.Invalid(f"Invalid value for field 'resource.nextHopIp': '{ip}'.") from error
    return next((s for s in subnets if address in ipaddress.ip_network(s["cidr"])), None)


def check_ways_out(present: list[StaticRoute], new: StaticRoute) -> None:
    """Refuse a route to the internet gateway that would not lead there.

    A router of Neutron sends to its gateway what no other route of it is for: so a range goes there
    where everything else does, and no route to another next hop covers it.

    :param present: the routes of the router that is to have the new one.
    :raises errors.Unsupported: it does not, or one does.
    """
    every = [*present, new]
    out = [route for route in every if route.next_hop == GATEWAY and route.destination != ANYWHERE]
    if new in out and (ANYWHERE, GATEWAY) not in {route.way for route in present}:
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


def _check_gateway(body: Json) -> None:
    gateway = body["nextHopGateway"]
    if gateway.rpartition("/")[2] != DEFAULT_GATEWAY:
        raise errors.Invalid(
            f"Invalid value for field 'resource.nextHopGateway': '{gateway}'. The only gateway is "
            f"global/gateways/{DEFAULT_GATEWAY}."
        )


def _address_of(hop: Hop, body: Json, found: Found) -> str:
    """The address that an instance has in the network.

    :raises errors.Invalid: it is not in the network.
    :raises errors.NotFound: there is no such instance.
    """
    if hop.ports is None:
        raise errors.NotFound.resource(f"projects/{found.project}/{hop.path}")
    on = {subnet.id for subnet in found.subnets}
    for port in hop.ports:
        for fixed in port["fixed_ips"]:
            if fixed["subnet_id"] in on:
                return str(fixed["ip_address"])
    raise errors.Invalid(
        f"Invalid value for field 'resource.nextHopInstance': '{body['nextHopInstance']}'. The "
        "instance has no interface in the network."
    )


def _check_reachable(route: StaticRoute, subnets: list[Row]) -> None:
    if route.next_hop != GATEWAY and subnet_of(route.next_hop, subnets) is None:
        raise errors.Invalid(
            f"Invalid value for field 'resource.nextHopIp': '{route.next_hop}'. The next hop is "
            "not in a subnetwork of the network."
        )


def _check_new(router: Row | None, route: StaticRoute) -> None:
    """Refuse what the network's router has already.

    :raises errors.Invalid: it has this route under another name.
    :raises errors.Unsupported: one of the two would not lead where it says.
    """
    if router is None:
        return
    present = static_routes.of_router(router)
    same = next((r for r in present if r.way == route.way), None)
    if same:
        raise errors.Invalid(
            f"Invalid value for field 'resource.destRange': '{route.destination}'. The network has "
            f"the route '{same.name}' with the same destination and next hop."
        )
    check_ways_out(present, route)


def _covers(wide: str, narrow: str) -> bool:
    outer, inner = ipaddress.ip_network(wide), ipaddress.ip_network(narrow)
    return outer.version == inner.version and outer.supernet_of(inner)  # type: ignore[arg-type]


def _destination(body: Json, subnets: list[Row]) -> str:
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
