"""The pages that create and edit a VPC network."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from gce_dashboard.framework import fields
from gce_dashboard.framework.field import Field
from gce_dashboard.framework.forms import Section, beside, section
from gce_dashboard.framework.series import Further, SeriesPage
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.networks.networks.resource import NETWORKS, ROUTING
from gce_dashboard.networks.ranges import overlap
from gce_dashboard.networks.subnetworks.form import FIELDS as SUBNET_FIELDS
from gce_dashboard.networks.subnetworks.form import RANGE, SUBNETWORKS

Json = dict[str, Any]
LEAST_MTU, MOST_MTU, USUAL_MTU = 1300, 8896, 1460

NEW_SUBNETS = fields.group(
    "subnets",
    _("New subnets"),
    fields.name(label=_("Name of the subnet")),
    fields.region(),
    RANGE,
    add=_("Add a subnet"),
    least=1,
    when={"mode": "custom"},
)


def sections(*more: Field) -> tuple[Section, ...]:
    """The cards of the form.

    :param more: what only a new network is asked
    """
    return (
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
            *more,
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


class CreateNetworkPage(SeriesPage):
    resource = NETWORKS
    page_title = _("Create a VPC network")
    sections = sections(NEW_SUBNETS)

    def further(self, values: Json) -> Iterator[Further]:
        """The subnets, each with the fields of the page that creates one."""
        for row in values.get("subnets") or []:
            where = f"regions/{row['region']}"
            subnet = {**row, "network": values.get("name", "")}
            yield Further(SUBNETWORKS, where, SUBNET_FIELDS, subnet)

    def check(self, values: Json) -> Iterator[tuple[str, str]]:
        rows = values.get("subnets") or []
        for one, other in itertools.combinations(rows, 2):
            if overlap(one["range"], other["range"]):
                words = _("%(one)s and %(other)s overlap.")
                yield "subnets", words % {"one": one["range"], "other": other["range"]}
