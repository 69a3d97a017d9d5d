"""Looking up routers, and what is behind them."""

from __future__ import annotations

from gce_api.families.networks.routers.table import Routers
from gce_api.families.shared.call import Call
from gce_api.google import errors
from gce_api.google.names import gce_names
from gce_api.openstack import floating_ips, networks, ports
from gce_api.openstack import routers as neutron
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.parallel import gather
from gce_api.openstack.rows import Row


def routers(cloud: Cloud) -> Routers:
    """Those of a region (three calls at once)."""
    every, interfaces, visible = gather(
        lambda: neutron.listed(cloud),
        lambda: neutron.interfaces(cloud),
        lambda: networks.visible(cloud, fresh=True),
    )
    internal = [network for network in visible if not network["router:external"]]
    return Routers(cloud.name, every, interfaces, gce_names(internal))


def router_of(call: Call) -> tuple[Routers, Row]:
    """The router in the path, and those beside it.

    :raises errors.NotFound: there is none.
    """
    found = routers(call.cloud)
    row = found.named(call.name)
    if row is None:
        path = f"projects/{call.project.id}/regions/{call.region}/routers/{call.name}"
        raise errors.NotFound.resource(path)
    return found, row


def translated(cloud: Cloud, network_id: str | None) -> list[Row]:
    """The ports of instances on a network that have no external address (two calls at once)."""
    if network_id is None:
        return []
    found, addresses = gather(
        lambda: ports.on_network(cloud, network_id), lambda: floating_ips.listed(cloud)
    )
    external = {address["port_id"] for address in addresses}
    return [
        port
        for port in found
        if port["device_owner"].startswith("compute:") and port.id not in external
    ]
