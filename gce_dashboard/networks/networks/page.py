"""VPC networks: list and page."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString

from gce_dashboard.framework import columns, registry, render
from gce_dashboard.framework.actions import Link
from gce_dashboard.framework.columns import Column
from gce_dashboard.framework.detail import DetailPage
from gce_dashboard.framework.listing import Empty, ResourcePage
from gce_dashboard.framework.panels import Facts, Tab
from gce_dashboard.framework.related import related
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.networks.networks.actions import DELETE, SWITCH
from gce_dashboard.networks.networks.resource import MODES, NETWORKS, ROUTING

Json = dict[str, Any]


def subnets_cell(network: Json) -> SafeString:
    count = len(network.get("subnetworks", []))
    if not count or not registry.has("subnetworks"):
        return render.text(str(count))
    filter = {"filter": f"network={network['name']}"}
    return render.link(registry.resource("subnetworks").page("index", filter), str(count))


class NetworksPage(ResourcePage):
    resource = NETWORKS
    columns = (
        columns.name(),
        Column("subnets", _("Subnets"), subnets_cell, numeric=True),
        columns.field("mtu", _("MTU"), numeric=True),
        columns.choice("autoCreateSubnetworks", _("Mode"), MODES, key="mode", default="legacy"),
        columns.choice("routingConfig.routingMode", _("Dynamic routing"), ROUTING, key="routing"),
        columns.created(),
        columns.field("description", _("Description"), optional=True),
        columns.copied("id", _("Network ID"), optional=True),
    )
    actions = (SWITCH, DELETE)
    create = Link(_("Create VPC network"))
    filter_keys = ("name:default", "mode:custom", "mtu=1460")
    empty = Empty(
        _("No VPC networks yet"),
        _("Instances are in a subnet of a network, and reach each other there."),
    )


class NetworkPage(DetailPage):
    resource = NETWORKS
    actions = (SWITCH, DELETE)
    missing = _("There is no such VPC network")
    tabs = (
        Tab("details", _("Details"), (Facts(columns=NetworksPage.columns, wide=True),)),
        related("subnetworks", by="network", create=_("Add subnet")),
        related("firewalls", by="network", create=_("Add firewall rule")),
        related("routes", by="network", create=_("Add route")),
        related("routers", by="network"),
        related("instances", by="networkInterfaces.network"),
    )
