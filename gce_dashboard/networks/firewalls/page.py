"""Firewall rules: list, page, create, edit, delete."""

from __future__ import annotations

from typing import Any

from gce_dashboard.framework import columns
from gce_dashboard.framework.actions import Link, delete
from gce_dashboard.framework.columns import Column
from gce_dashboard.framework.creating import creating
from gce_dashboard.framework.detail import DetailPage
from gce_dashboard.framework.editing import editing
from gce_dashboard.framework.listing import Empty, ResourcePage
from gce_dashboard.framework.panel import panel
from gce_dashboard.framework.panels import Facts, Tab, Table
from gce_dashboard.framework.registry import Resource
from gce_dashboard.framework.resources import last
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.networks.firewalls import rule

Json = dict[str, Any]
FIREWALLS = Resource(
    collection="firewalls",
    title=_("Firewall rule"),
    plural=_("Firewall rules"),
    icon="firewall",
    gcloud="compute firewall-rules",
)
FILTERS = ("sourceTags", "destinationRanges")
DELETE = delete(
    question=(_("Delete the firewall rule %(name)s?"), _("Delete %(count)s firewall rules?")),
    consequence=_("Traffic that only this rule lets in is refused at once."),
)


def reached(firewall: Json, instances: list[Json]) -> list[Json]:
    """The instances that a rule is about: in its network, and with one of its target tags."""
    tags, network = set(firewall.get("targetTags", [])), last(firewall.get("network"))
    return [
        vm
        for vm in instances
        if network in [last(nic.get("network")) for nic in vm.get("networkInterfaces", [])]
        and (not tags or tags & set(vm.get("tags", {}).get("items", [])))
    ]


class FirewallsPage(ResourcePage):
    resource = FIREWALLS
    columns = (
        columns.name(),
        columns.reference("network", _("Network")),
        columns.choice("direction", _("Direction"), rule.DIRECTIONS),
        columns.field("priority", _("Priority"), numeric=True),
        Column("action", _("Action"), rule.action),
        columns.chips("targetTags", _("Targets"), key="targets", otherwise=_("All instances")),
        columns.chips("sourceRanges", _("Sources or destinations"), *FILTERS, key="filters"),
        Column("protocols", _("Protocols and ports"), rule.protocols),
        columns.flag(
            "disabled", _("Enforcement"), key="enforced", on=_("Disabled"), off=_("Enabled")
        ),
        columns.created(optional=True),
        columns.field("description", _("Description"), optional=True),
    )
    actions = (DELETE,)
    create = Link(_("Create firewall rule"))
    filter_keys = ("direction=INGRESS", "name:allow", "network:default")
    empty = Empty(_("No firewall rules yet"), _("Without a rule nothing reaches an instance."))


INSTANCES = Table(
    columns=(columns.name(), columns.reference("zone", _("Zone"))),
    fetch=lambda client, path: client.list_all("aggregated/instances"),
    rows=reached,
    empty=_("No instance"),
)


class FirewallPage(DetailPage):
    resource = FIREWALLS
    actions = (DELETE,)
    missing = _("There is no such firewall rule")
    tabs = (
        Tab("details", _("Details"), (Facts(columns=FirewallsPage.columns, wide=True),)),
        Tab("instances", _("VM instances it reaches"), (INSTANCES,)),
    )


Panel = panel(
    FIREWALLS,
    FirewallsPage,
    detail=FirewallPage,
    create=creating(FIREWALLS, _("Create a firewall rule"), rule.SECTIONS),
    edit=editing(FIREWALLS, rule.SECTIONS),
)
