"""Making an instance of what says how it is to be: a template, a machine image."""

from __future__ import annotations

from typing import Any

from gce_dashboard.api import Client
from gce_dashboard.framework import fields, offers
from gce_dashboard.framework.actions import Action
from gce_dashboard.framework.gcloud import Command, whole
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]


def free_name(client: Client, item: Json) -> Json:
    """The name to begin with: the source's, with a number."""
    return {"name": offers.free_name(client, "instances", f"{item['name']}-1")}


def creating_vm(parameter: str, flag: str) -> Action:
    """Ask for a name and a zone, and make an instance.

    :param parameter: of ``compute.instances.insert``, such as ``sourceInstanceTemplate``
    :param flag: gcloud's for the same
    """

    def create(client: Client, path: str, values: Json) -> Json:
        where = f"zones/{values.get('zone', '')}/instances"
        return client.post(where, {"name": values.get("name")}, **{parameter: path})

    def spelled(path: str, values: Json) -> list[Command]:
        flags = [f"--zone={values.get('zone', '')}", f"{flag}={whole(path)}"]
        return [Command("compute instances create", values.get("name", "INSTANCE_NAME"), flags)]

    return Action(
        name="createInstance",
        label=_("Create VM"),
        icon="vm",
        question=(_("Create a VM instance from %(name)s"),) * 2,
        consequence=_("It is like what it is made from, in the zone that you choose."),
        fields=(
            fields.name(label=_("Name of the instance"), taken="instances"),
            fields.region(),
            fields.zone(),
        ),
        initial=free_name,
        send=create,
        spelled=spelled,
        permission="compute.instances.create",
        alongside=True,
    )


CREATE_VM = creating_vm("sourceInstanceTemplate", "--source-instance-template")
