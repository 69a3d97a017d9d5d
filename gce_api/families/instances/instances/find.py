"""Instances: Nova servers in GCE's terms.

Here they are found and shown; how they are shown: :mod:`gce_api.families.instances.instances.show`.
Listing them: instance_lists.py; making and deleting them: instance_lifecycle.py; their power,
properties and devices: the other modules called after instances.
"""

from __future__ import annotations

from typing import Any

from gce_api.database import metadata as database
from gce_api.families.instances.instances import in_flight
from gce_api.families.instances.instances.show import InstanceViews, with_views
from gce_api.families.shared.call import Call
from gce_api.google import errors
from gce_api.google.names import gce_names
from gce_api.google.registry import implements
from gce_api.openstack import finding, identity, places, servers
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row


@implements("compute.instances.get")
def get_instance(call: Call) -> dict[str, Any]:
    views, server = with_views(call, call.cloud, lambda: _find(call, call.name))
    return show(call, views, server)


@implements("compute.instances.getSerialPortOutput")
def get_serial_port_output(call: Call) -> dict[str, Any]:
    """What the first serial port has said; others are empty. ``start`` counts characters."""
    server = find_instance(call, call.name)
    start = int(call.params.get("start") or 0)
    text = _console(call.cloud, server) if call.params.get("port", 1) == 1 else ""
    start = min(start, len(text)) if start >= 0 else max(0, len(text) + start)
    return {
        "contents": text[start:],
        "start": start,
        "next": len(text),
        "selfLink": call.links.base + call.path,
    }


@implements("compute.instances.getGuestAttributes")
def get_guest_attributes(call: Call) -> dict[str, Any]:
    """There are none, which clients are prepared for."""
    find_instance(call, call.name)
    path = call.params.get("queryPath") or call.params.get("variableKey") or ""
    raise errors.NotFound(f"The resource '{path}' of type 'Guest Attribute' was not found.")


def find_instance(call: Call, name: str) -> Row:
    """A server of the path's zone by its name or id.

    :raises errors.NotFound: there is no such instance.
    :raises errors.ResourceNotReady: the instance has no server yet.
    """
    found = _find(call, name)
    if in_flight.is_in_flight(found):
        path = _path(call, found.name)
        raise errors.ResourceNotReady(f"The resource '{path}' is not ready")
    return found


def _find(call: Call, name: str) -> Row:
    """The same, or the row of an instance that has no server yet."""
    zone, cloud = call.zone, call.cloud
    assert zone
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


def target_of(call: Call) -> tuple[Row, str]:
    """The server in the call's path, and its path below the project.

    :raises errors.NotFound: there is none.
    """
    assert call.zone
    server = find_instance(call, call.name)
    return server, f"zones/{call.zone.name}/instances/{name_of(call, server)}"


def show(call: Call, views: InstanceViews, server: Row) -> dict[str, Any]:
    """One instance as it is now."""
    long = database.of_servers(call.services.database, [server.id])
    zone = places.of_server(call.cloud, server)
    return views.view(server, name_of(call, server), zone, long.get(server.id, {}))


def name_of(call: Call, server: Row) -> str:
    """What GCE calls a server that was found by the name, or number, in the call's path."""
    if not call.name.isdecimal():
        return call.name
    if in_flight.is_in_flight(server):
        return server.name
    assert call.zone
    return gce_names(instances_named(call.cloud, call.zone, server.name))[server.id]


def instances_named(cloud: Cloud, zone: places.Zone, name: str) -> list[Row]:
    """The servers of a zone that have exactly this name in Nova."""
    return [s for s in servers.named(cloud, name) if places.of_server(cloud, s) == zone.name]


def _path(call: Call, name: str) -> str:
    assert call.zone
    return f"projects/{call.project.id}/zones/{call.zone.name}/instances/{name}"


def _console(cloud: Cloud, server: Row) -> str:
    """A server's console output; one that is off may have none."""
    answer = cloud.compute.get_server_console_output(server.id)
    return answer.get("output") or ""
