"""The network ``default``, which every project of GCE has from its first day.

Neutron can make one (its auto-allocated topology: network, subnet, router to the outside); it is
given GCE's name, so that it is ``default`` for every other tool as well, and the firewalls that GCE
makes along with it.
"""

from __future__ import annotations

from openstack import exceptions as sdk

from gce_api.google import errors
from gce_api.openstack import firewalls, marks, networks, routers, subnets, tags, vpc, words
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
    return next((n for n in networks.internal(cloud) if n.name == NAME), None)


def _make(cloud: Cloud, turn: Turn) -> Row:
    try:
        return _allocate(cloud, turn)
    except (sdk.NotFoundException, sdk.BadRequestException, sdk.ConflictException) as error:
        present = networks.internal(cloud)
        if len(present) == 1:
            return present[0]
        raise errors.Unsupported(
            f"This project has no network '{NAME}' and this cloud cannot make one: "
            f"{words.told(str(error.details or error.message))} Name a network instead."
        ) from error


def _allocate(cloud: Cloud, turn: Turn) -> Row:
    """Let Neutron make the topology, and give its parts their name."""
    network_id = networks.allocate(cloud)
    for port in routers.interfaces_on(cloud, network_id):
        _take_router(cloud, network_id, port["device_id"])
    of_network = subnets.of_network(cloud, network_id)
    for subnet in of_network:
        subnets.change(cloud, subnet.id, {"name": NAME})
    turn.check()
    firewalls.make_those_of_default(cloud, network_id, _ranges(of_network))
    network = networks.get(cloud, network_id)
    tags.write(cloud, networks.NETWORKS, network, [f"{marks.MODE}=auto"])
    turn.check()
    # the name last: it is what tells that all is done
    networks.change(cloud, network_id, {"name": NAME})
    return networks.get(cloud, network_id)


def _take_router(cloud: Cloud, network_id: str, router_id: str) -> None:
    routers.change(cloud, router_id, {"name": NAME})
    vpc.own_router(cloud, network_id, routers.get(cloud, router_id))


def _ranges(of_network: list[Row]) -> list[str]:
    return [subnet["cidr"] for subnet in of_network if subnet["ip_version"] == 4]
