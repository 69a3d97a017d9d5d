"""The page of one resource: ``resource.js`` keeps what it shows live."""

from __future__ import annotations

import contextlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch

from gce_dashboard import api, conf
from gce_dashboard.framework import (
    observing,
    operations,
    panels,
    project,
    recent,
    registry,
    streaming,
)
from gce_dashboard.framework.acting import ActingPage
from gce_dashboard.framework.actions import Action, Link
from gce_dashboard.framework.panels import Tab
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]
# what there is to see where there is no resource
NOTHING: Json = {
    "title": "",
    "parts": {},
    "allowed": [],
    "reasons": {},
    "remarks": {},
    "working": "",
    "busy": False,
}
# what there is to see until the endpoint has answered
COMING: Json = {**NOTHING, "gone": False, "failed": False, "notices": [], "version": ""}
# what the page's script is told of the fragment that the page was opened with
TOLD = (
    "working",
    "allowed",
    "reasons",
    "remarks",
    "busy",
    "version",
    "failed",
    "notices",
)


class DetailPage(ActingPage):
    """The page of one resource.

    :ivar tabs: its tabs; its operations and its JSON are added to them
    :ivar missing: what the page says where there is none
    :ivar links: buttons that lead from it to other pages, such as :func:`.actions.similar`
    :ivar bar: the actions at the top of the page, those of :attr:`actions` that stand in no card
        by default
    :ivar patience: seconds for which the page waits for what it shows, before that comes behind it
    """

    template_name = "gce_dashboard/detail.html"
    missing = _("There is no such resource")
    tabs: tuple[Tab, ...] = ()
    links: tuple[Link, ...] = ()
    bar: tuple[Action, ...] | None = None
    has_operations = True
    patience = 0.8  # in which an endpoint that is well answers

    @property
    def path(self) -> str:
        """The resource's path within its project: the target of actions."""
        place = f"{self.kwargs['scope']}/" if self.kwargs.get("scope") else ""
        return f"{place}{self.resource.collection}/{self.kwargs['name']}"

    @property
    def page_title(self) -> str:
        """What the page is called as long as nobody knows its resource."""
        return self.kwargs["name"]

    def title_of(self, item: Json) -> str:
        """What the page and its questions call its resource."""
        return self.page_title

    @property
    def parent(self) -> tuple[str, str] | None:
        listed = self.resource.in_menu
        return listed.plural, listed.index

    @property
    def rest_url(self) -> str:
        return self.client.url(self.path, project.project_id(self.request))

    @property
    def edit_url(self) -> str:
        """The page that edits it, "" where there is none."""
        return self.resource.edit_url(self.path)

    @property
    def shown_links(self) -> list[tuple[Link, str, str]]:
        """The links with their URLs and permissions; none to a page that is switched off."""
        found = [
            (each, self._url_of(each), each.permission_in(self.collection)) for each in self.links
        ]
        return [each for each in found if each[1]]

    def _url_of(self, link: Link) -> str:
        query = link.opens(self.path) if link.opens else None
        with contextlib.suppress(KeyError, NoReverseMatch):
            owner = registry.resource(link.collection) if link.collection else self.resource
            return owner.page(link.page, query)
        return ""

    @property
    def edit_permission(self) -> str:
        """What editing it needs, "" where there is no page for that."""
        page = registry.page_of(self.collection, "edit")
        return f"compute.{self.collection}.{page.permission}" if page else ""

    @property
    def permissions_of_links(self) -> dict[str, str]:
        cards = (need for tab in self.all_tabs for panel in tab.panels for need in panel.needs)
        links = (link.permission_in(self.collection) for link in self.links)
        needed = {*cards, *links, self.edit_permission} - {""}
        return {permission: permission for permission in needed}

    @property
    def own_tabs(self) -> tuple[Tab, ...]:
        """The tabs of this resource, where a collection has several kinds."""
        return self.tabs

    @property
    def all_tabs(self) -> tuple[Tab, ...]:
        known = [tab for tab in self.own_tabs if not tab.about or registry.has(tab.about)]
        return (*known, *((recent.TAB,) if self.has_operations else ()), panels.REST)

    @property
    def chosen_tab(self) -> Tab:
        """The tab that the address asks for, the first where it asks for none of the page's."""
        wanted = self.request.GET.get("tab")
        return next((tab for tab in self.all_tabs if tab.name == wanted), self.all_tabs[0])

    @property
    def shown_bar(self) -> tuple[Action, ...]:
        if self.bar is not None:
            return self.bar
        cards = (name for tab in self.own_tabs for panel in tab.panels for name in panel.actions)
        placed = set(cards)
        return tuple(action for action in self.actions if action.name not in placed)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if observing.is_asked_for(request):
            return observing.answer(self, self.tabs)
        return super().get(request, *args, **kwargs)

    # what a panel says about its resource

    def get_item(self) -> Json:
        """The resource."""
        return self.client.get(self.path)

    def is_busy(self, item: Json) -> bool:
        """Whether the resource is changing, so that the page should look again soon."""
        return self.resource.status.is_busy(item)

    # the page

    def look(self) -> Json | api.GceError:
        """The resource with the operations at work on it; what panels need is fetched with it."""
        client = self.client
        every = [panel for tab in self.all_tabs for panel in tab.panels if tab.live]
        owners, calls = panels.fetched_with(every, client, self.path)
        item, *answers = api.together(self.get_item, *calls)
        self.fetched = dict(zip(owners, answers, strict=True))
        listed = self.fetched.get(id(recent.PANEL))
        if isinstance(item, dict) and isinstance(listed, list):
            operations.mark([item], listed, lambda each: self.path)
        return item

    def parts(self, item: Json) -> dict[str, str]:
        """The tabs as HTML, by their names."""
        return {tab.name: tab.html(self, item, self.fetched) for tab in self.all_tabs if tab.live}

    def whole(self) -> HttpResponse:
        """The page; where the endpoint takes its time, at once, and what it shows behind it.

        :raises api.EndpointMissing: there is no endpoint to ask
        """
        _endpoint = self.client
        pending = streaming.begin(self.versioned)
        try:
            fragment = pending.result(self.patience)
        except TimeoutError:
            context = {**self.get_context_data(fragment=COMING), "notices": []}
            return streaming.respond(self.render_to_response(context).render, pending)
        status = 404 if fragment["gone"] else 200
        return self.render_to_response(self.get_context_data(fragment=fragment), status=status)

    def fragment(self) -> Json:
        try:
            found = self.look()
        except api.GceError as error:
            found = error
        gone = isinstance(found, api.NotFound)
        if isinstance(found, api.GceError):
            if not gone:
                self.report_look(found)
            return {**NOTHING, "gone": gone, "failed": not gone, "notices": self.notices}
        return {
            "title": str(self.title_of(found)),
            "parts": self.parts(found),
            "allowed": self.actions_of(found),
            "reasons": self.reasons_of(found),
            "remarks": self.remarks_on(found),
            "working": operations.words_of(found),
            "busy": self.is_busy(found) or bool(found.get("_operation")),
            "gone": False,
            "failed": False,
            "notices": self.notices,
        }

    def get_context_data(self, **kwargs: Any) -> Json:
        fragment, chosen = kwargs["fragment"], self.chosen_tab
        title = fragment["title"] or self.page_title
        return {
            **super().get_context_data(**kwargs),
            "page_title": title,
            "page": self,
            "bar": self.shown_bar,
            "tabs": [
                {
                    "tab": tab,
                    "chosen": tab == chosen,
                    "html": fragment["parts"].get(tab.name, "") if tab.live else self.still(tab),
                }
                for tab in self.all_tabs
            ],
            "config": {
                "target": self.path,
                "title": str(title),
                "actions": [action.as_json() for action in self.actions],
                "pollInterval": conf.get().poll_interval,
                "coming": fragment is COMING,
                **{key: fragment[key] for key in TOLD},
            },
        }

    def still(self, tab: Tab) -> str:
        """A tab that looks for itself what it shows."""
        return "" if tab.live else tab.html(self, {}, {})
