"""Subnets: list, page, create, edit, expand, delete."""

from __future__ import annotations

from gce_dashboard.framework import columns, fields
from gce_dashboard.framework.actions import Action, Link, delete
from gce_dashboard.framework.creating import creating
from gce_dashboard.framework.detail import DetailPage
from gce_dashboard.framework.editing import editing
from gce_dashboard.framework.forms import section
from gce_dashboard.framework.listing import Empty, ResourcePage
from gce_dashboard.framework.panel import panel
from gce_dashboard.framework.panels import Facts, Tab
from gce_dashboard.framework.related import related
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.networks.ranges import is_network
from gce_dashboard.networks.subnetworks.form import FIELDS, SUBNETWORKS

EXPAND = Action(
    name="expandIpCidrRange",
    label=_("Expand"),
    icon="resize",
    question=(_("Expand the range of %(name)s"),) * 2,
    consequence=_(
        "This cloud expands a subnet only while nothing uses it. It cannot shrink again."
    ),
    command="expand-ip-range",
    fields=(
        fields.text(
            "range",
            _("New range"),
            required=True,
            validators=[is_network],
            path="ipCidrRange",
            flag=lambda span, values: [f"--prefix-length={span.partition('/')[2]}"],
            help=_("It contains the present one: 10.0.0.0/16 contains 10.0.0.0/20."),
        ),
    ),
)
DELETE = delete(
    question=(_("Delete the subnet %(name)s?"), _("Delete %(count)s subnets?")),
    consequence=_("A subnet that has instances or reserved addresses in it stays."),
)


class SubnetworksPage(ResourcePage):
    resource = SUBNETWORKS
    columns = (
        columns.name(),
        columns.reference("region", _("Region")),
        columns.reference("network", _("VPC network")),
        columns.addresses("range", _("IP range"), "ipCidrRange", "ipv6CidrRange"),
        columns.addresses("gateway", _("Gateway"), "gatewayAddress"),
        columns.flag("privateIpGoogleAccess", _("Private Google Access"), key="access"),
        columns.created(optional=True),
        columns.field("purpose", _("Purpose"), optional=True),
        columns.field("description", _("Description"), optional=True),
        columns.copied("id", _("Subnet ID"), optional=True),
    )
    actions = (EXPAND, DELETE)
    create = Link(_("Create subnet"))
    filter_keys = ("network:default", "region:us-central1", "range:10.128")
    empty = Empty(
        _("No subnets yet"), _("A subnet is a range of addresses in one region of a network.")
    )


class SubnetworkPage(DetailPage):
    resource = SUBNETWORKS
    actions = (EXPAND, DELETE)
    missing = _("There is no such subnet")
    tabs = (
        Tab("details", _("Details"), (Facts(columns=SubnetworksPage.columns, wide=True),)),
        related("instances", by="networkInterfaces.subnetwork"),
        related("addresses", by="subnetwork", create=_("Reserve address")),
    )


SECTIONS = (section("", *FIELDS),)
Panel = panel(
    SUBNETWORKS,
    SubnetworksPage,
    detail=SubnetworkPage,
    create=creating(SUBNETWORKS, _("Create a subnet"), SECTIONS),
    edit=editing(SUBNETWORKS, SECTIONS, unsaid=("description",)),
)
