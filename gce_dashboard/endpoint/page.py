"""The list of the endpoint's catalogue entries, with a live check of each."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from horizon import messages

from gce_dashboard import api
from gce_dashboard.api import health
from gce_dashboard.endpoint import commands
from gce_dashboard.endpoint.catalogue import Catalogue
from gce_dashboard.endpoint.resource import ENDPOINTS, INDEX, SIBLINGS
from gce_dashboard.framework import render, terms
from gce_dashboard.framework.actions import Action, Link, delete
from gce_dashboard.framework.base import ConsolePage
from gce_dashboard.framework.columns import Column, Json
from gce_dashboard.framework.listing import Empty, ResourcePage
from gce_dashboard.i18n import gettext_lazy as _

ENDPOINT_ID = re.compile(r"[-\w]{1,64}")


def region_cell(entry: Json) -> SafeString:
    url = reverse("horizon:admin:gce_endpoint:edit", args=[entry["id"]])
    return render.link(url, entry["region"] or entry["id"])


def state_cell(entry: Json) -> SafeString:
    if entry["enabled"] and not entry["service_enabled"]:
        return render.status("paused", _("Off with the service"))
    return render.status(*(("ok", _("On")) if entry["enabled"] else ("off", _("Off"))))


def health_cell(entry: Json) -> SafeString:
    src = reverse("horizon:admin:gce_endpoint:check") + "?" + urlencode({"id": entry["checked_as"]})
    return render.part(src, render.status("busy", _("Checking")))


def _switch(enabled: bool) -> Callable[[Any, str, Json], Json]:
    """Sends to the catalogue what other actions send to a client."""
    return lambda catalogue, key, values: catalogue.update(key, enabled=enabled)


SWITCH_ON = Action(
    name="enable",
    label=_("Switch on"),
    icon="play",
    question=(_("Switch %(name)s on?"), _("Switch %(count)s endpoints on?")),
    consequence=_("Users find the endpoint in their catalogue from their next sign-in on."),
    send=_switch(True),
    applies=lambda entry: not entry["enabled"],
)
SWITCH_OFF = Action(
    name="disable",
    label=_("Switch off"),
    icon="stop",
    question=(_("Switch %(name)s off?"), _("Switch %(count)s endpoints off?")),
    consequence=_(
        "From their next sign-in on, users do not find the endpoint in their catalogue. It goes on"
        " running for whoever knows its address."
    ),
    send=_switch(False),
    applies=lambda entry: entry["enabled"],
    danger=True,
)
DELETE = delete(
    question=(_("Delete %(name)s from the catalogue?"), _("Delete %(count)s endpoints?")),
    consequence=_(
        "The entry leaves the Keystone catalogue. The service behind it, and everything in it,"
        " stays as it is."
    ),
)


class EndpointsPage(ResourcePage):
    resource = ENDPOINTS
    template_name = "gce_dashboard/endpoint/list.html"
    columns = (
        Column("region", _("Region"), region_cell),
        Column("interface", _("Interface"), lambda entry: render.text(entry["interface"])),
        Column("url", _("URL"), lambda entry: render.mono(entry["url"])),
        Column("state", _("In the catalogue"), state_cell),
        Column("health", _("Live check"), health_cell),
        Column("id", _("Endpoint ID"), lambda entry: render.mono(entry["id"]), optional=True),
    )
    actions = (SWITCH_ON, SWITCH_OFF, DELETE)
    create = Link(_("Add endpoint"))
    empty = Empty(
        _("The catalogue has no GCE endpoint yet"),
        _(
            "Users get Compute Engine in their projects once the Keystone catalogue says where"
            " the GCE API answers. Add its public URL here, or on a command line:"
        ),
    )
    siblings = SIBLINGS
    has_equivalent = False
    paged = False
    short = True
    poll_interval = 60

    @functools.cached_property
    def client(self) -> Any:
        """The catalogue, which has of a client what a list and its actions ask for."""
        return Catalogue(self.request)

    @functools.cached_property
    def services(self) -> list[Any]:
        return self.attempt(self.client.services, [])

    def working(self) -> list[Json]:
        """No operation of GCE's is at work on the catalogue."""
        return []

    def show_permissions(self) -> JsonResponse:
        """Who sees the panel may do all of it."""
        return JsonResponse({"missing": {}})

    def show_equivalents(self, action: Action, path: str, values: Json) -> JsonResponse:
        """The catalogue is Keystone's: no request of GCE's does the same."""
        return JsonResponse({})

    def fetch_all(self, filter: str) -> api.Page:
        if filter:
            raise terms.Unreadable(_("This list has no such field."))
        entries = self.client.entries(self.services)
        first: dict[str, str] = {}
        for entry in entries:
            # interfaces often share a URL: one check is enough for all of them
            entry["checked_as"] = first.setdefault(entry["url"], entry["id"])
        return api.Page(entries)

    def key(self, item: Json) -> str:
        return item["id"]

    @property
    def target_pattern(self) -> re.Pattern[str]:
        return ENDPOINT_ID

    @property
    def filter_hint(self) -> str:
        return _("Filter by region, interface or URL")

    def get_context_data(self, **kwargs: Any) -> Json:
        region = self.request.user.services_region or "RegionOne"
        return {
            **super().get_context_data(**kwargs),
            **service_context(self.services),
            "commands": "\n".join(
                [
                    commands.create_service(),
                    commands.create_endpoint(region, "public", commands.EXAMPLE_URL),
                ]
            ),
        }


class Check(ConsolePage):
    """How one endpoint of the catalogue is: ``?id=``; no other address can be asked for."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            entry = Catalogue(request).get(request.GET.get("id", ""))
        except api.Unauthorized:
            raise
        except api.GceError as error:
            return JsonResponse({"error": error.as_json()})
        found = health.check(entry["url"])
        html = render_to_string("gce_dashboard/endpoint/_health.html", {"health": found})
        return JsonResponse({"html": html})


def service_context(services: list[Any]) -> Json:
    return {"services": services, "on": any(service.enabled for service in services)}


class ServicePart(ConsolePage):
    """The part of the page about the service itself: shows it, switches it, deletes it."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            context = service_context(Catalogue(request).services())
        except api.Unauthorized:
            raise
        except api.GceError as error:
            return JsonResponse({"error": error.as_json()})
        html = render_to_string("gce_dashboard/endpoint/_service.html", context, request)
        return JsonResponse({"html": html})

    def post(self, request: HttpRequest) -> HttpResponse:
        catalogue = Catalogue(request)
        does: dict[str, Callable[[], object]] = {
            "enable": functools.partial(catalogue.switch_services, True),
            "disable": functools.partial(catalogue.switch_services, False),
            "delete": catalogue.delete_services,
        }
        try:
            does[request.POST["do"]]()
        except KeyError:
            return HttpResponse(status=400)
        except api.Unauthorized:
            raise
        except api.GceError as error:
            messages.error(request, error.sentence)
        return HttpResponseRedirect(reverse(INDEX))
