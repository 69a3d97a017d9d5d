"""What can be done with IP addresses."""

from __future__ import annotations

from typing import Any

from gce_dashboard.api import Client
from gce_dashboard.framework import fields, offers
from gce_dashboard.framework.actions import Action, delete
from gce_dashboard.framework.gcloud import Command, place_flags
from gce_dashboard.framework.offer import Nothing, Option
from gce_dashboard.framework.resources import last, path_of, region_of
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.networks.addresses import resource

Json = dict[str, Any]


def is_external(address: Json) -> bool:
    return address.get("addressType", "EXTERNAL") == "EXTERNAL"


def is_free(address: Json) -> bool:
    return address.get("status") == "RESERVED" and not resource.is_ephemeral(address)


def free_name(client: Client, address: Json) -> Json:
    return {"name": offers.free_name(client, "addresses", f"{last(address['users'][0])}-ip")}


def promote(client: Client, path: str, values: Json) -> Json:
    address = resource.at(path) or client.get(path)
    body = {**PROMOTE.declaration.body(values), "address": address["address"]}
    return client.post(path.rpartition("/")[0], body)


def without_external(client: Client, address: Json) -> list[Option]:
    """The instances of its region that have no external address yet.

    :raises Nothing: there is none
    """
    region = last(address["region"])
    found: list[Option] = [
        {"value": path_of(vm["selfLink"]), "text": f"{vm['name']} ({last(vm['zone'])})"}
        for vm in client.list_all("aggregated/instances")
        if region_of(vm["zone"]) == region and not vm["networkInterfaces"][0].get("accessConfigs")
    ]
    if not found:
        raise Nothing(_("Every instance in %s has an external address already.") % region)
    return found


def attach(client: Client, path: str, values: Json) -> Json:
    body = {
        "name": "External NAT",
        "type": "ONE_TO_ONE_NAT",
        "natIP": client.get(path)["address"],
    }
    return client.post(f"{values['instance']}/addAccessConfig", body, networkInterface="nic0")


def promoting(path: str, values: Json) -> list[Command]:
    address = resource.at(path) or {}
    flags = [f"--addresses={address.get('address', '')}", *place_flags(path)]
    said = values.get("description")
    flags += [f"--description={said}"] if said else []
    return [Command("compute addresses create", values["name"], flags)]


PROMOTE: Action = Action(
    name="promote",
    label=_("Promote to static address"),
    icon="bookmark",
    question=(_("Reserve %(name)s"),) * 2,
    consequence=_("It stays in use, and is kept when it is not any more."),
    applies=lambda address: resource.is_ephemeral(address) and is_external(address),
    needs=_("Only an ephemeral external address can be promoted."),
    fields=(fields.name(taken="addresses"), fields.description()),
    initial=free_name,
    send=promote,
    spelled=promoting,
    permission="compute.addresses.create",
)
ATTACH = Action(
    name="attach",
    label=_("Attach to instance"),
    icon="vm",
    question=(_("Attach %(name)s to an instance"),) * 2,
    applies=lambda address: is_free(address) and is_external(address) and "region" in address,
    needs=_("Only a regional external address that nothing uses can be attached."),
    fields=(fields.choice("instance", _("VM instance"), offer="attachable"),),
    offers={"attachable": without_external},
    send=attach,
    permission="compute.instances.addAccessConfig",
)
RELEASE = delete(
    label=_("Release"),
    question=(_("Release the address %(name)s?"), _("Release %(count)s addresses?")),
    consequence=_("Somebody else may get it. It cannot be had again."),
    applies=is_free,
    needs=_("Only a reserved address that nothing uses can be released."),
)
