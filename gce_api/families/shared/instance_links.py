"""URLs of the instances that use something, given the ids of their servers."""

from __future__ import annotations

import functools
from collections.abc import Collection

from gce_api.families.shared.call import Call
from gce_api.google.names import gce_names
from gce_api.openstack import places, servers
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.parallel import gather
from gce_api.openstack.rows import Row

FEW = 2  # so many servers are asked for one by one


def instance_links(call: Call, cloud: Cloud, server_ids: Collection[str]) -> dict[str, str]:
    """The URL of each server's instance by the server's id; what is gone by now is left out."""
    if not server_ids:
        return {}
    found = _few(cloud, server_ids) if len(server_ids) <= FEW else servers.detailed(cloud)
    zones = {server.id: places.of_server(cloud, server) for server in found}
    names = gce_names(found, lambda server: zones[server.id])
    return {
        server.id: call.links.url(f"zones/{zones[server.id]}/instances/{names[server.id]}")
        for server in found
        if server.id in server_ids
    }


def _few(cloud: Cloud, server_ids: Collection[str]) -> list[Row]:
    """These servers, and others of the same names."""
    asked = gather(*(functools.partial(servers.get, cloud, i) for i in server_ids))
    names = {server.name for server in asked if server}
    return [row for name in names for row in servers.named(cloud, name)]
