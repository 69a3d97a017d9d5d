"""Forwarding rules: list, page, create, target, labels, delete."""

from __future__ import annotations

from typing import Any

from gce_dashboard.api import Change, Client
from gce_dashboard.balancing.forwarding_rules import rule
from gce_dashboard.balancing.resources import FORWARDING_RULES
from gce_dashboard.framework import columns, edits, fields, gcloud, panels
from gce_dashboard.framework.actions import Action, Link, delete
from gce_dashboard.framework.columns import Column
from gce_dashboard.framework.creating import CreatingPage
from gce_dashboard.framework.detail import DetailPage
from gce_dashboard.framework.listing import Empty, ResourcePage
from gce_dashboard.framework.offer import Nothing, Option
from gce_dashboard.framework.panel import panel
from gce_dashboard.framework.panels import Facts, Tab
from gce_dashboard.framework.resources import last, path_of
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]
LEADS_TO = {
    "backendService": "backendServices",
    "target": "targetPools",
}


def targets(client: Client, found: Json) -> list[Option]:
    """What a rule can lead to instead: of the kind that it leads to now.

    :raises Nothing: there is nothing else
    """
    here = path_of(found["target"])
    collection = here.rpartition("/")[0]
    others = [path_of(each["selfLink"]) for each in client.list_all(collection)]
    if others == [here]:
        raise Nothing(_("There is no other target of its kind."))
    return [{"value": path, "text": last(path)} for path in others]


SET_TARGET = Action(
    name="setTarget",
    label=_("Change target"),
    icon="edit",
    question=(_("Another target for %(name)s"),) * 2,
    consequence=_("New connections go there at once."),
    applies=lambda found: bool(found.get("target")),
    needs=_("A rule that leads to a backend service itself cannot be led elsewhere."),
    fields=(
        fields.choice(
            "target",
            _("Target"),
            offer="targetsOfKind",
            path="target",
            read=lambda found: path_of(found.get("target", "")),
        ),
    ),
    offers={"targetsOfKind": targets},
)
DELETE = delete(
    question=(_("Delete the forwarding rule %(name)s?"), _("Delete %(count)s forwarding rules?")),
    consequence=_(
        "Nobody reaches anything by its address any more. An ephemeral address is given back, a"
        " reserved one kept; what the rule leads to stays."
    ),
    remark=lambda found: found.get("IPAddress", ""),
)


class ForwardingRulesPage(ResourcePage):
    resource = FORWARDING_RULES
    columns = (
        columns.name(),
        columns.reference("region", _("Region")),
        columns.addresses("address", _("IP address"), "IPAddress"),
        columns.field("IPProtocol", _("Protocol"), key="protocol"),
        Column("ports", _("Ports"), rule.ports, paths=("ports", "portRange")),
        columns.choice("loadBalancingScheme", _("Access type"), rule.SCHEMES, key="scheme"),
        columns.references("target", _("Target"), LEADS_TO),
        columns.reference("network", _("Network"), optional=True),
        columns.reference("subnetwork", _("Subnetwork"), optional=True),
        columns.labels(optional=True),
        columns.field("description", _("Description"), optional=True),
        columns.created(),
    )
    actions = (SET_TARGET, DELETE)
    create = Link(_("Create forwarding rule"))
    filter_keys = ("name:web", "IPProtocol=TCP", "loadBalancingScheme=INTERNAL")
    empty = Empty(
        _("No forwarding rules yet"),
        _("A forwarding rule is the address and ports at which a load balancer is reached."),
    )


class ForwardingRulePage(DetailPage):
    resource = FORWARDING_RULES
    actions = (SET_TARGET, edits.labels(), DELETE)
    missing = _("There is no such forwarding rule")
    tabs = (
        Tab(
            "details",
            _("Details"),
            (
                Facts(
                    title=_("Properties"),
                    columns=tuple(
                        each
                        for each in ForwardingRulesPage.columns
                        if each.key not in ("name", "labels")
                    ),
                ),
                panels.labels(),
            ),
        ),
    )


class CreateForwardingRulePage(CreatingPage):
    resource = FORWARDING_RULES
    page_title = _("Create a forwarding rule")
    sections = rule.SECTIONS

    def place(self, values):
        return "global" if values.get("scope") != "regional" else super().place(values)

    def gcloud_flags(self, values):
        return ["--global"] if values.get("scope") != "regional" else []

    def command(self, project_id, values):
        """gcloud makes the rule and gives it its labels afterwards."""
        made = super().command(project_id, values)
        if not values.get("labels"):
            return made
        path = f"{self.path(values)}/{values.get('name', '')}/setLabels"
        labelled = gcloud.commands(Change("POST", path, {"labels": values["labels"]}))
        return f"{made}\n\n{gcloud.text(labelled, project_id)}"


Panel = panel(
    FORWARDING_RULES,
    ForwardingRulesPage,
    detail=ForwardingRulePage,
    create=CreateForwardingRulePage,
)
