"""Routes: list, page, create, delete."""

from __future__ import annotations

from typing import Any

from gce_dashboard.framework import columns, fields, offers
from gce_dashboard.framework.actions import Link, delete
from gce_dashboard.framework.commands import placed
from gce_dashboard.framework.creating import creating
from gce_dashboard.framework.detail import DetailPage
from gce_dashboard.framework.forms import beside, section
from gce_dashboard.framework.listing import Empty, ResourcePage
from gce_dashboard.framework.offer import Offer, Option, by_path, listed
from gce_dashboard.framework.panel import panel
from gce_dashboard.framework.panels import Facts, Tab
from gce_dashboard.framework.registry import Resource
from gce_dashboard.framework.resources import last
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.networks.ranges import is_address, is_network, priority

Json = dict[str, Any]
ROUTES = Resource(collection="routes", title=_("Route"), plural=_("Routes"), icon="route")
TYPES = {"STATIC": _("Static"), "SUBNET": _("Subnet"), "BGP": _("Dynamic")}
GATEWAY = "global/gateways/default-internet-gateway"
HOPS = {
    "gateway": _("Default internet gateway"),
    "instance": _("VM instance"),
    "address": _("IP address"),
}
NEXT = {
    "nextHopGateway": "gateways",
    "nextHopInstance": "instances",
    "nextHopNetwork": "networks",
    "nextHopIp": "",
}


def in_networks(instance: Json) -> Option:
    """An instance as a next hop in the networks that it is in."""
    networks = [last(nic.get("network")) for nic in instance.get("networkInterfaces", [])]
    text = f"{instance['name']} ({last(instance['zone'])})"
    return {**by_path(instance), "text": text, "within": {"network": networks}}


offers.add(
    "instancesInNetworks", Offer(_("VM instances"), listed("aggregated/instances"), in_networks)
)
DELETE = delete(
    question=(_("Delete the route %(name)s?"), _("Delete %(count)s routes?")),
    consequence=_("Packets that only this route leads are dropped at once."),
    applies=lambda route: route.get("routeType", "STATIC") == "STATIC",
    needs=_("A subnet's own route goes with the subnet."),
)


class RoutesPage(ResourcePage):
    resource = ROUTES
    columns = (
        columns.name(),
        columns.choice("routeType", _("Type"), TYPES, key="type"),
        columns.addresses("destination", _("Destination IP range"), "destRange"),
        columns.field("priority", _("Priority"), numeric=True),
        columns.by_rows(columns.references("next", _("Next hop"), NEXT)),
        columns.reference("network", _("VPC network")),
        columns.created(optional=True),
        columns.field("description", _("Description"), optional=True),
    )
    actions = (DELETE,)
    create = Link(_("Create route"))
    filter_keys = ("type:static", "network:default", "destination:0.0.0.0/0")
    empty = Empty(_("No routes yet"), _("A route says where packets for a range of addresses go."))


class RoutePage(DetailPage):
    resource = ROUTES
    actions = (DELETE,)
    missing = _("There is no such route")
    tabs = (Tab("details", _("Details"), (Facts(columns=RoutesPage.columns, wide=True),)),)


SECTIONS = (
    section(
        "",
        fields.name(suggest="route"),
        fields.description(),
        fields.network(),
        beside(
            fields.text(
                "destination",
                _("Destination IP range"),
                required=True,
                validators=[is_network],
                path="destRange",
                flag="--destination-range={}",
                help=_("For example 192.168.0.0/16; everything is 0.0.0.0/0."),
            ),
            priority(_("Of two routes to the same range the smaller number is taken.")),
        ),
    ),
    section(
        _("Next hop"),
        fields.pick("hop", _("Next hop"), HOPS, segments=True),
        fields.constant(
            "nextHopGateway",
            GATEWAY,
            flag=lambda _given, values: ["--next-hop-gateway=default-internet-gateway"],
            hcl="next_hop_gateway",
            when={"hop": "gateway"},
        ),
        fields.choice(
            "instance",
            _("VM instance"),
            offer="instancesInNetworks",
            within="network",
            path="nextHopInstance",
            flag=placed("next-hop-instance"),
            when={"hop": "instance"},
        ),
        fields.text(
            "address",
            _("IP address"),
            required=True,
            validators=[is_address],
            path="nextHopIp",
            flag="--next-hop-address={}",
            help=_("An address in a subnet of the network."),
            when={"hop": "address"},
        ),
    ),
)
Panel = panel(
    ROUTES,
    RoutesPage,
    detail=RoutePage,
    create=creating(ROUTES, _("Create a route"), SECTIONS),
)
