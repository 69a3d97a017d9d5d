"""Making many instances by one request."""

from __future__ import annotations

import dataclasses
import secrets
from typing import Any

from gce_api.families.instances.bulk import flow as flows
from gce_api.families.instances.bulk import plan as plans
from gce_api.families.instances.instances import in_flight
from gce_api.families.instances.instances.api import prepare_insert
from gce_api.families.instances.instances.plan import plan_instance
from gce_api.families.instances.templates.api import with_template
from gce_api.families.shared.call import Call
from gce_api.google.registry import implements
from gce_api.openstack import places, servers

Json = dict[str, Any]


@implements("compute.instances.bulkInsert", "compute.regionInstances.bulkInsert")
def bulk_insert(call: Call) -> Json:
    """An operation for each instance, and one of all; ``operationGroupId`` holds them together.

    Every instance is planned before the first one is begun, and all operations are accepted at
    once: what is repeated (``requestId``) finds all of them, or begins afresh.
    """
    count, least = plans.count_of(call.body)
    names = plans.names_of(call.body, count, _taken(call))
    where = _zones(call, count)
    planned = [
        (zone, plan_instance(call, zone, _body(call, name)))
        for name, zone in zip(names, where, strict=True)
    ]
    group_id = str(secrets.randbits(63))
    parts = [prepare_insert(_within(call, zone), plan, group_id) for zone, plan in planned]
    children = [
        {"operation": part.name, "plan": plan}
        for part, (_, plan) in zip(parts, planned, strict=True)
    ]
    place = f"zones/{call.zone.name}" if call.zone else f"regions/{call.region}"
    operations = call.services.operations
    whole = operations.prepare(
        call,
        "bulkInsert",
        f"{place}/instances",
        flows.insert,
        {"children": children, "least": least},
        group_id=group_id,
    )
    return operations.accept(call, whole, *parts)


def _taken(call: Call) -> set[str]:
    """The names of the region's instances, also of those that are being made."""
    unmade = in_flight.servers(call, call.cloud, None)
    return {server.name for server in [*unmade, *servers.brief(call.cloud)]}


def _within(call: Call, zone: places.Zone) -> Call:
    """The call as if one instance had been asked for by itself, in its zone."""
    params = {"project": call.params["project"], "zone": zone.name}
    return dataclasses.replace(call, params=params)


def _body(call: Call, name: str) -> Json:
    """The request for one of the instances."""
    properties = call.body.get("instanceProperties") or {}
    if call.body.get("sourceInstanceTemplate"):
        properties = with_template(call, call.body["sourceInstanceTemplate"], properties)
    hostname = plans.hostname_of(call.body, name)
    return properties | {"name": name} | ({"hostname": hostname} if hostname else {})


def _zones(call: Call, count: int) -> list[places.Zone]:
    """The zone of each instance."""
    if call.zone:
        return [call.zone] * count
    found = {zone.name: zone for zone in places.zones(call.cloud) if zone.available}
    policy = call.body.get("locationPolicy") or {}
    return [found[name] for name in plans.zones_of(policy, list(found), count)]
