"""Servers by the paths of their instances: ``zones/z/instances/vm``."""

from __future__ import annotations

from collections.abc import Collection

from gce_api.google.names import gce_names
from gce_api.openstack import finding, identity, places, servers
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row


def servers_at(cloud: Cloud, paths: Collection[str]) -> dict[str, Row]:
    """Those of the instances of a region that are there; a path may end with the numeric id.

    One call of Nova: for the name where one is asked for, else for all.
    """
    if not paths:
        return {}
    if len(paths) == 1:
        return _one(cloud, *paths)
    named = by_path(cloud)
    numbered = {_with_number(path, server): server for path, server in named.items()}
    found = numbered | named
    return {path: found[path] for path in paths if path in found}


def by_path(cloud: Cloud) -> dict[str, Row]:
    """Every server of a region (one call of Nova)."""
    found = servers.detailed(cloud)
    zones = {server.id: places.of_server(cloud, server) for server in found}
    names = gce_names(found, lambda server: zones[server.id])
    return {f"zones/{zones[server.id]}/instances/{names[server.id]}": server for server in found}


def _with_number(path: str, server: Row) -> str:
    return f"{path.rpartition('/')[0]}/{identity.number(server)}"


def _one(cloud: Cloud, path: str) -> dict[str, Row]:
    _, zone, _, name = path.split("/")

    def of_zone(found: list[Row]) -> list[Row]:
        return [server for server in found if places.of_server(cloud, server) == zone]

    server = finding.by_name(
        name,
        lambda exact: of_zone(servers.named(cloud, exact)),
        lambda: of_zone(servers.detailed(cloud)),
        identity.number,
    )
    return {path: server} if server else {}
