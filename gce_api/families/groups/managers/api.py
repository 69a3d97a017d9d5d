"""Managed instance groups, zonal and regional: kept by the endpoint, as OpenStack has none.

The handlers write down what a group should be; the work in the background makes it so
(:mod:`gce_api.families.groups.managers.job`), with the credentials of the user who changed it last.
The methods on single members: managed_instances.py.
"""

from __future__ import annotations

from typing import Any

from gce_api.database import resources
from gce_api.database.models import Resource
from gce_api.families.balancing import references as balancing
from gce_api.families.groups.groups.api import GROUPS, MANAGERS
from gce_api.families.groups.managers import flow as flows
from gce_api.families.groups.managers import plan as plans
from gce_api.families.groups.managers.show import said, to_manager
from gce_api.families.instances.templates.api import find_template, path_of
from gce_api.families.shared.call import Call
from gce_api.families.shared.kept import scope_of
from gce_api.google import errors, fingerprints
from gce_api.google.registry import implements

Content = dict[str, Any]


@implements(
    "compute.instanceGroupManagers.list",
    "compute.instanceGroupManagers.aggregatedList",
    "compute.regionInstanceGroupManagers.list",
)
def list_managers(call: Call) -> list[dict[str, Any]]:
    scalers = _autoscalers(call)
    return [to_manager(call.links, row, scalers.get(path(row))) for row in MANAGERS.listed(call)]


@implements("compute.instanceGroupManagers.get", "compute.regionInstanceGroupManagers.get")
def get_manager(call: Call) -> dict[str, Any]:
    row = MANAGERS.get(call)
    return to_manager(call.links, row, _autoscalers(call).get(path(row)))


@implements("compute.instanceGroupManagers.insert", "compute.regionInstanceGroupManagers.insert")
def insert_manager(call: Call) -> dict[str, Any]:
    scope, name = scope_of(call), call.body.get("name")
    if any(row.scope == scope and row.name == name for row in GROUPS.of_project(call)):
        raise errors.AlreadyExists.resource(
            f"projects/{call.project.id}/{scope}/instanceGroups/{name}"
        )
    content = plans.plan_manager(call, call.body, agent="")
    return MANAGERS.insert(
        call, name, content | {"agent": call.services.agents.appoint(call.clouds[0])}
    )


@implements("compute.instanceGroupManagers.patch", "compute.regionInstanceGroupManagers.patch")
def patch_manager(call: Call) -> dict[str, Any]:
    planned = plans.plan_patch(call, MANAGERS.get(call).content)

    def patch(content: Content) -> Content:
        fingerprints.check(call.body.get("fingerprint"), said(content), "instance group manager")
        passing = {key: content[key] for key in ("instances", "errors")}
        return planned | passing

    return change_manager(call, patch)


@implements("compute.instanceGroupManagers.delete", "compute.regionInstanceGroupManagers.delete")
def delete_manager(call: Call) -> dict[str, Any]:
    row = MANAGERS.get(call)
    scaler = _autoscalers(call).get(path(row))
    if scaler:
        project = f"projects/{call.project.id}"
        raise errors.ResourceInUse(
            f"The instance_group_manager resource '{project}/{path(row)}' is already being used "
            f"by '{project}/{scaler}'"
        )
    with call.services.database.reader() as session:
        balancing.check_unused(call, session, row)
    arguments = {"group_id": row.id, "agent": call.services.agents.appoint(call.clouds[0])}
    return call.operation("delete", path(row), flows.delete, arguments, row.id)


@implements("compute.instanceGroupManagers.resize", "compute.regionInstanceGroupManagers.resize")
def resize_manager(call: Call) -> dict[str, Any]:
    size = plans.size_of(call.params["size"])
    return change_manager(call, lambda content: {**content, "targetSize": size})


@implements(
    "compute.instanceGroupManagers.setInstanceTemplate",
    "compute.regionInstanceGroupManagers.setInstanceTemplate",
)
def set_instance_template(call: Call) -> dict[str, Any]:
    """For the instances that are made from now on."""
    url = call.body.get("instanceTemplate")
    template = path_of(find_template(call, url, "instanceTemplate"))
    changed = {"versions": [{"instanceTemplate": template}]}
    return change_manager(call, lambda content: {**content, **changed})


@implements(
    "compute.instanceGroupManagers.setTargetPools",
    "compute.regionInstanceGroupManagers.setTargetPools",
)
def set_target_pools(call: Call) -> dict[str, Any]:
    pools = plans.target_pools(call, call.body.get("targetPools") or [])

    def change(content: Content) -> Content:
        fingerprints.check(call.body.get("fingerprint"), said(content), "instance group manager")
        return {**content, "targetPools": pools}

    return change_manager(call, change)


def change_manager(call: Call, update: Any) -> dict[str, Any]:
    """Change the group in the path; the caller's agent acts for it from now on.

    :raises errors.ResourceNotReady: the group is being deleted.
    """
    MANAGERS.get(call)
    agent = call.services.agents.appoint(call.clouds[0])

    def change(content: Content) -> Content:
        if content.get("deleting"):
            raise errors.ResourceNotReady("The instance group is being deleted.")
        return {**update(content), "agent": agent}

    return MANAGERS.change(call, change)


def path(row: Resource) -> str:
    """A manager's path below the project."""
    return f"{row.scope}/{row.collection}/{row.name}"


def _autoscalers(call: Call) -> dict[str, str]:
    """The autoscaler of each group that has one; both as paths."""
    with call.services.database.reader() as session:
        found = resources.listed(session, call.project.uuid, "autoscalers")
        return {row.content["target"]: path(row) for row in found}
