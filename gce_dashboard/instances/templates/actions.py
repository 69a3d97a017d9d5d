"""Making an instance of what says how it is to be: a template, a machine image."""

from __future__ import annotations

from typing import Any

from gce_dashboard.api import Client
from gce_dashboard.framework import fields, offers
from gce_dashboard.framework.actions import Action
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]


def _create(client: Client, path: str, values: Json) -> Json:
    body = {"name": values.get("name")}
    zone = values.get("zone")
    return client.post(f"zones/{zone}/instances", body, sourceInstanceTemplate=path)


def _gcloud(path: str, values: Json) -> tuple[str, str, list[str]]:
    flags = [f"--zone={values.get('zone', '')}", f"--source-instance-template={path}"]
    return "compute instances create", values.get("name", "INSTANCE_NAME"), flags


def free_name(client: Client, item: Json) -> Json:
    """The name to begin with: the template's, with a number where that is taken."""
    return {"name": offers.free_name(client, "instances", f"{item['name']}-1")}


WHERE = (
    fields.name(label=_("Name of the instance"), taken="instances"),
    fields.region(),
    fields.zone(),
)
CREATE_VM = Action(
    name="createInstance",
    label=_("Create VM"),
    icon="vm",
    question=(_("Create a VM instance from %(name)s"),) * 2,
    consequence=_("The instance is made as the template says, in the zone that you choose."),
    fields=WHERE,
    initial=free_name,
    send=_create,
    spelled=_gcloud,
    permission="compute.instances.create",
    alongside=True,
)
