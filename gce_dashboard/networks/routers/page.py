"""Cloud Routers: list, page, create, edit, delete."""

from __future__ import annotations

from typing import Any

from gce_dashboard.framework import columns, fields
from gce_dashboard.framework.actions import Link, delete
from gce_dashboard.framework.creating import creating
from gce_dashboard.framework.detail import DetailPage
from gce_dashboard.framework.editing import editing
from gce_dashboard.framework.forms import section
from gce_dashboard.framework.listing import Empty, ResourcePage
from gce_dashboard.framework.panel import panel
from gce_dashboard.framework.panels import Facts, Tab
from gce_dashboard.framework.registry import REGION, Resource
from gce_dashboard.i18n import gettext as _now
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.networks.routers import nat

Json = dict[str, Any]
ROUTERS = Resource(
    collection="routers",
    title=_("Cloud Router"),
    plural=_("Cloud Routers"),
    icon="router",
    scopes=(REGION,),
)
MOST_ASN = 2**32 - 1


def with_it(router: Json) -> str:
    """What goes with a router."""
    names = ", ".join(each["name"] for each in router.get("nats", []))
    return _now("Its Cloud NAT gateway %s goes with it.") % names if names else ""


DELETE = delete(
    question=(_("Delete the Cloud Router %(name)s?"), _("Delete %(count)s Cloud Routers?")),
    consequence=_("The network stays. This cannot be undone."),
    remark=with_it,
)


class RoutersPage(ResourcePage):
    resource = ROUTERS
    columns = (
        columns.name(),
        columns.reference("network", _("VPC network")),
        columns.reference("region", _("Region")),
        columns.chips("nats.name", _("Cloud NAT gateway"), key="nat"),
        columns.field("bgp.asn", _("Google ASN"), numeric=True),
        columns.created(),
        columns.field("description", _("Description"), optional=True),
    )
    actions = (nat.CREATE, DELETE)
    create = Link(_("Create router"))
    filter_keys = ("network:default", "region:us-central1", "nat:nat")
    empty = Empty(
        _("No Cloud Routers yet"),
        _("A router carries the Cloud NAT gateway of a network in a region."),
    )


class RouterPage(DetailPage):
    resource = ROUTERS
    actions = (DELETE, *nat.ALL)
    missing = _("There is no such Cloud Router")
    tabs = (
        Tab("details", _("Details"), (Facts(columns=RoutersPage.columns, wide=True),)),
        nat.TAB,
    )


SECTIONS = (
    section(
        "",
        fields.name(suggest="router"),
        fields.description(),
        fields.network(),
        fields.region(),
        fields.number(
            "asn",
            _("Google ASN"),
            required=False,
            least=1,
            most=MOST_ASN,
            path="bgp.asn",
            flag="--asn={}",
            help=_("A private one: 64512 to 65534, or 4200000000 to 4294967294."),
        ),
    ),
)


Panel = panel(
    ROUTERS,
    RoutersPage,
    detail=RouterPage,
    create=creating(ROUTERS, _("Create a Cloud Router"), SECTIONS),
    edit=editing(ROUTERS, SECTIONS, unsaid=("description",)),
)
