"""Cloud NAT: what lets instances without an external address reach the internet."""

from __future__ import annotations

import functools
from typing import Any

from gce_dashboard.api import Client
from gce_dashboard.framework import columns, fields
from gce_dashboard.framework.actions import Action
from gce_dashboard.framework.gcloud import Command, place_flags
from gce_dashboard.framework.panels import Tab, Table
from gce_dashboard.framework.resources import last
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]
SOURCES = {
    "ALL_SUBNETWORKS_ALL_IP_RANGES": _("Primary and secondary ranges of all subnets"),
    "ALL_SUBNETWORKS_ALL_PRIMARY_IP_RANGES": _("Primary ranges of all subnets"),
}
FLAGS = {
    "ALL_SUBNETWORKS_ALL_IP_RANGES": ["--nat-all-subnet-ip-ranges"],
    "ALL_SUBNETWORKS_ALL_PRIMARY_IP_RANGES": ["--nat-primary-subnet-ip-ranges"],
}
PLACE = "nats[0].name"


def has_nat(router: Json) -> bool:
    return bool(router.get("nats"))


def status(client: Client, path: str) -> list[Json]:
    """The NATs as they are at work."""
    return client.get(f"{path}/getRouterStatus").get("result", {}).get("natStatus", [])


def with_status(router: Json, at_work: Any) -> list[Json]:
    known = {each["name"]: each for each in at_work} if isinstance(at_work, list) else {}
    return [{**nat, **known.get(nat["name"], {})} for nat in router.get("nats", [])]


def mappings(client: Client, path: str) -> list[Json]:
    """The instances behind the NAT."""
    return client.get(f"{path}/getNatMappingInfo").get("result", [])


def save(client: Client, path: str, values: Json) -> Json:
    """Say what the NAT is to be; what the form does not know of it stays."""
    present = client.get(path).get("nats") or [{}]
    wanted = CREATE.declaration.body(values)["nats"][0]
    return client.change("PATCH", path, {"nats": [{**present[0], **wanted}]})


def spell(verb: str, path: str, values: Json) -> list[Command]:
    """gcloud's command, which is about the NAT itself."""
    flags = [f"--router={last(path)}", *place_flags(path)]
    if verb == "create":
        flags.append("--auto-allocate-nat-external-ips")
    flags += FLAGS.get(values.get("source", ""), [])
    return [Command(f"compute routers nats {verb}", values["name"], flags)]


def source() -> fields.Field:
    return fields.pick(
        "source",
        _("Ranges whose instances use it"),
        SOURCES,
        path="nats[0].sourceSubnetworkIpRangesToNat",
    )


CREATE: Action = Action(
    name="createNat",
    label=_("Create Cloud NAT gateway"),
    icon="add",
    question=(_("Create a Cloud NAT gateway on %(name)s"),) * 2,
    consequence=_("Instances without an external address then reach the internet through it."),
    applies=lambda router: not has_nat(router),
    needs=_("The router has its Cloud NAT gateway already; it can have one here."),
    fields=(
        fields.name(path=PLACE),
        source(),
        fields.constant("nats[0].natIpAllocateOption", "AUTO_ONLY"),
    ),
    initial=lambda client, router: {"name": f"{router['name'][:59].rstrip('-')}-nat"},
    send=save,
    spelled=functools.partial(spell, "create"),
    permission="compute.routers.update",
)
EDIT = Action(
    name="editNat",
    label=_("Save"),
    button=_("Edit"),
    icon="edit",
    question=(_("Edit the Cloud NAT gateway of %(name)s"),) * 2,
    applies=has_nat,
    fields=(fields.hidden("name", path=PLACE), source()),
    send=save,
    spelled=functools.partial(spell, "update"),
    permission="compute.routers.update",
)
DELETE = Action(
    name="deleteNat",
    label=_("Delete Cloud NAT gateway"),
    button=_("Delete"),
    icon="delete",
    question=(_("Delete the Cloud NAT gateway of %(name)s?"),) * 2,
    consequence=_("Instances without an external address may not reach the internet any more."),
    applies=has_nat,
    fields=(fields.hidden("name", read=lambda router: router["nats"][0]["name"]),),
    send=lambda client, path, values: client.change("PATCH", path, {"nats": []}),
    danger=True,
    spelled=functools.partial(spell, "delete"),
    permission="compute.routers.update",
)
ALL = (CREATE, EDIT, DELETE)
TAB = Tab(
    "nat",
    _("Cloud NAT"),
    (
        Table(
            title=_("Cloud NAT gateway"),
            actions=("createNat", "editNat", "deleteNat"),
            fetch=status,
            rows=with_status,
            empty=_("Without one, an instance needs an external address to reach the internet."),
            columns=(
                columns.field("name", _("Name")),
                columns.choice("sourceSubnetworkIpRangesToNat", _("Source ranges"), SOURCES),
                columns.addresses("addresses", _("NAT addresses"), "autoAllocatedNatIps"),
                columns.field(
                    "numVmEndpointsWithNatMappings", _("Interfaces behind it"), numeric=True
                ),
            ),
        ),
        Table(
            title=_("Instances behind it"),
            fetch=mappings,
            when=has_nat,
            empty=_("No instance without an external address"),
            columns=(
                columns.field("instanceName", _("VM instance")),
                columns.addresses(
                    "internal", _("Internal IP"), "interfaceNatMappings.sourceVirtualIp"
                ),
                columns.chips("interfaceNatMappings.natIpPortRanges", _("NAT addresses and ports")),
            ),
        ),
    ),
)
