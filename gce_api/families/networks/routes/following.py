"""Routes that lead to an instance follow it.

A route of Neutron leads to an address. When the instance goes, the next one that has the address
would get the traffic: so the route is taken off the router then, and only its tag stays, by which
it is shown and found again when there is an instance of the name.
"""

from __future__ import annotations

from collections.abc import Iterator

from gce_api.openstack import places, ports, routers, servers, static_routes, vpc
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row
from gce_api.openstack.static_routes import StaticRoute


def lead(cloud: Cloud, server_id: str) -> None:
    """Let the routes to an instance lead to the address that it has now in their network."""
    found = list(_to_instances(cloud))
    server = servers.get(cloud, server_id) if found else None
    if server is None:
        return
    path = f"zones/{places.of_server(cloud, server)}/instances/{server.name}"
    of_server = ports.of_device(cloud, server_id)
    for router, route in found:
        if route.instance == path:
            static_routes.lead(cloud, router, route, _address(cloud, router, of_server))


def park(cloud: Cloud, server_id: str) -> None:
    """Let the routes to an instance that is to be deleted lead nowhere."""
    found = list(_to_instances(cloud))
    of_server = ports.of_device(cloud, server_id) if found else []
    addresses = {fixed["ip_address"] for port in of_server for fixed in port["fixed_ips"]}
    for router, route in found:
        if route.next_hop in addresses:
            static_routes.lead(cloud, router, route, None)


def _to_instances(cloud: Cloud) -> Iterator[tuple[Row, StaticRoute]]:
    for router in routers.listed(cloud):
        for route in static_routes.of_router(router):
            if route.instance:
                yield router, route


def _address(cloud: Cloud, router: Row, of_server: list[Row]) -> str | None:
    """The address of the port that is on the router's network."""
    network_id = vpc.network_of(router) or _network_by_interface(cloud, router)
    for port in of_server:
        if port["network_id"] == network_id:
            return next((str(fixed["ip_address"]) for fixed in port["fixed_ips"]), None)
    return None


def _network_by_interface(cloud: Cloud, router: Row) -> str | None:
    interfaces = routers.interfaces(cloud)
    return next((p["network_id"] for p in interfaces if p["device_id"] == router.id), None)
