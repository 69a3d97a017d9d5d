"""Instance groups: the unmanaged ones are kept by the endpoint, as OpenStack has none.

A managed group is shown here as well; what changes it: :mod:`gce_api.families.groups.managers.api`.
"""

from __future__ import annotations

from typing import Any

from gce_api.database.models import Resource
from gce_api.database.references import path_of
from gce_api.families.groups.groups import find, plan
from gce_api.families.groups.groups.find import KEPT, MANAGED
from gce_api.families.groups.groups.show import to_group, to_member
from gce_api.families.groups.members import server_ids
from gce_api.families.shared import felt, uses
from gce_api.families.shared.call import Call, ListCall, ZonalCall
from gce_api.families.shared.kept import Collection
from gce_api.google import fingerprints
from gce_api.google.registry import implements

Json = dict[str, Any]


@implements(
    "compute.instanceGroups.list",
    "compute.instanceGroups.aggregatedList",
    "compute.regionInstanceGroups.list",
)
def list_groups(call: ListCall) -> list[Json]:
    found = KEPT.listed(call) + MANAGED.listed(call)
    there = find.there(call) if found else set()
    return [to_group(call.links, row, _size(row, there)) for row in found]


@implements("compute.instanceGroups.get", "compute.regionInstanceGroups.get")
def get_group(call: Call) -> Json:
    row = find.group_in(call)
    return to_group(call.links, row, _size(row, find.there(call)))


@implements("compute.instanceGroups.insert")
def insert_group(call: ZonalCall) -> Json:
    content = plan.plan_group(call.body, find.for_insert(call))
    return KEPT.insert(call, call.body.get("name"), content)


@implements("compute.instanceGroups.delete")
def delete_group(call: ZonalCall) -> Json:
    """The instances go on."""
    find.check_unmanaged(call)
    return uses.delete(call, KEPT)


@implements("compute.instanceGroups.addInstances")
def add_instances(call: ZonalCall) -> Json:
    find.check_unmanaged(call)
    found = find.new_members(call)
    return felt.change(call, KEPT, lambda content: plan.with_members(content, found))


@implements("compute.instanceGroups.removeInstances")
def remove_instances(call: ZonalCall) -> Json:
    find.check_unmanaged(call)
    gone = find.members(call)
    return felt.change(call, KEPT, lambda content: plan.without_members(content, gone))


@implements(
    "compute.instanceGroups.listInstances",
    "compute.regionInstanceGroups.listInstances",
)
def list_instances(call: Call) -> list[Json]:
    row = find.group_in(call)
    found = [to_member(call.links, row, path, vm) for path, vm in find.members_of(call, row)]
    only_running = call.body.get("instanceState") == "RUNNING"
    return [one for one in found if one["status"] == "RUNNING" or not only_running]


@implements(
    "compute.instanceGroups.setNamedPorts",
    "compute.regionInstanceGroups.setNamedPorts",
)
def set_named_ports(call: Call) -> Json:
    row = find.group_in(call)
    ports = plan.named_ports(call.body)

    def change(content: Json) -> Json:
        present = content.get("namedPorts") or []
        fingerprints.check(call.body.get("fingerprint"), present, "named ports")
        return {**content, "namedPorts": ports}

    return felt.change(call, Collection(row.collection), change)


@implements("compute.instances.listReferrers")
def list_referrers(call: ListCall) -> list[Json]:
    """The groups that an instance, or each of the zone (``-``), is in."""
    paths = find.asked_about(call)
    return [
        {
            "referenceType": "MEMBER_OF",
            "referrer": call.links.url(path_of(row)),
            "target": call.links.url(paths[server]),
        }
        for row in KEPT.of_project(call) + MANAGED.of_project(call)
        for server in server_ids(row.content)
        if server in paths
    ]


def _size(row: Resource, there: set[str]) -> int:
    return len(there.intersection(server_ids(row.content)))
