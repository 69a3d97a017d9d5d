"""Load balancers: the list of them, and the deletion of one with its front ends."""

from __future__ import annotations

from typing import Any

from gce_dashboard import api
from gce_dashboard.api import Client
from gce_dashboard.balancing.balancers import model
from gce_dashboard.balancing.balancers.create import CreateBalancerPage
from gce_dashboard.balancing.balancers.resource import BALANCERS
from gce_dashboard.balancing.balancers.steps import wait
from gce_dashboard.balancing.forwarding_rules.rule import ports_of
from gce_dashboard.framework import columns, fields, operations, render
from gce_dashboard.framework.actions import Action, Link
from gce_dashboard.framework.columns import Column
from gce_dashboard.framework.listing import Empty, ResourcePage
from gce_dashboard.framework.panel import other_panel
from gce_dashboard.framework.resources import last, path_of
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]
ACCESS = {"EXTERNAL": _("External"), "INTERNAL": _("Internal")}
ANCHORS = ("global/urlMaps", "aggregated/backendServices", "aggregated/targetPools")


def front_ends(balancer: Json) -> list[str]:
    """``203.0.113.7:80`` for each forwarding rule."""
    return [f"{each.get('IPAddress', '')}:{ports_of(each)}" for each in balancer["_rules"]]


def told(client: Client, item: Json) -> list[str]:
    """What goes with a load balancer, and what stays."""
    rules, proxies = model.fetch(client).before(path_of(item["selfLink"]))
    gone = ", ".join(each["name"] for each in (*rules, *proxies)) or _("nothing")
    return [_("Deletes with it: %s.") % gone]


def delete(client: Client, path: str, values: Json) -> Json:
    """Delete the front ends, what they lead through, and the part that all is called after.

    :returns: the Operation of the last, which goes on
    """
    parts = model.fetch(client)
    rules, proxies = parts.before(path)
    for each in (*rules, *proxies):
        wait(client, client.delete(model.path_in(each)))
    services = values["services"] and [
        path_of(url)
        for item in parts.maps
        if model.path_in(item) == path
        for url in model.services_of(item)
        if not any(path_of(url) in model.paths_of(other) for other in parts.maps if other != item)
    ]
    operation = client.delete(path)
    for service in services or ():
        wait(client, operation)
        operation = client.delete(service)
    return operation


DELETE = Action(
    name="delete",
    label=_("Delete"),
    icon="delete",
    question=(_("Delete the load balancer %(name)s?"),) * 2,
    consequence=_(
        "Its front ends stop to answer at once. Instance groups, instances and health checks stay."
    ),
    told=told,
    fields=(fields.tick("services", _("Delete the backend services of its URL map, too")),),
    send=delete,
    danger=True,
)


class BalancersPage(ResourcePage):
    resource = BALANCERS
    short = True
    columns = (
        columns.name(),
        Column(
            "kind",
            _("Load balancer type"),
            lambda each: render.text(model.KINDS[each["_kind"]]),
        ),
        Column("access", _("Access type"), lambda each: render.text(ACCESS[each["_access"]])),
        Column("protocol", _("Protocols"), lambda each: render.text(each["_protocol"])),
        Column(
            "region",
            _("Region"),
            lambda each: render.text(last(each["region"]) if each.get("region") else _("Global")),
        ),
        Column("front", _("Frontends"), lambda each: render.monos(front_ends(each))),
        Column("backends", _("Backends"), lambda each: columns.links(each["_backends"])),
        columns.created(),
    )
    actions = (DELETE,)
    create = Link(_("Create load balancer"))
    filter_keys = ("name:web",)
    empty = Empty(
        _("No load balancers yet"),
        _("A load balancer shares requests at one address out to many instances."),
    )

    def fetch_all(self, filter):
        """A row for each; a filter of the endpoint is about the part that each is called after."""
        found = model.balancers(model.fetch(self.client))
        if filter:
            parts = (self.client.list_all(path, filter=filter) for path in ANCHORS)
            wanted = {each["selfLink"] for listed in parts for each in listed}
            found = [each for each in found if each["selfLink"] in wanted]
        return api.Page(found)

    def mark(self, items, working):
        """What is being done to a front end is being done to its load balancer."""
        super().mark(items, working)
        found = operations.under_way([] if isinstance(working, api.GceError) else working)
        for item in items:
            paths = map(model.path_in, item["_rules"])
            of_rule = next((found[path] for path in paths if path in found), {})
            item["_operation"] = item["_operation"] or of_rule


Panel = other_panel(BALANCERS, BalancersPage, create=CreateBalancerPage)
