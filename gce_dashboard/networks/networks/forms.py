"""The pages that create and edit a VPC network."""

from __future__ import annotations

from gce_dashboard.framework import fields
from gce_dashboard.framework.creating import CreatingPage
from gce_dashboard.framework.editing import EditingPage
from gce_dashboard.framework.forms import beside, section
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.networks.networks.resource import NETWORKS, ROUTING

LEAST_MTU, MOST_MTU, USUAL_MTU = 1300, 8896, 1460

SECTIONS = (
    section("", fields.name(suggest="network"), fields.description()),
    section(
        _("Subnets"),
        fields.pick(
            "mode",
            _("Subnet creation mode"),
            {"custom": _("Custom"), "auto": _("Automatic")},
            segments=True,
            path="autoCreateSubnetworks",
            body=lambda mode, values: mode == "auto",
            always=True,
            read=lambda network: "auto" if network.get("autoCreateSubnetworks") else "custom",
            flag="--subnet-mode={}",
            fixed=True,
            help=_("Automatic makes a subnet in each region, with ranges out of 10.128.0.0/9."),
        ),
    ),
    section(
        _("Routing and packets"),
        beside(
            fields.pick(
                "routing",
                _("Dynamic routing mode"),
                ROUTING,
                segments=True,
                path="routingConfig.routingMode",
                flag=lambda mode, values: [f"--bgp-routing-mode={mode.lower()}"],
                hcl="routing_mode",
            ),
            fields.number(
                "mtu",
                _("Maximum transmission unit (MTU)"),
                least=LEAST_MTU,
                most=MOST_MTU,
                initial=USUAL_MTU,
                path="mtu",
                flag="--mtu={}",
                help=_("The largest packet in bytes: 1460, 1500 or 8896 in most cases."),
            ),
        ),
    ),
)


class CreateNetworkPage(CreatingPage):
    resource = NETWORKS
    page_title = _("Create a VPC network")
    sections = SECTIONS


class EditNetworkPage(EditingPage):
    resource = NETWORKS
    sections = SECTIONS
