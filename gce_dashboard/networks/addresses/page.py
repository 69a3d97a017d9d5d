"""IP addresses: list, page, reserve."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.utils.safestring import SafeString

from gce_dashboard import api
from gce_dashboard.framework import columns, edits, fields, gathering, panels, render
from gce_dashboard.framework.actions import Link
from gce_dashboard.framework.columns import Column
from gce_dashboard.framework.creating import creating
from gce_dashboard.framework.detail import DetailPage
from gce_dashboard.framework.forms import section
from gce_dashboard.framework.listing import Empty, ResourcePage
from gce_dashboard.framework.panel import panel
from gce_dashboard.framework.panels import Facts, Tab
from gce_dashboard.framework.resources import last
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.networks.addresses import actions, resource
from gce_dashboard.networks.addresses.resource import ADDRESSES
from gce_dashboard.networks.ranges import is_address

Json = dict[str, Any]
ACCESS = {"EXTERNAL": _("External"), "INTERNAL": _("Internal")}
TIERS = {"PREMIUM": _("Premium"), "STANDARD": _("Standard")}
KINDS = {
    "external": _("External, regional"),
    "global": _("External, global"),
    "internal": _("Internal"),
}
NAME = columns.name()
ALL = (ADDRESSES.paths[0], "aggregated/instances", "aggregated/forwardingRules")


def name(address: Json) -> SafeString:
    return render.NOTHING if resource.is_ephemeral(address) else NAME.cell(address)


def region(address: Json) -> SafeString:
    return render.text(last(address.get("region")) or _("Global"))


def kind(address: Json) -> SafeString:
    return render.text(_("Ephemeral") if resource.is_ephemeral(address) else _("Static"))


class AddressesPage(ResourcePage):
    resource = ADDRESSES
    short = True
    columns = tuple(
        map(
            columns.by_rows,
            (
                dataclasses.replace(NAME, cell=name),
                columns.addresses("address", _("IP address"), "address"),
                columns.choice("addressType", _("Access type"), ACCESS, key="access"),
                Column("region", _("Region"), region),
                Column("type", _("Type"), kind),
                columns.status(ADDRESSES),
                columns.reference("users", _("In use by"), collection="instances"),
                columns.reference("subnetwork", _("Subnet")),
                columns.labels(),
                columns.choice("networkTier", _("Network tier"), TIERS, key="tier", optional=True),
                columns.created(optional=True),
                columns.field("description", _("Description"), optional=True),
            ),
        )
    )
    actions = (actions.PROMOTE, actions.ATTACH, actions.RELEASE)
    create = Link(_("Reserve address"))
    filter_keys = ("type:static", "access:external", "address:10.128")
    empty = Empty(
        _("No IP addresses yet"),
        _("A reserved address stays yours, whatever becomes of the instance that uses it."),
    )

    def fetch_all(self, filter: str) -> api.Page:
        """The reserved addresses, and those in use that are not; a filter of GCE's finds the
        former only, which are resources."""
        if filter:
            return super().fetch_all(filter)
        every = gathering.side_by_side(self.client, ALL)
        reserved, instances, rules = (each.items for each in every)
        page = gathering.joined(every)
        ephemeral = resource.ephemeral(reserved, instances, rules)
        return dataclasses.replace(page, items=[*reserved, *ephemeral])

    def key(self, item: Json) -> str:
        return resource.path_of(item) if resource.is_ephemeral(item) else super().key(item)

    def item_at(self, path: str) -> Json:
        return resource.at(path) or super().item_at(path)


class AddressPage(DetailPage):
    resource = ADDRESSES
    actions = (actions.ATTACH, actions.RELEASE, edits.labels())
    missing = _("There is no such IP address")
    tabs = (
        Tab(
            "details",
            _("Details"),
            (Facts(title=_("IP address"), columns=AddressesPage.columns), panels.labels()),
        ),
    )


SECTIONS = (
    section(
        "",
        fields.name(suggest="address"),
        fields.description(),
        fields.pick(
            "kind",
            _("Kind"),
            KINDS,
            segments=True,
            path="addressType",
            body=lambda kind, values: "INTERNAL" if kind == "internal" else "EXTERNAL",
            flag=lambda kind, values: ["--global"] if kind == "global" else [],
        ),
        fields.region(when={"kind": ("external", "internal")}),
        fields.pick(
            "tier",
            _("Network tier"),
            TIERS,
            segments=True,
            path="networkTier",
            flag="--network-tier={}",
            when={"kind": "external"},
        ),
        fields.subnetwork(
            _("Subnet"), within="region", prefer=("default",), when={"kind": "internal"}
        ),
        fields.text(
            "address",
            _("IP address"),
            validators=[is_address],
            path="address",
            flag="--addresses={}",
            help=_("Empty for any free one of the subnet."),
            when={"kind": "internal"},
        ),
        fields.labels(flag=None),
    ),
)
Panel = panel(
    ADDRESSES,
    AddressesPage,
    detail=AddressPage,
    create=creating(ADDRESSES, _("Reserve an IP address"), SECTIONS),
)
