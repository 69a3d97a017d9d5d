"""Instances, one by one; lists: :mod:`gce_api.families.instances.instances.lists`.

Making them: :mod:`gce_api.families.instances.inserts`.
"""

from __future__ import annotations

from typing import Any

from gce_api.families.instances.instances import find, flow
from gce_api.families.shared import settings
from gce_api.families.shared.call import ZonalCall
from gce_api.google import errors
from gce_api.google.registry import implements
from gce_api.openstack import servers
from gce_api.openstack.identity import number

Json = dict[str, Any]


@implements("compute.instances.get")
def get_instance(call: ZonalCall) -> Json:
    _, _, instance = find.shown(call, call.zone, call.name, find.find_any)
    return instance


@implements("compute.instances.delete")
def delete_instance(call: ZonalCall) -> Json:
    server, target = find.target_of(call)
    if settings.read(server["metadata"], "deletionProtection"):
        raise errors.Invalid(
            "Invalid resource usage: 'Resource cannot be deleted if it's protected against "
            f"deletion. Resource: projects/{call.project.id}/{target}'."
        )
    parts = find.parts_of(call, server)
    return call.operation("delete", target, flow.delete, parts, number(server))


@implements("compute.instances.getSerialPortOutput")
def get_serial_port_output(call: ZonalCall) -> Json:
    """What the first serial port has said; others are empty. ``start`` counts characters."""
    server = find.find_instance(call, call.zone, call.name)
    start = int(call.params.get("start") or 0)
    is_first = call.params.get("port", 1) == 1
    text = servers.console_output(call.cloud, server.id) if is_first else ""
    start = min(start, len(text)) if start >= 0 else max(0, len(text) + start)
    return {
        "contents": text[start:],
        "start": start,
        "next": len(text),
        "selfLink": call.links.base + call.path,
    }


@implements("compute.instances.getGuestAttributes")
def get_guest_attributes(call: ZonalCall) -> Json:
    """There are none, which clients are prepared for."""
    find.find_instance(call, call.zone, call.name)
    path = call.params.get("queryPath") or call.params.get("variableKey") or ""
    raise errors.NotFound(f"The resource '{path}' of type 'Guest Attribute' was not found.")
