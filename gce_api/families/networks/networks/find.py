"""Looking up a network, and what uses it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from gce_api.families.networks.find import everywhere, users_of_ports, vpcs, vpcs_for
from gce_api.families.networks.networks.plan import Found
from gce_api.families.networks.networks.show import merged, to_networks
from gce_api.families.networks.vpcs import DEFAULT
from gce_api.families.shared.call import Call
from gce_api.google import errors
from gce_api.google.merging import Json
from gce_api.google.names import gce_names
from gce_api.openstack import marks, ports, routers, security_groups, static_routes, vpc
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.parallel import gather, map_regions
from gce_api.openstack.rows import Row

__all__ = ["DEFAULT", "external_network", "find_network", "network_of", "shown_network", "user_of"]


def find_network(call: Call, url: str, region: str, field: str = "network") -> Row | None:
    """The one network that a request refers to, in a region by its GCE name.

    Returns and raises as :meth:`gce_api.families.networks.vpcs.Vpcs.find_network`.
    """
    return vpcs_for(call.cloud_of(region), [{"network": url}]).find_network(url, field)


def external_network(cloud: Cloud) -> Row:
    """The network that external addresses come from.

    :raises errors.Unsupported: this cloud has none.
    """
    return vpcs(cloud).external_network()


def shown_network(call: Call, shown: list[Json]) -> Json:
    """The network in the path among those that are shown.

    :raises errors.NotFound: it is not among them.
    """
    for network in merged(shown):
        if call.name in (network["name"], network["id"]):
            return network
    raise errors.NotFound.resource(call.path)


def network_of(call: Call) -> Found:
    """The network in the path, in all of its regions.

    :raises errors.NotFound: there is none.
    :raises errors.ResourceNotReady: it is ``default``, and not made yet.
    """
    found = everywhere(call)
    shown = [row for region in found.regions for row in to_networks(call.links, region.vpcs)]
    name = shown_network(call, shown)["name"]
    regions = found.named(name)
    if not regions:
        raise errors.ResourceNotReady(
            f"The network '{name}' is made when something first uses it; it cannot be changed "
            "before."
        )
    return Found(name, regions)


def user_of(call: Call, found: Found) -> str | None:
    """Path of something that keeps a network from being deleted, if anything does."""
    clouds = {cloud.region: cloud for cloud in call.clouds}
    of_regions = map_regions(
        lambda pair: next(_users(call, clouds[pair[0].keystone], pair[1]), None), found.regions
    )
    subnetworks = _subnetworks(found) if found.mode == "custom" else []
    return next(iter([*filter(None, of_regions), *subnetworks]), None)


def _users(call: Call, cloud: Cloud, network: Row) -> Iterator[str]:
    """Paths of the firewalls, instances, addresses, routes and routers of a network in a region
    (three calls at once, one more for instances)."""
    groups, of_network, found = gather(
        lambda: security_groups.listed(cloud),
        lambda: ports.on_network(cloud, network.id),
        lambda: routers.listed(cloud),
    )
    firewalls = gce_names(groups.firewalls())
    interfaces = [port for port in of_network if port["device_owner"] in routers.INTERFACES]
    router = vpc.first_router(found, interfaces, network.id)
    return itertools.chain(
        (f"global/firewalls/{firewalls[row.id]}" for row in groups.firewalls(network.id)),
        users_of_ports(call, cloud, of_network),
        _uses_of_router(cloud, router) if router else (),
    )


def _uses_of_router(cloud: Cloud, router: Row) -> Iterator[str]:
    """The routes that somebody made, that to the internet comes with the network; and the router
    itself, where GCE's clients know it."""
    for route in static_routes.of_router(router):
        if route.next_hop != static_routes.GATEWAY:
            yield f"global/routes/{route.name}"
    if marks.ROUTER in router["tags"]:
        yield f"regions/{cloud.name}/routers/{router.name}"


def _subnetworks(found: Found) -> list[str]:
    return [
        f"regions/{region.vpcs.region}/subnetworks/{region.vpcs.subnet_names[subnet.id]}"
        for region, network in found.regions
        for subnet in region.vpcs.subnets_of(network.id)
    ]
