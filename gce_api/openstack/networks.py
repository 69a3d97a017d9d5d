"""Neutron's networks: a project's own, those shared with it, and external ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gce_api.openstack import neutron, rows
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Query, Row

NETWORKS = "networks"


def listed(cloud: Cloud, query: Query | None = None) -> list[Row]:
    """The project's networks, those that are shared with it, and external ones (GET /networks)."""
    project = cloud.caller.project.uuid
    found = neutron.listed(cloud, NETWORKS, query)
    return [n for n in found if n["project_id"] == project or n["shared"] or n["router:external"]]


def visible(cloud: Cloud, *, fresh: bool = False) -> list[Row]:
    """Every network of a region that the caller can see (one call, remembered for 30 s).

    :param fresh: not as remembered.
    """
    if fresh:
        cloud.forget(NETWORKS)
    return cloud.cached(NETWORKS, lambda: listed(cloud))


def internal(cloud: Cloud) -> list[Row]:
    """The networks of a region that instances can be on."""
    return listed(cloud, {"router:external": "false"})


def external(cloud: Cloud) -> Row | None:
    """The network that external addresses come from; ``None``: this cloud has none."""
    return first_external(listed(cloud, {"router:external": "true"}))


def first_external(networks: list[Row]) -> Row | None:
    """The same among networks: the default one, else the first by name."""
    found = [network for network in networks if network["router:external"]]
    return min(found, key=lambda n: (not n.get("is_default"), n.name), default=None)


def named(cloud: Cloud, name: str) -> Row | None:
    """The project's own network of this name."""
    return next(iter(neutron.of_project(cloud, NETWORKS, {"name": name})), None)


def one(cloud: Cloud, network_id: str) -> Row | None:
    """A network by its UUID, ``None`` where there is none (GET /networks/<id>)."""
    return neutron.one(cloud, NETWORKS, network_id)


def get(cloud: Cloud, network_id: str) -> Row:
    """The same where there must be one.

    :raises openstack.exceptions.NotFoundException: there is none.
    """
    return neutron.get(cloud, NETWORKS, network_id)


def create(cloud: Cloud, name: str, description: str, mtu: int | None) -> Row:
    """A new network (POST /networks); ``mtu`` ``None``: Neutron's."""
    fields = {"name": name, "description": description, **({"mtu": mtu} if mtu else {})}
    return neutron.create(cloud, NETWORKS, fields)


def change(cloud: Cloud, network_id: str, fields: Mapping[str, Any]) -> Row:
    """Change some of a network's fields (PUT /networks/<id>)."""
    return neutron.change(cloud, NETWORKS, network_id, fields)


def delete(cloud: Cloud, network_id: str) -> None:
    """Delete a network, if it is there (DELETE /networks/<id>).

    :raises errors.ResourceInUse: something is on it.
    """
    neutron.delete(cloud, NETWORKS, network_id, in_use="The network is still in use.")


def allocate(cloud: Cloud) -> str:
    """UUID of the network of the project's auto-allocated topology, which Neutron makes when it is
    asked for (GET /auto-allocated-topology/<project>)."""
    path = f"/auto-allocated-topology/{cloud.caller.project.uuid}"
    found: str = rows.get(cloud.network, path)["auto_allocated_topology"]["id"]
    return found
