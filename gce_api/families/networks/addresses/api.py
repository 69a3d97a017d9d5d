"""Addresses: external ones are floating IPs, internal ones reserved ports, in GCE's terms."""

from __future__ import annotations

from collections.abc import Callable

from gce_api.families.networks.addresses import find, flow, rows
from gce_api.families.networks.addresses.plan import (
    KeptPlan,
    is_internal,
    plan_external,
    plan_internal,
    plan_labels,
)
from gce_api.families.networks.addresses.show import to_addresses
from gce_api.families.shared.call import Call
from gce_api.google import errors
from gce_api.google.merging import Json
from gce_api.google.registry import implements
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row
from gce_api.operations.plans import Plan
from gce_api.operations.steps import Flow


@implements("compute.addresses.list")
def list_addresses(call: Call) -> list[Json]:
    return [row for row in list_every_address(call) if row["region"]]


@implements("compute.addresses.aggregatedList")
def list_every_address(call: Call) -> list[Json]:
    return call.in_scope(lambda cloud: _shown(call, cloud, find.addresses(cloud).lasting))


@implements("compute.globalAddresses.list")
def list_global_addresses(call: Call) -> list[Json]:
    return [row for row in list_every_address(call) if not row["region"]]


@implements("compute.addresses.get", "compute.globalAddresses.get")
def get_address(call: Call) -> Json:
    return _shown(call, call.cloud, [find.address_of(call)])[0]


@implements("compute.addresses.insert", "compute.globalAddresses.insert")
def insert_address(call: Call) -> Json:
    """A new floating IP, the ephemeral one of an instance, or a port."""
    found = find.for_insert(call)
    if is_internal(call.body):
        return _insert(call, flow.insert_internal, plan_internal(call.body, found))
    plan = plan_external(call.body, found)
    if isinstance(plan, KeptPlan):
        return _insert(call, flow.keep, plan, plan.address_id)
    return _insert(call, flow.insert, plan)


@implements("compute.addresses.setLabels", "compute.globalAddresses.setLabels")
def set_labels(call: Call) -> Json:
    row = find.address_of(call)
    arguments = {
        "address_id": row.id,
        "internal": rows.is_internal(row),
        "tags_after": plan_labels(call.body, row),
    }
    target = find.path_of(call, rows.name_of(row))
    return call.operation("setLabels", target, flow.set_tags, arguments, row.id)


@implements("compute.addresses.delete", "compute.globalAddresses.delete")
def delete_address(call: Call) -> Json:
    """One that is used stays, but for a promoted one: the instance keeps it as an ephemeral one."""
    row = find.address_of(call)
    target = find.path_of(call, rows.name_of(row))
    if rows.in_use(row) and rows.was_ephemeral(row):
        return call.operation("delete", target, flow.demote, {"address_id": row.id}, row.id)
    if rows.in_use(row):
        user = find.user_of(call, row)
        raise errors.ResourceInUse(
            f"The address resource 'projects/{call.project.id}/{target}' is already being used"
            + (f" by 'projects/{call.project.id}/{user}'" if user else ".")
        )
    arguments = {"address_id": row.id, "internal": rows.is_internal(row)}
    return call.operation("delete", target, flow.delete, arguments, row.id)


def _insert(
    call: Call, make: Callable[..., Flow], plan: Plan, target_id: str | None = None
) -> Json:
    target = find.path_of(call, call.body["name"])
    return call.operation("insert", target, make, {"plan": plan}, target_id)


def _shown(call: Call, cloud: Cloud, found: list[Row]) -> list[Json]:
    return to_addresses(call.links, cloud.name, found, find.surroundings(call, cloud, found))
