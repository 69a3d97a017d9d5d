"""The network ``default``, which every project of GCE has from its first day.

Neutron can make one (its auto-allocated topology: network, subnet, router to the outside); it is
given GCE's name, so that it is ``default`` for every other tool as well, and the firewalls that GCE
makes along with it.
"""

from __future__ import annotations

from openstack import exceptions as sdk

from gce_api.google import errors
from gce_api.openstack import firewalls, marks, own, rows, tags
from gce_api.openstack.cloud import Cloud, Turn
from gce_api.openstack.rows import Row

NAME = "default"


def ensure(cloud: Cloud) -> Row:
    """The project's network ``default``; made when there is none. May be run again at any time.

    Where Neutron cannot make one, a project's only network is taken.

    :raises errors.Unsupported: neither way leads to a network.
    """
    found = _named(cloud)
    if found:
        return found
    # Neutron makes one network whoever asks, but the rest would be made twice
    with cloud.turn_of(f"{cloud.region}/{cloud.caller.project.uuid}/networks/{NAME}") as turn:
        return _named(cloud) or _make(cloud, turn)


def _named(cloud: Cloud) -> Row | None:
    return next((n for n in internal_networks(cloud) if n.name == NAME), None)


def _make(cloud: Cloud, turn: Turn) -> Row:
    try:
        return _allocate(cloud, turn)
    except (sdk.NotFoundException, sdk.BadRequestException, sdk.ConflictException) as error:
        present = internal_networks(cloud)
        if len(present) == 1:
            return present[0]
        raise errors.Unsupported(
            f"This project has no network '{NAME}' and Neutron cannot make one: "
            f"{error.details or error.message} Name a network instead."
        ) from error


def internal_networks(cloud: Cloud) -> list[Row]:
    """The networks of a region that instances can be on."""
    return own.networks(cloud, {"router:external": "false"})


def _allocate(cloud: Cloud, turn: Turn) -> Row:
    """Let Neutron make the topology, and give its parts their name."""
    path = f"/auto-allocated-topology/{cloud.caller.project.uuid}"
    network_id = rows.get(cloud.network, path)["auto_allocated_topology"]["id"]
    ports = rows.listed(cloud.network, "/ports", "ports", {"network_id": network_id})
    routers = {p["device_id"] for p in ports if p["device_owner"] == "network:router_interface"}
    for router_id in routers:
        router = _rename(cloud, "routers", "router", router_id)
        implied = [marks.IMPLIED, f"{marks.OF_NETWORK}={network_id}"]
        tags.write(cloud, "routers", router, implied)
    subnets = rows.listed(cloud.network, "/subnets", "subnets", {"network_id": network_id})
    for subnet in subnets:
        _rename(cloud, "subnets", "subnet", subnet.id)
    turn.check()
    firewalls.make_those_of_default(cloud, network_id, _ranges(subnets))
    tags.write(cloud, "networks", _row(cloud, network_id), [f"{marks.MODE}=auto"])
    turn.check()
    # the name last: it is what tells that all is done
    _rename(cloud, "networks", "network", network_id)
    return _row(cloud, network_id)


def _ranges(subnets: list[Row]) -> list[str]:
    return [subnet["cidr"] for subnet in subnets if subnet["ip_version"] == 4]


def _row(cloud: Cloud, network_id: str) -> Row:
    return Row(rows.get(cloud.network, f"/networks/{network_id}")["network"])


def _rename(cloud: Cloud, collection: str, key: str, resource_id: str) -> Row:
    answer = cloud.network.put(f"/{collection}/{resource_id}", json={key: {"name": NAME}})
    sdk.raise_from_response(answer)
    return Row(answer.json()[key])
