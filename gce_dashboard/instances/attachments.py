"""Disks and external addresses that come to an instance and go."""

from __future__ import annotations

import contextlib
from typing import Any

from gce_dashboard import api
from gce_dashboard.api import Client
from gce_dashboard.framework import fields, offers
from gce_dashboard.framework.actions import Action
from gce_dashboard.framework.offer import Nothing, Option
from gce_dashboard.framework.resources import last, path_of, region_of, zones_of
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.instances import model
from gce_dashboard.instances.edits import CHANGING
from gce_dashboard.instances.more_disks import MODES

Json = dict[str, Any]


def free_disks(client: Client, instance: Json) -> list[Option]:
    """The disks that can be attached to an instance.

    :raises Nothing: there is none
    """
    zone = last(instance["zone"])
    free = [disk for disk in disks_for(client, zone) if not disk.get("users")]
    if not free:
        raise Nothing(_("No disk is free in %s: create one first.") % zone)
    return [
        {"value": path_of(disk["selfLink"]), "text": f"{disk['name']} ({disk['sizeGb']} GB)"}
        for disk in free
    ]


def attach(client: Client, path: str, values: Json) -> Json:
    body = {
        "source": values["disk"],
        "deviceName": last(values["disk"]),
        "mode": values["mode"],
        "autoDelete": values["auto_delete"],
    }
    return client.post(f"{path}/attachDisk", body)


def disks_for(client: Client, zone: str, filter: str = "") -> list[Json]:
    """The disks that a zone's instances can have: its own, and the regional ones held there."""
    own = client.list_all(f"zones/{zone}/disks", filter=filter)
    regional = client.list_all(f"regions/{region_of(zone)}/disks", filter=filter)
    return [*own, *(disk for disk in regional if zone in zones_of(disk))]


def devices(client: Client, instance: Json) -> list[Option]:
    """The disks that can be detached from an instance, by their device names."""
    return [
        {"value": disk["deviceName"], "text": last(disk.get("source")) or disk["deviceName"]}
        for disk in additional_disks(instance)
    ]


def detach(client: Client, path: str, values: Json) -> Json:
    return client.post(f"{path}/detachDisk", deviceName=values["device"])


def additional_disks(instance: Json) -> list[Json]:
    return [disk for disk in instance.get("disks", []) if not disk.get("boot")]


def addresses(client: Client, instance: Json) -> list[Option]:
    """The region's reserved addresses that are free; an ephemeral one can be had anyway."""
    region = region_of(instance["zone"])
    with contextlib.suppress(api.GceError):
        free = offers.reserved(client.list_all(f"regions/{region}/addresses"))
        return [
            {"value": each["address"], "text": f"{each['name']} ({each['address']})"}
            for each in free
        ]
    return []


def add_address(client: Client, path: str, values: Json) -> Json:
    body = {"name": "External NAT", "type": "ONE_TO_ONE_NAT"}
    if values["address"]:
        body["natIP"] = values["address"]
    return client.post(f"{path}/addAccessConfig", body, networkInterface="nic0")


def remove_address(client: Client, path: str, values: Json) -> Json:
    interface = next(
        each for each in client.get(path)["networkInterfaces"] if each.get("accessConfigs")
    )
    return client.post(
        f"{path}/deleteAccessConfig",
        accessConfig=interface["accessConfigs"][0]["name"],
        networkInterface=interface["name"],
    )


ATTACH = Action(
    name="attachDisk",
    label=_("Attach disk"),
    icon="add",
    question=(_("Attach a disk to %(name)s"),) * 2,
    consequence=_("A free disk of the zone, or a regional one. The guest has to mount it."),
    applies=model.is_settled,
    needs=CHANGING,
    fields=(
        fields.choice("disk", _("Disk"), offer="attachable"),
        fields.pick("mode", _("Mode"), MODES),
        fields.tick("auto_delete", _("Delete the disk when the instance is deleted")),
    ),
    offers={"attachable": free_disks},
    send=attach,
)
DETACH = Action(
    name="detachDisk",
    label=_("Detach disk"),
    icon="close",
    question=(_("Detach a disk from %(name)s"),) * 2,
    consequence=_("Unmount it in the guest first. The disk and its data are kept."),
    applies=lambda vm: bool(additional_disks(vm)) and model.is_settled(vm),
    needs=_("The instance has no additional disk, or is changing right now."),
    fields=(fields.choice("device", _("Disk"), offer="devices"),),
    offers={"devices": devices},
    send=detach,
    danger=True,
)
ADD_ADDRESS = Action(
    name="addAccessConfig",
    label=_("Add external address"),
    icon="add",
    question=(_("Give %(name)s an external address"),) * 2,
    consequence=_("The instance can then be reached from outside, as far as firewalls let."),
    applies=lambda vm: not model.external_addresses(vm) and model.is_settled(vm),
    needs=_("The instance has an external address already, or is changing right now."),
    fields=(
        fields.choice(
            "address",
            _("External address"),
            offer="reserved",
            required=False,
            empty=_("Ephemeral"),
            help=_("An ephemeral address is given back when it is removed, a reserved one kept."),
        ),
    ),
    offers={"reserved": addresses},
    send=add_address,
)
REMOVE_ADDRESS = Action(
    name="deleteAccessConfig",
    label=_("Remove external address"),
    icon="close",
    question=(_("Take the external address from %(name)s?"),) * 2,
    consequence=_("Connections to it break. An ephemeral address is given back."),
    applies=lambda vm: bool(model.external_addresses(vm)) and model.is_settled(vm),
    needs=_("The instance has no external address, or is changing right now."),
    send=remove_address,
    danger=True,
)

ALL = (ATTACH, DETACH, ADD_ADDRESS, REMOVE_ADDRESS)
