"""Instances: Nova's servers, found by what GCE calls them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gce_api.database import metadata as database
from gce_api.families.instances.instances import in_flight
from gce_api.families.instances.instances.show import InstanceViews, with_views
from gce_api.families.networks.addresses.rows import is_ephemeral
from gce_api.families.shared.call import Call, ZonalCall
from gce_api.google import errors
from gce_api.google.names import gce_names
from gce_api.openstack import finding, floating_ips, identity, marks, places, ports, servers
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.parallel import gather
from gce_api.openstack.places import Zone
from gce_api.openstack.rows import Row

Json = dict[str, Any]
Fetch = Callable[[Call, Zone, str], Row]


def find_instance(call: Call, zone: Zone, name: str) -> Row:
    """A server of a zone by its name or id.

    :raises errors.NotFound: there is no such instance.
    :raises errors.ResourceNotReady: the instance has no server yet.
    """
    found = find_any(call, zone, name)
    if in_flight.is_in_flight(found):
        path = _path(call, zone, found.name)
        raise errors.ResourceNotReady(f"The resource '{path}' is not ready")
    return found


def find_any(call: Call, zone: Zone, name: str) -> Row:
    """The same, or the row of an instance that has no server yet."""
    cloud = call.cloud_of(zone.region)
    unmade = in_flight.servers(call, cloud, zone, None if name.isdecimal() else name)
    found = finding.by_name(
        name,
        lambda exact: instances_named(cloud, zone, exact),
        lambda: [s for s in servers.detailed(cloud) if places.of_server(cloud, s) == zone.name],
        identity.number,
    ) or finding.among(unmade, name, identity.number)
    if found is None:
        raise errors.NotFound.resource(_path(call, zone, name))
    return found


def is_taken(call: Call, zone: Zone, name: str) -> bool:
    """Whether the zone has, or is getting, an instance of this name."""
    return bool(
        in_flight.servers(call, call.cloud, zone, name) or instances_named(call.cloud, zone, name)
    )


def target_of(call: ZonalCall) -> tuple[Row, str]:
    """The server in the call's path, and its path below the project.

    :raises errors.NotFound: there is none.
    """
    server = find_instance(call, call.zone, call.name)
    name = _name_of(call.cloud, call.zone, call.name, server)
    return server, f"zones/{call.zone.name}/instances/{name}"


def shown(call: Call, zone: Zone, name: str, fetch: Fetch) -> tuple[InstanceViews, Row, Json]:
    """An instance of a zone as it is now: what shows it, its server, and GCE's Instance.

    :param fetch: :func:`find_instance` or :func:`find_any`.
    """
    cloud = call.cloud_of(zone.region)
    views, server = with_views(call, cloud, lambda: fetch(call, zone, name))
    long = database.of_servers(call.services.database, [server.id])
    called = _name_of(cloud, zone, name, server)
    return views, server, views.view(server, called, zone.name, long.get(server.id, {}))


def _name_of(cloud: Cloud, zone: Zone, asked: str, server: Row) -> str:
    """What GCE calls a server of a zone that was found by the name, or number, ``asked``."""
    if not asked.isdecimal():
        return asked
    if in_flight.is_in_flight(server):
        return server.name
    return gce_names(instances_named(cloud, zone, server.name))[server.id]


def instances_named(cloud: Cloud, zone: Zone, name: str) -> list[Row]:
    """The servers of a zone that have exactly this name in Nova."""
    return [s for s in servers.named(cloud, name) if places.of_server(cloud, s) == zone.name]


def parts_of(call: ZonalCall, server: Row) -> Json:
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


def _path(call: Call, zone: Zone, name: str) -> str:
    return f"projects/{call.project.id}/zones/{zone.name}/instances/{name}"
