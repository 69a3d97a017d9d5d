"""Instances: Nova servers in GCE's terms.

Here they are found and shown; how they are shown: :mod:`gce_api.views.instances`. Making and
deleting them: instance_lifecycle.py; their power, properties and devices: the other modules
called after instances.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator
from typing import Any

from oslo_utils import uuidutils

from gce_api import errors, finding, places
from gce_api.call import Call
from gce_api.database import metadata as database
from gce_api.names import gce_names
from gce_api.openstack import servers
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row
from gce_api.registry import implements
from gce_api.views.instances import InstanceViews, with_views

Cursor = tuple[str, str]  # name and UUID of a server
Named = tuple[str, str, Row]  # what GCE calls it, its zone, the server


@implements("compute.instances.list", "compute.instances.aggregatedList", paged=True)
def list_instances(
    call: Call, cloud: Cloud, after: Any
) -> Iterator[tuple[list[str], dict[str, Any]]]:
    assert call.page
    cursor = _cursor(call, after)
    query = {"availability_zone": call.zone.az} if call.zone else {}
    # one row more than are used tells whether the last one's name is its own
    found = servers.in_name_order(cloud, query, call.page.chunk + 1, cursor)
    views, first = with_views(call, cloud, lambda: next(found, None))
    named = _named(cloud, itertools.chain([first] if first else [], found), cursor)
    if call.zone:
        named = (entry for entry in named if entry[1] == call.zone.name)
    while batch := list(itertools.islice(named, call.page.chunk)):
        long = database.of_servers(call.services.database, [row.id for _, _, row in batch])
        for name, zone, row in batch:
            yield [row.name, row.id], views.view(row, name, zone, long.get(row.id, {}))


@implements("compute.instances.get")
def get_instance(call: Call) -> dict[str, Any]:
    views, server = with_views(call, call.cloud, lambda: find_instance(call, call.name))
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

    :raises errors.NotFound: there is none.
    """
    assert call.zone
    return find_in_zone(call, call.zone, name)


def find_in_zone(call: Call, zone: places.Zone, name: str) -> Row:
    """The same in any zone."""
    cloud = call.cloud_of(zone.region)
    found = finding.by_name(
        name,
        lambda exact: instances_named(cloud, zone, exact),
        lambda: [s for s in servers.detailed(cloud) if zone_of(cloud, s) == zone.name],
    )
    if found is None:
        path = f"projects/{call.project.id}/zones/{zone.name}/instances/{name}"
        raise errors.NotFound.resource(path)
    return found


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
    zone = zone_of(call.cloud, server)
    return views.view(server, name_of(call, server), zone, long.get(server.id, {}))


def name_of(call: Call, server: Row) -> str:
    """What GCE calls a server that was found by the name, or number, in the call's path."""
    if not call.name.isdecimal():
        return call.name
    assert call.zone
    return gce_names(instances_named(call.cloud, call.zone, server.name))[server.id]


def instances_named(cloud: Cloud, zone: places.Zone, name: str) -> list[Row]:
    """The servers of a zone that have exactly this name in Nova."""
    return [s for s in servers.named(cloud, name) if zone_of(cloud, s) == zone.name]


def zone_of(cloud: Cloud, server: Row) -> str:
    """GCE name of a server's zone."""
    return places.zone_of(cloud, server["OS-EXT-AZ:availability_zone"])


def _cursor(call: Call, after: Any) -> Cursor | None:
    if after is None:
        return None
    if isinstance(after, list) and len(after) == 2 and uuidutils.is_uuid_like(after[1]):
        return str(after[0]), after[1]
    raise errors.Invalid(
        f"Invalid value for field 'pageToken': '{call.params.get('pageToken')}'. Not a page token."
    )


def _named(cloud: Cloud, found: Iterable[Row], after: Cursor | None) -> Iterator[Named]:
    """Each server with its name and zone; names have to be unique within a zone."""
    place = functools.partial(zone_of, cloud)
    seen = after[0].lower() if after else None
    # databases may sort without regard to case: equal names are neighbours only in this way
    for key, neighbours in itertools.groupby(found, lambda server: server.name.lower()):
        group = list(neighbours)
        # some servers of this name may have been on the page before
        known = servers.named(cloud, group[0].name) if key == seen else []
        group_and_known = {server.id: server for server in [*known, *group]}.values()
        shown = gce_names(group_and_known, place)
        for server in group:
            yield shown[server.id], place(server), server


def _console(cloud: Cloud, server: Row) -> str:
    """A server's console output; one that is off may have none."""
    answer = cloud.compute.get_server_console_output(server.id)
    return answer.get("output") or ""
