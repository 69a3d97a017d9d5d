"""Resource policies: snapshot schedules and consistency groups of disks, and placement policies.

Schedules are followed in the background (:mod:`gce_api.families.storage.resource_policies.job`),
groups are copied (:mod:`gce_api.families.storage.consistency_groups.api`). A placement policy is
kept, and has no effect on where OpenStack puts servers.
"""

from __future__ import annotations

from typing import Any

from gce_api.database.models import Resource
from gce_api.families.shared.call import Call, ListCall, RegionalCall
from gce_api.families.shared.kept import shown
from gce_api.families.storage.disks.lookup import whole_region
from gce_api.families.storage.disks.marked import policies
from gce_api.families.storage.disks.places import scope_of
from gce_api.families.storage.resource_policies.find import POLICIES
from gce_api.families.storage.resource_policies.found import GROUP, PLACEMENT, SCHEDULE
from gce_api.families.storage.resource_policies.plan import content_of, given_by, patched
from gce_api.google import errors
from gce_api.google.links import Links
from gce_api.google.names import check_name
from gce_api.google.registry import implements

Json = dict[str, Any]


@implements("compute.resourcePolicies.list", "compute.resourcePolicies.aggregatedList")
def list_resource_policies(call: ListCall) -> list[Json]:
    return [to_policy(call.links, row) for row in POLICIES.listed(call)]


@implements("compute.resourcePolicies.get")
def get_resource_policy(call: RegionalCall) -> Json:
    return to_policy(call.links, POLICIES.get(call))


@implements("compute.resourcePolicies.insert")
def insert_resource_policy(call: RegionalCall) -> Json:
    name, content = check_name(call.body.get("name")), content_of(call.body)
    return POLICIES.insert(call, name, content | _agent(call, content))


@implements("compute.resourcePolicies.patch")
def patch_resource_policy(call: RegionalCall) -> Json:
    """Changes what the body has, or what ``updateMask`` names: away where the body has it not."""
    given = given_by(call.patch, call.params.get("updateMask") or "")
    agent = _agent(call, given)
    return POLICIES.change(call, lambda present: patched(present, given) | agent)


def _agent(call: Call, content: Json) -> Json:
    """Who follows a schedule for its project."""
    if not content.get(SCHEDULE):
        return {}
    return {"agent": call.services.agents.appoint(call.clouds[0])}


@implements("compute.resourcePolicies.delete")
def delete_resource_policy(call: RegionalCall) -> Json:
    row, disks = POLICIES.get(call), whole_region(call.cloud)
    for volume in disks.volumes:
        if row.name in policies(volume):
            project = f"projects/{call.project.id}"
            raise errors.ResourceInUse.by(
                "resource_policy",
                f"{project}/{row.scope}/resourcePolicies/{row.name}",
                f"{project}/{scope_of(disks.region, volume)}/disks/{volume.name}",
            )
    return POLICIES.delete(call)


def to_policy(links: Links, row: Resource) -> Json:
    """GCE's ResourcePolicy."""
    return {
        **shown(links, row),
        "description": row.content.get("description"),
        "status": "READY",
        SCHEDULE: row.content.get(SCHEDULE),
        PLACEMENT: row.content.get(PLACEMENT),
        GROUP: row.content.get(GROUP),
    }
