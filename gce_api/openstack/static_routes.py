"""The routes of Neutron's routers, and what GCE says of them besides.

A route of Neutron has a destination and a next hop, and nothing else. Its name, priority,
description and time are in a tag of the router, so that they go with it: ``gce:route=`` and the
fields of :class:`StaticRoute` with bars between them. The next hop of the route to the internet is
called ``gateway`` there; one of a part of it is no more than its tag, as the gateway takes what no
other route is for. Nor is one to an instance that is not there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from gce_api.google.names import numeric_id
from gce_api.openstack import marks, routers, tags
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row

GATEWAY = "gateway"
ANYWHERE = "0.0.0.0/0"


@dataclass(frozen=True)
class StaticRoute:
    """A route as GCE's clients made it; one of another tool has a made-up name.

    ``made`` is in seconds since 1970, 0 where nobody knows; ``instance`` the path of the instance
    that the next hop was given as.
    """

    name: str
    destination: str
    next_hop: str
    priority: int = 1000
    made: int = 0
    instance: str = ""
    description: str = ""

    def number(self, router_id: str) -> str:
        """GCE's ``id`` of it on a router; it has no UUID. The address of an instance may change."""
        return numeric_id(f"route/{router_id} {self.destination} {self.instance or self.next_hop}")

    @property
    def tag(self) -> str:
        """The tag that keeps it."""
        fields = (
            self.name,
            self.destination,
            self.next_hop,
            str(self.priority),
            str(self.made),
            self.instance,
            self.description,
        )
        return f"{marks.ROUTE}=" + "|".join(tags.packed(field) for field in fields)

    @property
    def way(self) -> tuple[str, str]:
        """Its destination and next hop, which tell it from every other of a router."""
        return self.destination, self.next_hop


def of_router(router: Row) -> list[StaticRoute]:
    """The routes of a router, among them the one to its gateway if it has one."""
    known = {route.way: route for route in _kept(router)}
    ways = [(way["destination"], way["nexthop"]) for way in router["routes"]]
    if router["external_gateway_info"]:
        ways.append((ANYWHERE, GATEWAY))
        ways += [way for way in known if way[1] == GATEWAY and way not in ways]
    parked = [route for route in known.values() if route.instance and route.way not in ways]
    return [*(known.get(way) or _unnamed(router, *way) for way in ways), *parked]


def is_used(router: Row, route: StaticRoute) -> bool:
    """Whether a route to an instance is on the router: the instance is there."""
    return route.way in [(way["destination"], way["nexthop"]) for way in router["routes"]]


def lead(cloud: Cloud, router: Row, route: StaticRoute, next_hop: str | None) -> None:
    """Let a route to an instance lead to an address; ``None``: nowhere, and only its tag stays."""
    used = is_used(router, route)
    if used and next_hop == route.next_hop:
        return
    if used:
        routers.change_routes(cloud, router.id, "remove", *route.way)
    if next_hop:
        add(cloud, router, replace(route, next_hop=next_hop))
        if next_hop != route.next_hop:
            tags.remove(cloud, "routers", router.id, route.tag)


def add(cloud: Cloud, router: Row, route: StaticRoute) -> None:
    """Add a route to a router, beside whatever others add; the name first."""
    tags.add(cloud, "routers", router.id, route.tag)
    if route.next_hop != GATEWAY:
        routers.change_routes(cloud, router.id, "add", route.destination, route.next_hop)


def remove(cloud: Cloud, router_id: str, route: StaticRoute) -> None:
    """Remove a route and its name, as far as they are there."""
    if route.next_hop != GATEWAY:
        routers.change_routes(cloud, router_id, "remove", route.destination, route.next_hop)
    tags.remove(cloud, "routers", router_id, route.tag)


def _kept(router: Row) -> Iterator[StaticRoute]:
    for value in tags.values(router, marks.ROUTE):
        fields = [tags.unpacked(field) for field in value.split("|")]
        if len(fields) == 7 and fields[3].isdecimal() and fields[4].isdecimal():
            name, destination, next_hop, priority, made, instance, description = fields
            yield StaticRoute(
                name, destination, next_hop, int(priority), int(made), instance, description
            )


def _unnamed(router: Row, destination: str, next_hop: str) -> StaticRoute:
    digest = int(numeric_id(f"{router.id} {destination} {next_hop}"))
    text = "Default route to the Internet." if next_hop == GATEWAY else ""
    kind = "default-route" if next_hop == GATEWAY else "route"
    return StaticRoute(f"{kind}-{digest:016x}", destination, next_hop, description=text)
