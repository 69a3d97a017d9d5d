"""The members of a group, and what can be done with some of them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

from gce_dashboard.api import Client
from gce_dashboard.framework import fields
from gce_dashboard.framework.actions import Action
from gce_dashboard.framework.gcloud import Command, place_flags
from gce_dashboard.framework.offer import Nothing, Option
from gce_dashboard.framework.resources import last, path_of
from gce_dashboard.groups.resource import UPDATE_PERMISSION, is_managed, is_manager
from gce_dashboard.i18n import gettext as told
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]
ONLY_RESTART = {"minimalAction": "RESTART", "mostDisruptiveAllowedAction": "RESTART"}


def managed(client: Client, path: str) -> list[Json]:
    """The members of a managed group; none of another."""
    if not is_manager(path):
        return []
    return client.ask(f"{path}/listManagedInstances").get("managedInstances", [])


def unmanaged(client: Client, path: str) -> list[Json]:
    """The members of an unmanaged group; none of another."""
    return [] if is_manager(path) else client.ask(f"{path}/listInstances").get("items", [])


def errors(client: Client, path: str) -> list[Json]:
    """The latest failures of a managed group, the newest first."""
    if not is_manager(path):
        return []
    found = client.list_all(f"{path}/listErrors")
    return sorted(found, key=lambda each: each.get("timestamp", ""), reverse=True)


def own_path(group: Json) -> str:
    return path_of(group["selfLink"])


def members(client: Client, group: Json) -> list[Option]:
    """The members to choose from.

    :raises Nothing: there is none
    """
    path = own_path(group)
    found = [
        path_of(each["instance"]) for each in (managed(client, path) or unmanaged(client, path))
    ]
    if not found:
        raise Nothing(told("The group has no instances."))
    return [{"value": each, "text": last(each)} for each in sorted(found)]


def others(client: Client, group: Json) -> list[Option]:
    """The instances of the group's zone that are not in it.

    :raises Nothing: there is none
    """
    zone = last(group["zone"])
    inside = {path_of(each["instance"]) for each in unmanaged(client, own_path(group))}
    paths = [path_of(each["selfLink"]) for each in client.list_all(f"zones/{zone}/instances")]
    found = [each for each in paths if each not in inside]
    if not found:
        raise Nothing(told("No other instance is in %s.") % zone)
    return [{"value": each, "text": last(each)} for each in found]


def chosen(offer: str, label: str) -> fields.Field:
    return fields.choice("instances", label, offer=offer, several=True)


def send_managed(name: str, more: Json, client: Client, path: str, values: Json) -> Json:
    return client.post(f"{path}/{name}", {"instances": values.get("instances", []), **more})


def send_unmanaged(name: str, client: Client, path: str, values: Json) -> Json:
    listed = [{"instance": each} for each in values.get("instances", [])]
    return client.post(f"{path}/{name}", {"instances": listed})


def spelled(words: str, more: Sequence[str], path: str, values: Json) -> list[Command]:
    """gcloud's command about some instances of a group, by their names."""
    names = ",".join(map(last, values.get("instances", [])))
    flags = [*place_flags(path), f"--instances={names}", *more]
    return [Command(f"compute instance-groups {words}", last(path), flags)]


def of_members(
    name: str, verb: str, *, body: Json | None = None, flags: Sequence[str] = (), **words: Any
) -> Action:
    """An action on members of a managed group that are chosen in its form.

    :param body: what the request says beside them, and ``flags`` the command
    """
    return Action(
        name=name,
        fields=(chosen("members", _("Instances")),),
        offers={"members": members},
        applies=is_managed,
        needs=_("Only a managed group does this with its instances."),
        send=functools.partial(send_managed, name, body or {}),
        spelled=functools.partial(spelled, f"managed {verb}", flags),
        permission=UPDATE_PERMISSION,
        **words,
    )


def of_instances(
    name: str, verb: str, offer: Callable[[Client, Json], list[Option]], **words: Any
) -> Action:
    """An action on an unmanaged group with instances that are chosen in its form."""
    return Action(
        name=name,
        fields=(chosen("instances", _("Instances")),),
        offers={"instances": offer},
        applies=lambda group: not is_managed(group),
        needs=_("A managed group makes and deletes its instances itself."),
        send=functools.partial(send_unmanaged, name),
        spelled=functools.partial(spelled, f"unmanaged {verb}", ()),
        permission="compute.instanceGroups.update",
        **words,
    )


RECREATE = of_members(
    "recreateInstances",
    "recreate-instances",
    label=_("Recreate"),
    button=_("Recreate instances"),
    icon="reset",
    question=(_("Recreate instances of %(name)s"),) * 2,
    consequence=_("They are deleted and made anew, under the same names. What is on them is lost."),
    danger=True,
)
RESTART = of_members(
    "applyUpdatesToInstances",
    "update-instances",
    label=_("Restart"),
    button=_("Restart instances"),
    icon="play",
    question=(_("Restart instances of %(name)s"),) * 2,
    consequence=_("They are stopped hard and started again, as by a reset. Their disks stay."),
    body=ONLY_RESTART,
    flags=("--minimal-action=restart", "--most-disruptive-allowed-action=restart"),
)
REMOVE = of_members(
    "deleteInstances",
    "delete-instances",
    label=_("Delete"),
    button=_("Delete instances"),
    icon="delete",
    question=(_("Delete instances of %(name)s"),) * 2,
    consequence=_("They are deleted, and the group is smaller by so many."),
    danger=True,
)
ABANDON = of_members(
    "abandonInstances",
    "abandon-instances",
    label=_("Abandon"),
    button=_("Abandon instances"),
    icon="open",
    question=(_("Take instances out of %(name)s"),) * 2,
    consequence=_("They go on running by themselves, and the group is smaller by so many."),
)
ADD = of_instances(
    "addInstances",
    "add-instances",
    others,
    label=_("Add instances"),
    icon="add",
    question=(_("Add instances to %(name)s"),) * 2,
    consequence=_("They have to be in the network of those that are there."),
)
TAKE_OUT = of_instances(
    "removeInstances",
    "remove-instances",
    members,
    label=_("Remove instances"),
    icon="close",
    question=(_("Remove instances from %(name)s"),) * 2,
    consequence=_("They go on running; load balancers send them nothing more."),
)
OF_MANAGED = (RESTART, RECREATE, REMOVE, ABANDON)
OF_UNMANAGED = (ADD, TAKE_OUT)
