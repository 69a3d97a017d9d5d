"""Target pools: kept by the endpoint; in Octavia, a pool for each port of a forwarding rule."""

from __future__ import annotations

from typing import Any

from gce_api.families.balancing.target_pools import find, plan
from gce_api.families.balancing.target_pools.find import POOLS
from gce_api.families.balancing.target_pools.show import to_health, to_target_pool
from gce_api.families.shared import felt, uses
from gce_api.families.shared.call import Call
from gce_api.families.shared.known import Content
from gce_api.google import errors
from gce_api.google.registry import implements

Json = dict[str, Any]


@implements("compute.targetPools.list", "compute.targetPools.aggregatedList")
def list_target_pools(call: Call) -> list[Json]:
    rows = POOLS.listed(call)
    members = find.members_of(call, rows)
    return [
        to_target_pool(call.links, row, of_row) for row, of_row in zip(rows, members, strict=True)
    ]


@implements("compute.targetPools.get")
def get_target_pool(call: Call) -> Json:
    row = POOLS.get(call)
    (members,) = find.members_of(call, [row])
    return to_target_pool(call.links, row, members)


@implements("compute.targetPools.insert")
def insert_target_pool(call: Call) -> Json:
    found = find.for_pool(call, plan.instances_of(call.body))
    return POOLS.insert(call, call.body.get("name"), plan.plan_pool(call.body, found))


@implements("compute.targetPools.delete")
def delete_target_pool(call: Call) -> Json:
    return uses.delete(call, POOLS)


@implements("compute.targetPools.addInstance")
def add_instance(call: Call) -> Json:
    asked = plan.named(call.body, "instances", "instance")
    new = plan.instances(asked, find.for_pool(call, asked))
    return felt.change(call, POOLS, lambda present: plan.with_instances(present, new))


@implements("compute.targetPools.removeInstance")
def remove_instance(call: Call) -> Json:
    """An instance that does not exist any more can be removed too."""
    asked, known = plan.named(call.body, "instances", "instance"), find.known(call)
    paths = {plan.instance_path(url, field, known): field for field, url in asked}

    def update(present: Content) -> Content:
        has = {entry["path"] for entry in present["instances"]}
        plan.check_has(call.name, has, paths, call.links)
        return plan.without_instances(present, paths)

    return felt.change(call, POOLS, update)


@implements("compute.targetPools.addHealthCheck")
def add_health_check(call: Call) -> Json:
    asked = plan.named(call.body, "healthChecks", "healthCheck")
    new = plan.health_checks(asked, find.known(call))
    return felt.change(call, POOLS, lambda present: plan.with_health_checks(present, new))


@implements("compute.targetPools.removeHealthCheck")
def remove_health_check(call: Call) -> Json:
    asked = plan.named(call.body, "healthChecks", "healthCheck")
    paths = plan.health_checks(asked, find.known(call))

    def update(present: Content) -> Content:
        plan.check_has(call.name, present["healthChecks"], paths, call.links)
        return plan.without_health_checks(present, paths)

    return felt.change(call, POOLS, update)


@implements("compute.targetPools.setBackup", kept=True)
def set_backup(call: Call) -> Json:
    """Kept without an effect: Octavia fails over within a pool, not to another."""
    url, ratio = call.body.get("target"), call.params.get("failoverRatio")
    backup = plan.plan_backup(url, ratio, "target", find.known(call))
    return POOLS.change(call, lambda present: {**present, **backup})


@implements("compute.targetPools.setSecurityPolicy")
def set_security_policy(call: Call) -> Json:
    """Takes the policy away, which no pool has: there are none to give."""
    url, field = call.body.get("securityPolicy"), "securityPolicy"
    if url:
        reference = call.refer(url, "securityPolicies", field)
        scope = f"regions/{reference.region or call.region}"
        raise errors.NotFound.resource(
            f"projects/{call.project.id}/{scope}/securityPolicies/{reference.name}"
        )
    return POOLS.change(call, lambda present: present)


@implements("compute.targetPools.getHealth")
def get_health(call: Call) -> Json:
    """An instance's health behind each forwarding rule, as Octavia sees it."""
    return {"healthStatus": to_health(call.links, find.for_health(call))}
