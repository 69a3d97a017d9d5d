"""Looking up routes, and what a new one is planned by."""

from __future__ import annotations

from gce_api.families.networks.everywhere import Everywhere, Region
from gce_api.families.networks.find import remembered
from gce_api.families.networks.routes.plan import Found, Hop, check_next_hop, subnet_of
from gce_api.families.networks.routes.show import Shown, to_routes
from gce_api.families.networks.routes.table import Routes
from gce_api.families.shared.call import Call
from gce_api.google import errors
from gce_api.openstack import networks, places, ports, routers, servers, subnets
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.parallel import gather, map_regions
from gce_api.openstack.rows import Row


def routes(cloud: Cloud) -> Routes:
    """Those of a region's networks (four calls at once)."""
    every, interfaces, _, _ = gather(
        lambda: routers.listed(cloud),
        lambda: routers.interfaces(cloud),
        lambda: networks.visible(cloud, fresh=True),
        lambda: subnets.every(cloud, fresh=True),
    )
    return Routes(cloud.region, remembered(cloud), every, interfaces)


def route_of(call: Call) -> Shown:
    """The route in the path.

    :raises errors.NotFound: there is none.
    """
    for of_region in map_regions(routes, call.clouds):
        for shown in to_routes(call.links, of_region):
            if call.name in (shown.route["name"], shown.route["id"]):
                return shown
    raise errors.NotFound.resource(f"projects/{call.project.id}/global/routes/{call.name}")


def for_insert(call: Call) -> Found:
    """What a new route is planned by: the routes of every region; then, for one to an instance,
    that instance.

    :raises errors.GceError: there is no such network, or the next hop can be none.
    """
    has_hop = check_next_hop(call.body) == "nextHopInstance"
    every = map_regions(routes, call.clouds)
    place, network = _place(call, every) or (every[0], None)
    cloud = next(cloud for cloud in call.clouds if cloud.region == place.region)
    return Found(
        project=call.project.id,
        region=place.region,
        network_id=network.id if network else None,
        subnets=place.vpcs.subnets_of(network.id) if network else [],
        router=place.router_of(network.id) if network else None,
        taken={shown.route["name"] for of in every for shown in to_routes(call.links, of)},
        hop=_hop(call, cloud, call.body["nextHopInstance"]) if has_hop else None,
    )


def _place(call: Call, every: list[Routes]) -> tuple[Routes, Row] | None:
    """Where a new route goes, with its network there: the region that its next hop is in, else the
    first one; ``None``: the network is ``default``, and not made yet.

    :raises errors.NotFound: there is no such network.
    """
    regions, ip = {of.region: of for of in every}, call.body.get("nextHopIp")
    everywhere = Everywhere([Region(name, of.vpcs) for name, of in regions.items()])
    found = [(regions[at.keystone], row) for at, row in everywhere.find(call.body["network"])]
    for of, network in found:
        if ip and subnet_of(ip, of.vpcs.subnets_of(network.id)):
            return of, network
    return next(iter(found), None)


def _hop(call: Call, cloud: Cloud, url: str) -> Hop:
    """The instance that a route leads to, in the region of its network (two calls).

    :raises errors.Invalid: the URL does not refer to an instance of a zone.
    """
    field = "resource.nextHopInstance"
    reference = call.refer(url, "instances", field)
    if not reference.zone:
        raise errors.Invalid(f"Invalid value for field '{field}': '{url}'. No zone is given.")
    path = f"zones/{reference.zone}/instances/{reference.name}"
    named = servers.named(cloud, reference.name)
    server = next((s for s in named if places.of_server(cloud, s) == reference.zone), None)
    return Hop(path, ports.of_device(cloud, server.id) if server else None)
