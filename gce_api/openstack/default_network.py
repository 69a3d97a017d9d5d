"""The network ``default``, which every project of GCE has from its first day.

Neutron can make one (its auto-allocated topology: network, subnet, router to the outside); it is
given GCE's name, so that it is ``default`` for every other tool as well.
"""

from __future__ import annotations

from typing import Any

from openstack import exceptions as sdk

from gce_api import errors
from gce_api.openstack import own, rows
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row

NAME = "default"


def ensure(cloud: Cloud) -> Row:
    """The project's network ``default``; made when there is none. May be run again at any time.

    Where Neutron cannot make one, a project's only network is taken.

    :raises errors.Unsupported: neither way leads to a network.
    """
    present = internal_networks(cloud)
    named = [network for network in present if network.name == NAME]
    if named:
        return named[0]
    try:
        return _allocate(cloud)
    except (sdk.NotFoundException, sdk.BadRequestException, sdk.ConflictException) as error:
        if len(present) == 1:
            return present[0]
        raise errors.Unsupported(
            f"This project has no network '{NAME}' and Neutron cannot make one: "
            f"{error.details or error.message} Name a network instead."
        ) from error


def internal_networks(cloud: Cloud) -> list[Row]:
    """The networks of a region that instances can be on."""
    return own.networks(cloud, {"router:external": "false"})


def _allocate(cloud: Cloud) -> Row:
    """Let Neutron make the topology, and give its parts their name."""
    path = f"/auto-allocated-topology/{cloud.caller.project.uuid}"
    network_id = rows.get(cloud.network, path)["auto_allocated_topology"]["id"]
    ports = rows.listed(cloud.network, "/ports", "ports", {"network_id": network_id})
    routers = {p["device_id"] for p in ports if p["device_owner"] == "network:router_interface"}
    for router_id in routers:
        _rename(cloud, "routers", "router", router_id)
    subnets = rows.listed(cloud.network, "/subnets", "subnets", {"network_id": network_id})
    for subnet in subnets:
        _rename(cloud, "subnets", "subnet", subnet.id)
    # the network last: it is what tells that all is done
    return Row(_rename(cloud, "networks", "network", network_id))


def _rename(cloud: Cloud, collection: str, key: str, resource_id: str) -> dict[str, Any]:
    answer = cloud.network.put(f"/{collection}/{resource_id}", json={key: {"name": NAME}})
    sdk.raise_from_response(answer)
    return answer.json()[key]
