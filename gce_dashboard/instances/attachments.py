"""Disks and external addresses that come to an instance and go."""

from __future__ import annotations

from typing import Any

from django import forms

from gce_dashboard import api
from gce_dashboard.api import Client
from gce_dashboard.framework import fields, offers
from gce_dashboard.framework.actions import Action, ActionForm
from gce_dashboard.framework.resources import last, path_of, region_of, zones_of
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.instances import model
from gce_dashboard.instances.edits import CHANGING

Json = dict[str, Any]
MODES = (("READ_WRITE", _("Read and write")), ("READ_ONLY", _("Read only")))


class AttachForm(ActionForm):
    disk = fields.choice(_("Disk"), validators=[fields.disk_reference])
    mode = forms.ChoiceField(label=_("Mode"), choices=MODES)
    auto_delete = forms.BooleanField(
        label=_("Delete the disk when the instance is deleted"), required=False
    )

    @classmethod
    def about(cls, client: Client, item: Json) -> AttachForm:
        form = cls()
        zone = last(item["zone"])
        free = [disk for disk in disks_for(client, zone) if not disk.get("users")]
        form.fields["disk"].widget.choices = [
            (path_of(disk["selfLink"]), f"{disk['name']} ({disk['sizeGb']} GB)") for disk in free
        ]
        if not free:
            form.fields["disk"].help_text = _("No disk is free in %s: create one first.") % zone
        return form


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


class DetachForm(ActionForm):
    device = forms.CharField(label=_("Disk"), max_length=128, widget=forms.Select)

    @classmethod
    def about(cls, client: Client, item: Json) -> DetachForm:
        form = cls()
        form.fields["device"].widget.choices = [
            (disk["deviceName"], last(disk.get("source")) or disk["deviceName"])
            for disk in additional_disks(item)
        ]
        return form


def detach(client: Client, path: str, values: Json) -> Json:
    return client.post(f"{path}/detachDisk", deviceName=values["device"])


def additional_disks(instance: Json) -> list[Json]:
    return [disk for disk in instance.get("disks", []) if not disk.get("boot")]


class AddressForm(ActionForm):
    address = forms.CharField(
        label=_("External address"),
        required=False,
        widget=forms.Select,
        validators=[fields.address],
        help_text=_("An ephemeral address is given back when it is removed, a reserved one kept."),
    )

    @classmethod
    def about(cls, client: Client, item: Json) -> AddressForm:
        form = cls()
        region = region_of(item["zone"])
        try:
            reserved = offers.reserved(client.list_all(f"regions/{region}/addresses"))
        except api.GceError:
            reserved = []  # an ephemeral one can be had all the same
        form.fields["address"].widget.choices = [
            ("", _("Ephemeral")),
            *((each["address"], f"{each['name']} ({each['address']})") for each in reserved),
        ]
        return form


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
    form=AttachForm,
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
    form=DetachForm,
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
    form=AddressForm,
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
