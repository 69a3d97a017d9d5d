"""The members of managed instance groups, one by one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gce_api.families.groups.groups.find import MANAGED
from gce_api.families.groups.managers import members, versions
from gce_api.families.groups.managers import plan as plans
from gce_api.families.groups.managers.api import change_manager
from gce_api.families.groups.managers.show import to_error, to_managed_instance
from gce_api.families.groups.managers.versions import Version
from gce_api.families.shared.call import Call
from gce_api.google.registry import implements
from gce_api.openstack import servers

Content = dict[str, Any]


@implements(
    "compute.instanceGroupManagers.listManagedInstances",
    "compute.regionInstanceGroupManagers.listManagedInstances",
)
def list_managed_instances(call: Call) -> list[Content]:
    row = MANAGED.get(call)
    found = {server.id: server for server in servers.detailed(call.cloud)}
    return [
        to_managed_instance(call.links, row, name, found.get(member["server"]))
        for name, member in row.content["instances"].items()
    ]


@implements(
    "compute.instanceGroupManagers.listErrors",
    "compute.regionInstanceGroupManagers.listErrors",
)
def list_errors(call: Call) -> list[Content]:
    """The latest failures of making, deleting and starting members."""
    return [to_error(call.links, error) for error in MANAGED.get(call).content["errors"]]


@implements(
    "compute.instanceGroupManagers.createInstances",
    "compute.regionInstanceGroupManagers.createInstances",
)
def create_instances(call: Call) -> Content:
    """More members, of names that the user chooses."""
    names = [asked.get("name") or "" for asked in call.body.get("instances") or []]
    return change_manager(call, lambda content: plans.with_new_members(content, names))


@implements(
    "compute.instanceGroupManagers.deleteInstances",
    "compute.regionInstanceGroupManagers.deleteInstances",
)
def delete_instances(call: Call) -> Content:
    """Delete members; the group gets smaller by them."""

    def delete(content: Content, name: str) -> None:
        if content["instances"][name]["action"] != "DELETING":
            members.give_up(content, name)
            content["targetSize"] -= 1

    return _change_each(call, delete)


@implements(
    "compute.instanceGroupManagers.abandonInstances",
    "compute.regionInstanceGroupManagers.abandonInstances",
)
def abandon_instances(call: Call) -> Content:
    """Let members go on by themselves; the group gets smaller by them."""

    def abandon(content: Content, name: str) -> None:
        if content["instances"].pop(name)["action"] != "DELETING":
            content["targetSize"] -= 1

    return _change_each(call, abandon)


@implements(
    "compute.instanceGroupManagers.recreateInstances",
    "compute.regionInstanceGroupManagers.recreateInstances",
)
def recreate_instances(call: Call) -> Content:
    """Replace members by new instances of the same names, of the group's present versions."""

    def recreate(content: Content, name: str) -> None:
        members.recreate(content, name, _present_version(content, name))

    return _change_each(call, recreate)


@implements(
    "compute.instanceGroupManagers.applyUpdatesToInstances",
    "compute.regionInstanceGroupManagers.applyUpdatesToInstances",
)
def apply_updates_to_instances(call: Call) -> Content:
    """Make members what the group's versions say, with ``minimalAction`` at the least."""

    def update(content: Content, name: str) -> None:
        members.update(content, name, _present_version(content, name), call.body)

    return _change_each(call, update)


def _present_version(content: Content, name: str) -> Version:
    """The version that a member is to be of, which may be the one that it is of."""
    wanted = versions.outdated(content).get(name)
    return (
        wanted
        or versions.version_of(content, content["instances"][name])
        or versions.primary(content)
    )


def _change_each(call: Call, change: Callable[[Content, str], None]) -> Content:
    """Change the members that the body names, or all."""

    def update(content: Content) -> Content:
        copies = {name: dict(member) for name, member in content["instances"].items()}
        changed = {**content, "instances": copies}
        urls = call.body.get("instances") or []
        everyone = list(copies) if call.body.get("allInstances") else []
        skip = bool(call.body.get("skipInstancesOnValidationError"))
        for name in everyone or plans.members_named(content, urls, skip=skip):
            change(changed, name)
        return changed

    return change_manager(call, update)
