"""The routes of a region's networks, as plans and views ask for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gce_api.families.networks.vpcs import Vpcs
from gce_api.openstack import static_routes, vpc
from gce_api.openstack.rows import Row
from gce_api.openstack.static_routes import StaticRoute


@dataclass(frozen=True)
class Routes:
    """What the routes of a region are read from.

    ``region`` is Keystone's name of it; ``interfaces`` are the ports of the project's routers on
    subnets.
    """

    region: str
    vpcs: Vpcs
    routers: list[Row]
    interfaces: list[Row]

    def static(self) -> Iterator[tuple[Row, StaticRoute, str]]:
        """Those of routers, each with its router and what GCE calls the network."""
        of_routers = {port["device_id"]: port["network_id"] for port in self.interfaces}
        for router in self.routers:
            network_id = vpc.network_of(router) or of_routers.get(router.id, "")
            network = self.vpcs.network_names.get(network_id)
            if network:
                for route in static_routes.of_router(router):
                    yield router, route, network

    def router_of(self, network_id: str) -> Row | None:
        """The router of a network."""
        return vpc.first_router(self.routers, self.interfaces, network_id)
