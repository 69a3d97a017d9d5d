"""Instances: Nova's servers, found by what GCE calls them."""

from __future__ import annotations

from typing import Any

from gce_api.database import metadata as database
from gce_api.families.instances.instances import in_flight
from gce_api.families.instances.instances.show import InstanceViews
from gce_api.families.networks.addresses.rows import is_ephemeral
from gce_api.families.shared.call import Call, ZonalCall
from gce_api.google import errors
from gce_api.openstack import finding, floating_ips, identity, marks, places, ports, servers
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.names import gce_names
from gce_api.openstack.parallel import gather
from gce_api.openstack.rows import Row


def find_instance(call: ZonalCall, name: str) -> Row:
    """A server of the path's zone by its name or id.

    :raises errors.NotFound: there is no such instance.
    :raises errors.ResourceNotReady: the instance has no server yet.
    """
    found = find_any(call, name)
    if in_flight.is_in_flight(found):
        path = _path(call, found.name)
        raise errors.ResourceNotReady(f"The resource '{path}' is not ready")
    return found


def find_any(call: ZonalCall, name: str) -> Row:
    """The same, or the row of an instance that has no server yet."""
    zone, cloud = call.zone, call.cloud
    unmade = in_flight.servers(call, cloud, zone, None if name.isdecimal() else name)
    found = finding.by_name(
        name,
        lambda exact: instances_named(cloud, zone, exact),
        lambda: [s for s in servers.detailed(cloud) if places.of_server(cloud, s) == zone.name],
        identity.number,
    ) or finding.among(unmade, name, identity.number)
    if found is None:
        raise errors.NotFound.resource(_path(call, name))
    return found


def is_taken(call: Call, zone: places.Zone, name: str) -> bool:
    """Whether the zone has, or is getting, an instance of this name."""
    return bool(
        in_flight.servers(call, call.cloud, zone, name) or instances_named(call.cloud, zone, name)
    )


def target_of(call: ZonalCall) -> tuple[Row, str]:
    """The server in the call's path, and its path below the project.

    :raises errors.NotFound: there is none.
    """
    server = find_instance(call, call.name)
    return server, f"zones/{call.zone.name}/instances/{name_of(call, server)}"


def show(call: ZonalCall, views: InstanceViews, server: Row) -> dict[str, Any]:
    """One instance as it is now."""
    long = database.of_servers(call.services.database, [server.id])
    zone = places.of_server(call.cloud, server)
    return views.view(server, name_of(call, server), zone, long.get(server.id, {}))


def name_of(call: ZonalCall, server: Row) -> str:
    """What GCE calls a server that was found by the name, or number, in the call's path."""
    if not call.name.isdecimal():
        return call.name
    if in_flight.is_in_flight(server):
        return server.name
    return gce_names(instances_named(call.cloud, call.zone, server.name))[server.id]


def instances_named(cloud: Cloud, zone: places.Zone, name: str) -> list[Row]:
    """The servers of a zone that have exactly this name in Nova."""
    return [s for s in servers.named(cloud, name) if places.of_server(cloud, s) == zone.name]


def parts_of(call: ZonalCall, server: Row) -> dict[str, Any]:
    """A server and what is to go, or to be free again, with it: the arguments of
    :func:`gce_api.families.instances.instances.flow.delete` (two calls at once)."""
    of_server, addresses = gather(
        lambda: ports.of_device(call.cloud, server.id), lambda: floating_ips.listed(call.cloud)
    )
    port_ids = {port.id for port in of_server}
    bound = [address for address in addresses if address["port_id"] in port_ids]
    attached = server["os-extended-volumes:volumes_attached"]
    return {
        "server_id": server.id,
        "volume_ids": [volume["id"] for volume in attached if volume["delete_on_termination"]],
        "port_ids": [p.id for p in of_server if (p["description"] or "").startswith(marks.PORT)],
        "address_ids": [address.id for address in bound if is_ephemeral(address)],
        "lasting_ids": [address.id for address in bound if not is_ephemeral(address)],
    }


def _path(call: ZonalCall, name: str) -> str:
    return f"projects/{call.project.id}/zones/{call.zone.name}/instances/{name}"
