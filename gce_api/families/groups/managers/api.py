"""Managed instance groups, zonal and regional: kept by the endpoint, as OpenStack has none.

The handlers write down what a group should be; the work in the background makes it so
(:mod:`gce_api.families.groups.managers.job`), with the credentials of the user who changed it last.
The methods on single members: :mod:`gce_api.families.groups.managers.members_api`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gce_api.database.references import path_of
from gce_api.families.groups.groups.find import MANAGED
from gce_api.families.groups.managers import find, flow
from gce_api.families.groups.managers import plan as plans
from gce_api.families.groups.managers.show import PASSING, said, to_manager
from gce_api.families.shared import uses
from gce_api.families.shared.call import Call, RegionalCall
from gce_api.google import errors, fingerprints
from gce_api.google.registry import implements

Content = dict[str, Any]


@implements(
    "compute.instanceGroupManagers.list",
    "compute.instanceGroupManagers.aggregatedList",
    "compute.regionInstanceGroupManagers.list",
)
def list_managers(call: Call) -> list[Content]:
    scalers = find.autoscalers(call)
    return [to_manager(call.links, row, scalers.get(path_of(row))) for row in MANAGED.listed(call)]


@implements("compute.instanceGroupManagers.get", "compute.regionInstanceGroupManagers.get")
def get_manager(call: Call) -> Content:
    row = MANAGED.get(call)
    return to_manager(call.links, row, find.autoscalers(call).get(path_of(row)))


@implements("compute.instanceGroupManagers.insert", "compute.regionInstanceGroupManagers.insert")
def insert_manager(call: RegionalCall) -> Content:
    content = plans.plan_manager(call.body, find.for_manager(call))
    return MANAGED.insert(call, call.body.get("name"), content | {"agent": find.agent(call)})


@implements("compute.instanceGroupManagers.patch", "compute.regionInstanceGroupManagers.patch")
def patch_manager(call: RegionalCall) -> Content:
    present, found = MANAGED.get(call).content, find.for_manager(call)
    planned = plans.plan_patch(present, call.body, call.patch, found)

    def patch(content: Content) -> Content:
        fingerprints.check(call.body.get("fingerprint"), said(content), "instance group manager")
        passing = {key: content[key] for key in PASSING if key in content}
        return planned | passing

    return change_manager(call, patch)


@implements("compute.instanceGroupManagers.delete", "compute.regionInstanceGroupManagers.delete")
def delete_manager(call: RegionalCall) -> Content:
    row = MANAGED.get(call)
    find.check_not_scaled(call, path_of(row))
    with call.services.database.reader() as session:
        uses.check_unused(call, session, row)
    arguments = {"group_id": row.id, "agent": find.agent(call)}
    return call.operation("delete", path_of(row), flow.delete, arguments, row.id)


@implements("compute.instanceGroupManagers.resize", "compute.regionInstanceGroupManagers.resize")
def resize_manager(call: RegionalCall) -> Content:
    size = plans.size_of(call.params["size"])
    return change_manager(call, lambda content: {**content, "targetSize": size})


@implements(
    "compute.instanceGroupManagers.setInstanceTemplate",
    "compute.regionInstanceGroupManagers.setInstanceTemplate",
)
def set_instance_template(call: RegionalCall) -> Content:
    """For the instances that are made from now on."""
    url, known = call.body.get("instanceTemplate"), find.for_manager(call).known
    template = plans.template_of(url, "instanceTemplate", known)
    changed = {"versions": [{"instanceTemplate": template.path}]}
    return change_manager(call, lambda content: {**content, **changed})


@implements(
    "compute.instanceGroupManagers.setTargetPools",
    "compute.regionInstanceGroupManagers.setTargetPools",
)
def set_target_pools(call: RegionalCall) -> Content:
    pools = plans.target_pools(call.body.get("targetPools") or [], find.for_manager(call))

    def change(content: Content) -> Content:
        fingerprints.check(call.body.get("fingerprint"), said(content), "instance group manager")
        return {**content, "targetPools": pools}

    return change_manager(call, change)


def change_manager(call: Call, update: Callable[[Content], Content]) -> Content:
    """Change the group in the path; the caller's agent acts for it from now on.

    :raises errors.ResourceNotReady: the group is being deleted.
    """
    MANAGED.get(call)
    agent = find.agent(call)

    def change(content: Content) -> Content:
        if content.get("deleting"):
            raise errors.ResourceNotReady("The instance group is being deleted.")
        return {**update(content), "agent": agent}

    return MANAGED.change(call, change)
