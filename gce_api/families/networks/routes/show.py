"""Routes as GCE shows them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from gce_api.families.networks.routes.plan import DEFAULT_GATEWAY
from gce_api.families.networks.routes.table import Routes
from gce_api.google import times
from gce_api.google.links import Links
from gce_api.google.merging import Json
from gce_api.google.names import UNKNOWN_TIME, numeric_id
from gce_api.openstack.rows import Row
from gce_api.openstack.static_routes import GATEWAY, StaticRoute, is_used


@dataclass(frozen=True)
class Shown:
    """A Route of GCE's, and where it is: in a Keystone region, on a router.

    One to a subnetwork is on none.
    """

    route: Json
    region: str
    router_id: str | None = None
    way: StaticRoute | None = None


def to_routes(links: Links, routes: Routes) -> Iterator[Shown]:
    """The routes to the subnetworks of a region, and those of its routers."""
    names = routes.vpcs.network_names
    for subnet in routes.vpcs.subnets:
        yield Shown(_local(links, subnet, names[subnet["network_id"]]), routes.region)
    for router, route, network in routes.static():
        shown = _static(links, router, route, network)
        yield Shown(shown, routes.region, router.id, route)


def _local(links: Links, subnet: Row, network: str) -> Json:
    """The route to a subnetwork."""
    name = f"default-route-r-{int(numeric_id(subnet.id)):016x}"
    return {
        **_common(links, name, network),
        "id": numeric_id(f"route/{subnet.id}"),
        "description": f"Default local route to the subnetwork {subnet['cidr']}.",
        "creationTimestamp": times.rfc3339(subnet["created_at"]),
        "destRange": subnet["cidr"],
        "priority": 0,
        "nextHopNetwork": links.url(f"global/networks/{network}"),
        "routeType": "SUBNET",
    }


def _static(links: Links, router: Row, route: StaticRoute, network: str) -> Json:
    made = datetime.datetime.fromtimestamp(route.made, datetime.UTC) if route.made else None
    gateway = links.url(f"global/gateways/{DEFAULT_GATEWAY}")
    is_ip = route.next_hop != GATEWAY and not route.instance
    return {
        **_common(links, route.name, network),
        "id": route.number(router.id),
        "description": route.description or None,
        "creationTimestamp": times.of(made) if made else UNKNOWN_TIME,
        "destRange": route.destination,
        "priority": route.priority,
        "nextHopGateway": gateway if route.next_hop == GATEWAY else None,
        "nextHopInstance": links.url(route.instance) if route.instance else None,
        "nextHopIp": route.next_hop if is_ip else None,
        "warnings": _warnings(links, router, route),
        "routeType": "STATIC",
    }


def _warnings(links: Links, router: Row, route: StaticRoute) -> list[Json] | None:
    if not route.instance or is_used(router, route):
        return None
    url = links.url(route.instance)
    return [
        {
            "code": "NEXT_HOP_INSTANCE_NOT_FOUND",
            "message": f"Next hop instance '{url}' not found.",
            "data": [{"key": "instance", "value": url}],
        }
    ]


def _common(links: Links, name: str, network: str) -> Json:
    return {
        "name": name,
        "network": links.url(f"global/networks/{network}"),
        "selfLink": links.url(f"global/routes/{name}"),
    }
