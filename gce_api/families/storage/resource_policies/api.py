"""Resource policies: snapshot schedules and consistency groups of disks, and placement policies.

Schedules are followed in the background (:mod:`gce_api.families.storage.resource_policies.job`),
groups are copied (:mod:`gce_api.families.storage.consistency_groups.api`). A placement policy is
kept, and has no effect on where OpenStack puts servers.
"""

from __future__ import annotations

from typing import Any

from gce_api.database.models import Resource
from gce_api.families.shared.call import Call
from gce_api.families.shared.kept import Collection, shown
from gce_api.families.storage.disks import find as disks
from gce_api.families.storage.disks import places as disk_places
from gce_api.families.storage.resource_policies.plan import plan_policy
from gce_api.google import errors
from gce_api.google.merging import without_nulls
from gce_api.google.registry import implements
from gce_api.openstack.names import check_name

POLICIES = Collection("resourcePolicies")
SCHEDULE = "snapshotSchedulePolicy"
PLACEMENT = "groupPlacementPolicy"
GROUP = "diskConsistencyGroupPolicy"
KINDS = (SCHEDULE, PLACEMENT, GROUP)
OF_DISKS = {SCHEDULE, GROUP}
UNSUPPORTED = {
    "instanceSchedulePolicy": "Schedules that start and stop instances are not available here.",
    "workloadPolicy": "Workload policies are not available here.",
}


@implements("compute.resourcePolicies.list", "compute.resourcePolicies.aggregatedList")
def list_resource_policies(call: Call) -> list[dict[str, Any]]:
    return [to_policy(call, row) for row in POLICIES.listed(call)]


@implements("compute.resourcePolicies.get")
def get_resource_policy(call: Call) -> dict[str, Any]:
    return to_policy(call, POLICIES.get(call))


@implements("compute.resourcePolicies.insert")
def insert_resource_policy(call: Call) -> dict[str, Any]:
    name, content = check_name(call.body.get("name")), _checked(call.body)
    if SCHEDULE in content:
        content["agent"] = call.services.agents.appoint(call.clouds[0])
    return POLICIES.insert(call, name, content)


@implements("compute.resourcePolicies.patch")
def patch_resource_policy(call: Call) -> dict[str, Any]:
    """Changes what the body has, or what ``updateMask`` names: away where the body has it not."""
    masked = call.params.get("updateMask") or ""
    fields = {name.strip().split(".")[0] for name in masked.split(",") if name.strip()}
    given = {name: call.patch.get(name) for name in fields} if fields else call.patch
    agent = {}
    if given.get(SCHEDULE):
        agent = {"agent": call.services.agents.appoint(call.clouds[0])}
    return POLICIES.change(call, lambda present: _patched(present, given) | agent)


@implements("compute.resourcePolicies.delete")
def delete_resource_policy(call: Call) -> dict[str, Any]:
    row = POLICIES.get(call)
    for volume in disks.fetch(call.cloud):
        if row.name in disks.policies(volume):
            path = f"projects/{call.project.id}/{row.scope}/resourcePolicies/{row.name}"
            scope = disk_places.scope_of(call.cloud, volume)
            raise errors.ResourceInUse(
                f"The resource_policy resource '{path}' is already being used by "
                f"'projects/{call.project.id}/{scope}/disks/{volume.name}'"
            )
    return POLICIES.delete(call)


def of_disk(call: Call, urls: list[str]) -> list[Resource]:
    """The policies that a request wants for a disk of the path's region.

    :raises errors.Invalid: one cannot be a disk's, or is of another region.
    :raises errors.NotFound: there is none of this name.
    """
    return [_of_disk(call, url) for url in urls]


def _of_disk(call: Call, url: str) -> Resource:
    field = "resource.resourcePolicies"
    reference = call.refer(url, "resourcePolicies", field)
    row = POLICIES.referred(call, reference, f"regions/{call.region}")
    if row.scope != f"regions/{call.region}":
        raise errors.Invalid(
            f"Invalid value for field '{field}': '{url}'. It is not in the disk's region."
        )
    if not OF_DISKS & row.content.keys():
        raise errors.Invalid(
            f"Invalid value for field '{field}': '{url}'. It is no snapshot schedule, and no "
            "consistency group."
        )
    return row


def to_policy(call: Call, row: Resource) -> dict[str, Any]:
    """GCE's ResourcePolicy."""
    return {
        **shown(call.links, row),
        "description": row.content.get("description"),
        "status": "READY",
        SCHEDULE: row.content.get(SCHEDULE),
        PLACEMENT: row.content.get(PLACEMENT),
        GROUP: row.content.get(GROUP),
    }


def _checked(body: dict[str, Any]) -> dict[str, Any]:
    """What is kept of a policy.

    :raises errors.GceError: it cannot be had as asked for.
    """
    for field, message in UNSUPPORTED.items():
        if body.get(field) is not None:
            raise errors.Unsupported(message)
    policies = [field for field in KINDS if body.get(field) is not None]
    if len(policies) != 1:
        raise errors.Required(f"A resource policy has one of: {', '.join(KINDS)}.")
    content = {policies[0]: body[policies[0]], "description": body.get("description") or None}
    if SCHEDULE in content:
        content[SCHEDULE] = plan_policy(content[SCHEDULE])
    return content


def _patched(present: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    """The present content with a patch: of a schedule, the parts that the patch has."""
    merged = {**present, **given}
    if given.get(SCHEDULE):
        merged[SCHEDULE] = {**present.get(SCHEDULE, {}), **given[SCHEDULE]}
    others = {name: value for name, value in present.items() if name not in KINDS}
    return {**others, **_checked(without_nulls(merged))}
