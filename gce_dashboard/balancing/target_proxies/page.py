"""Target proxies, HTTP and TCP: list, page, create, another URL map or backend service, delete."""

from __future__ import annotations

import dataclasses
from typing import Any

from gce_dashboard.api import Client
from gce_dashboard.balancing import uses
from gce_dashboard.balancing.resources import HTTP_PROXIES, TCP_PROXIES
from gce_dashboard.framework import columns, fields, gcloud, terraform
from gce_dashboard.framework.actions import Action, Link, delete
from gce_dashboard.framework.columns import Column, render
from gce_dashboard.framework.creating import CreatingPage
from gce_dashboard.framework.detail import DetailPage
from gce_dashboard.framework.forms import section
from gce_dashboard.framework.gcloud import Command
from gce_dashboard.framework.listing import Empty, ResourcePage
from gce_dashboard.framework.offer import Option
from gce_dashboard.framework.panel import panel
from gce_dashboard.framework.panels import Facts, Tab
from gce_dashboard.framework.resources import last, path_of
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]
KINDS = {"http": _("HTTP"), "tcp": _("TCP")}
OF_KIND = {"http": HTTP_PROXIES, "tcp": TCP_PROXIES}


def kind(proxy: Json) -> str:
    return "tcp" if "/targetTcpProxies/" in proxy.get("selfLink", "") else "http"


def options(path: str) -> Any:
    """What a proxy can lead to instead."""

    def fetch(client: Client, proxy: Json) -> list[Option]:
        found = (path_of(each["selfLink"]) for each in client.list_all(path))
        return [{"value": each, "text": last(each)} for each in found]

    return fetch


def leads_to(name: str, label: str, offer: str, **more: Any) -> fields.Field:
    return fields.choice(
        name, label, offer=offer, path=name, read=lambda proxy: path_of(proxy.get(name, "")), **more
    )


URL_MAP = leads_to("urlMap", _("URL map"), "maps")
SERVICE = leads_to("service", _("Backend service"), "services")
SET_URL_MAP: Action = Action(
    name="setUrlMap",
    label=_("Change URL map"),
    icon="edit",
    question=(_("Another URL map for %(name)s"),) * 2,
    applies=lambda proxy: kind(proxy) == "http",
    needs=_("Only an HTTP proxy has a URL map."),
    fields=(URL_MAP,),
    # this method of Google's is not below global/ as the rest of the collection is
    send=lambda client, path, values: client.post(
        f"{path.removeprefix('global/')}/setUrlMap", SET_URL_MAP.declaration.body(values)
    ),
    spelled=lambda path, values: [
        Command(
            "compute target-http-proxies update",
            last(path),
            [f"--url-map={last(values.get('urlMap'))}"],
        )
    ],
    offers={"maps": options("global/urlMaps")},
)
SET_SERVICE = Action(
    name="setBackendService",
    label=_("Change backend service"),
    icon="edit",
    question=(_("Another backend service for %(name)s"),) * 2,
    applies=lambda proxy: kind(proxy) == "tcp",
    needs=_("Only a TCP proxy has a backend service itself."),
    fields=(SERVICE,),
    offers={"services": options("global/backendServices")},
)
DELETE = delete(
    question=(_("Delete the target proxy %(name)s?"), _("Delete %(count)s target proxies?")),
    consequence=_("What it leads to stays. One that a forwarding rule leads to cannot be deleted."),
    told=uses.told(uses.RULES),
)


class TargetProxiesPage(ResourcePage):
    resource = dataclasses.replace(HTTP_PROXIES, also=TCP_PROXIES.collection)
    paths: tuple[str, ...] = ("global/targetHttpProxies", "global/targetTcpProxies")
    columns = (
        columns.name(),
        Column("kind", _("Type"), lambda proxy: render.text(KINDS[kind(proxy)])),
        columns.reference("urlMap", _("URL map"), collection="urlMaps"),
        columns.reference("service", _("Backend service"), collection="backendServices"),
        columns.field("description", _("Description"), optional=True),
        columns.created(),
    )
    actions = (DELETE,)
    create: Link | None = Link(_("Create target proxy"))
    filter_keys = ("name:web",)
    empty = Empty(
        _("No target proxies yet"),
        _("A target proxy takes the connections of a global forwarding rule."),
    )


class HttpProxyPage(DetailPage):
    resource = HTTP_PROXIES
    actions = (SET_URL_MAP, DELETE)
    missing = _("There is no such target proxy")
    tabs = (
        Tab(
            "details",
            _("Details"),
            (
                Facts(columns=TargetProxiesPage.columns[1:], wide=True),
                uses.table(uses.RULES, title=_("Forwarding rules")),
            ),
        ),
    )


class TcpProxyPage(HttpProxyPage):
    resource = TCP_PROXIES
    actions = (SET_SERVICE, DELETE)


class TcpProxiesPage(TargetProxiesPage):
    resource = TCP_PROXIES
    paths = TCP_PROXIES.paths
    create = None


class CreateTargetProxyPage(CreatingPage):
    resource = HTTP_PROXIES
    page_title = _("Create a target proxy")
    sections = (
        section(
            "",
            fields.name(suggest="proxy"),
            fields.description(),
            fields.pick("kind", _("Type"), KINDS, segments=True),
            fields.choice(
                "url_map",
                _("URL map"),
                offer="urlMaps",
                path="urlMap",
                body="global/urlMaps/{}",
                flag="--url-map={}",
                when={"kind": "http"},
            ),
            fields.choice(
                "service",
                _("Backend service"),
                offer="globalServices",
                path="service",
                hcl="backend_service",
                flag=lambda path, values: [f"--backend-service={last(path)}"] if path else [],
                when={"kind": "tcp"},
            ),
        ),
    )

    def made(self, values: Json):
        """The collection that the proxy will be in."""
        return OF_KIND[values.get("kind") or "http"]

    def path(self, values):
        return f"global/{self.made(values).collection}"

    def command(self, project_id, values):
        name = values.get("name") or "PROXY_NAME"
        group = f"{self.made(values).gcloud} create"
        return gcloud.of_fields(group, name, project_id, self.declaration.fields, values)

    def terraform(self, project_id, values):
        kind, name = self.made(values).terraform, values.get("name") or "this"
        return terraform.configuration(kind, name, project_id, self.declaration.fields, values)


HttpPanel = panel(
    HTTP_PROXIES, TargetProxiesPage, detail=HttpProxyPage, create=CreateTargetProxyPage
)
TcpPanel = panel(TCP_PROXIES, TcpProxiesPage, detail=TcpProxyPage)
