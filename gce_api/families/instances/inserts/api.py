"""Making instances: one, or many by one request."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

from gce_api.families.instances.inserts import bulk, bulk_flow, find, flow
from gce_api.families.instances.inserts.plan import InstancePlan, plan_instance
from gce_api.families.instances.machine_images.find import with_machine_image
from gce_api.families.instances.templates.find import with_template
from gce_api.families.shared.call import Call, RegionalCall, ZonalCall
from gce_api.google.registry import implements
from gce_api.openstack import places
from gce_api.openstack.places import Zone
from gce_api.operations.rows import Prepared

Json = dict[str, Any]


@implements("compute.instances.insert")
def insert_instance(call: ZonalCall) -> Json:
    body = with_template(call, call.params.get("sourceInstanceTemplate"), call.body)
    body = with_machine_image(call, body)
    found = find.for_instances(call, [(call.zone, body)])
    plan = plan_instance(body, call.zone, found)
    return call.services.operations.accept(call, prepare_insert(call, call.zone, plan))


@implements("compute.instances.bulkInsert", "compute.regionInstances.bulkInsert")
def bulk_insert(call: RegionalCall) -> Json:
    """An operation for each instance, and one of all; ``operationGroupId`` holds them together.

    Every instance is planned before the first one is begun, and all operations are accepted at
    once: what is repeated (``requestId``) finds all of them, or begins afresh.
    """
    count, least = bulk.count_of(call.body)
    taken = find.names_in_region(call)
    names = bulk.names_of(call.body, count, taken)
    template = call.body.get("sourceInstanceTemplate")
    properties = with_template(call, template, call.body.get("instanceProperties") or {})
    bodies = [bulk.body_of(call.body, properties, name) for name in names]
    asked = list(zip(_zones(call, count), bodies, strict=True))
    found = find.for_instances(call, asked, taken)
    planned = [(zone, plan_instance(body, zone, found)) for zone, body in asked]
    return _accept(call, planned, least)


def prepare_insert(
    call: Call, zone: Zone, plan: InstancePlan, group_id: str | None = None
) -> Prepared:
    """The operation that makes a planned instance.

    :param call: one whose path names the zone.
    :param group_id: of the request that asks for several.
    """
    target = f"zones/{zone.name}/instances/{plan.name}"
    return call.services.operations.prepare(
        call, "insert", target, flow.insert, {"plan": plan}, group_id=group_id, claims=plan.claims
    )


def _accept(call: RegionalCall, planned: Sequence[tuple[Zone, InstancePlan]], least: int) -> Json:
    """Begin the operations of planned instances, and the one of all."""
    operations, group_id = call.services.operations, str(secrets.randbits(63))
    parts = [prepare_insert(_within(call, zone), zone, plan, group_id) for zone, plan in planned]
    children = [
        bulk_flow.Child(operation=part.name, plan=plan)
        for part, (_, plan) in zip(parts, planned, strict=True)
    ]
    place = f"zones/{call.zone.name}" if call.zone else f"regions/{call.region}"
    arguments = {"children": children, "least": least}
    target = f"{place}/instances"
    whole = operations.prepare(
        call, "bulkInsert", target, bulk_flow.insert, arguments, group_id=group_id
    )
    return operations.accept(call, whole, *parts)


def _within(call: Call, zone: Zone) -> Call:
    """The call as if one instance had been asked for by itself, in its zone."""
    return call.within("compute.instances.insert", zone=zone.name)


def _zones(call: RegionalCall, count: int) -> list[Zone]:
    """The zone of each instance."""
    if call.zone:
        return [call.zone] * count
    found = {zone.name: zone for zone in places.zones(call.cloud) if zone.available}
    policy = call.body.get("locationPolicy") or {}
    return [found[name] for name in bulk.zones_of(policy, list(found), count)]
