"""What a disk has and comes to: VM instances, and snapshot schedules."""

from __future__ import annotations

from typing import Any

from gce_dashboard.api import Client
from gce_dashboard.framework import fields
from gce_dashboard.framework.actions import Action
from gce_dashboard.framework.offer import Nothing, Option
from gce_dashboard.framework.resources import last, path_of, region_of, zones_of
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.storage.disks.actions import is_ready
from gce_dashboard.storage.schedules.schedule import POLICY

Json = dict[str, Any]
MODES = {"READ_WRITE": _("Read and write"), "READ_ONLY": _("Read only")}


def instances_for(client: Client, disk: Json) -> list[Option]:
    """The instances that can have a disk: those in its zone, or in a regional one's two.

    :raises Nothing: there is none
    """
    zones = zones_of(disk)
    found = [vm for zone in zones for vm in client.list_all(f"zones/{zone}/instances")]
    if not found:
        raise Nothing(_("There is no instance in %s.") % ", ".join(zones))
    return [{"value": path_of(vm["selfLink"]), "text": vm["name"]} for vm in found]


def users_of(client: Client, disk: Json) -> list[Option]:
    return [{"value": path_of(each), "text": last(each)} for each in disk.get("users", [])]


def attach(client: Client, path: str, values: Json) -> Json:
    body = {
        "source": path,
        "deviceName": last(path),
        "mode": values["mode"],
        "autoDelete": values["auto_delete"],
    }
    return client.post(f"{values['instance']}/attachDisk", body)


def detach(client: Client, path: str, values: Json) -> Json:
    """An instance knows its disks by device names."""
    disks = client.get(values["instance"])["disks"]
    device = next(each["deviceName"] for each in disks if path_of(each.get("source", "")) == path)
    return client.post(f"{values['instance']}/detachDisk", deviceName=device)


def region_of_disk(disk: Json) -> str:
    return last(disk["region"]) if disk.get("region") else region_of(disk["zone"])


def schedules_for(client: Client, disk: Json) -> list[Option]:
    """The schedules of a disk's region that it has not got.

    :raises Nothing: there is none
    """
    region = region_of_disk(disk)
    found = client.list_all(f"regions/{region}/resourcePolicies", filter=f"{POLICY}:*")
    has = {path_of(each) for each in disk.get("resourcePolicies", [])}
    paths = [path_of(each["selfLink"]) for each in found]
    free = [path for path in paths if path not in has]
    if not free:
        raise Nothing(_("There is no other snapshot schedule in %s: create one first.") % region)
    return [{"value": path, "text": last(path)} for path in free]


def schedules_of(client: Client, disk: Json) -> list[Option]:
    return [
        {"value": path_of(each), "text": last(each)} for each in disk.get("resourcePolicies", [])
    ]


SCHEDULE = fields.choice(
    "schedule",
    _("Snapshot schedule"),
    offer="schedules",
    path="resourcePolicies[]",
    read=lambda disk: "",
    flag=lambda path, values: [f"--resource-policies={last(path)}"],
)
ATTACH = Action(
    name="attach",
    label=_("Attach to instance"),
    icon="add",
    question=(_("Attach %(name)s to an instance"),) * 2,
    consequence=_("The guest has to mount it."),
    applies=lambda disk: is_ready(disk) and not disk.get("users"),
    needs=_("The disk has to be ready and in no use."),
    fields=(
        fields.choice("instance", _("VM instance"), offer="instancesHere"),
        fields.pick("mode", _("Mode"), MODES),
        fields.tick("auto_delete", _("Delete the disk when the instance is deleted")),
    ),
    offers={"instancesHere": instances_for},
    send=attach,
    permission="compute.instances.attachDisk",
)
DETACH = Action(
    name="detach",
    label=_("Detach from instance"),
    icon="close",
    question=(_("Detach %(name)s from its instance"),) * 2,
    consequence=_("Unmount it in the guest first. The disk and its data are kept."),
    applies=lambda disk: bool(disk.get("users")),
    needs=_("No instance uses the disk."),
    fields=(fields.choice("instance", _("VM instance"), offer="users"),),
    offers={"users": users_of},
    send=detach,
    permission="compute.instances.detachDisk",
    danger=True,
)
ADD_SCHEDULE = Action(
    name="addResourcePolicies",
    label=_("Add schedule"),
    icon="clock",
    question=(_("Add a snapshot schedule to %(name)s"),) * 2,
    consequence=_("Snapshots of the disk are taken from its next time on."),
    fields=(SCHEDULE,),
    offers={"schedules": schedules_for},
    command="add-resource-policies",
)
REMOVE_SCHEDULE = Action(
    name="removeResourcePolicies",
    label=_("Remove schedule"),
    icon="close",
    question=(_("Remove a snapshot schedule from %(name)s"),) * 2,
    consequence=_("No more snapshots are taken by it; those that there are stay."),
    applies=lambda disk: bool(disk.get("resourcePolicies")),
    needs=_("The disk has no snapshot schedule."),
    fields=(SCHEDULE,),
    offers={"schedules": schedules_of},
    command="remove-resource-policies",
)
ALL = (ATTACH, DETACH, ADD_SCHEDULE, REMOVE_SCHEDULE)
