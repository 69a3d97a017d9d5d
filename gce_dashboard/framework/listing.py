"""The list page: a panel declares it, this view and ``list.html`` do the rest."""

from __future__ import annotations

import dataclasses
import functools
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase

from gce_dashboard import api, conf
from gce_dashboard.framework import (
    exporting,
    gathering,
    list_equivalents,
    operations,
    preferences,
    project,
    search,
    streaming,
    terms,
)
from gce_dashboard.framework.acting import ActingPage
from gce_dashboard.framework.actions import Link
from gce_dashboard.framework.columns import Column
from gce_dashboard.framework.gathering import Found, Gatherer
from gce_dashboard.framework.preferences import Preferences
from gce_dashboard.framework.query import Query, from_request, sizes
from gce_dashboard.framework.resources import last
from gce_dashboard.framework.rows import Rows
from gce_dashboard.i18n import gettext as _

Json = dict[str, Any]


@dataclasses.dataclass(frozen=True)
class Empty:
    """What an empty list says, and what it offers to do about it."""

    title: str
    text: str


class ResourcePage(ActingPage):
    """A list of GCE resources.

    :ivar paths: what to list, such as ``aggregated/instances``; several are shown as one list. The
        resource's own by default
    :ivar columns: the first is the row's header
    :ivar order: how it is sorted until the user chooses: the key of a column, with a minus before
        it from large to small; "" for by name
    :ivar short: whether there are never many rows, so that all are fetched at once
    :ivar create: the page's main button
    :ivar filter_keys: examples of filters, offered while the user types
    :ivar gcloud_flags: without which gcloud's list would show less
    :ivar presets: filters that are one click away, as (words, filter)
    :ivar siblings: the lists that stand beside this one in tabs, itself among them
    :ivar has_equivalent: whether gcloud and GCE's API have the same list
    :ivar only: a filter of the endpoint for those that the page is about, "" for all
    :ivar paged: whether the list comes in pages; one that is always short does not
    :ivar poll_interval: seconds between two looks where nothing moves; 0 for the setting
    """

    template_name = "gce_dashboard/list.html"
    columns: tuple[Column, ...] = ()
    order = ""
    short = False
    create: Link | None = None
    filter_keys: tuple[str, ...] = ()
    gcloud_flags: tuple[str, ...] = ()
    presets: tuple[tuple[str, str], ...] = ()
    siblings: tuple[Link, ...] = ()
    has_equivalent = True
    empty = Empty("", "")
    only = ""
    paged = True
    poll_interval = 0

    @property
    def page_title(self) -> str:
        return self.resource.plural

    @property
    def parent(self) -> tuple[str, str] | None:
        listed = self.resource.in_menu
        return (listed.plural, listed.index) if self.resource.listed_with else None

    @property
    def paths(self) -> tuple[str, ...]:
        return self.resource.paths

    @property
    def create_url(self) -> str:
        """Where the main button leads."""
        return self.resource.page(self.create.page) if self.create else ""

    @property
    def tabs(self) -> list[Json]:
        """The lists in tabs: their words and addresses, and whether it is this one."""
        match = self.request.resolver_match
        return [
            {
                "label": link.label,
                "url": self.resource.page(link.page),
                "here": match is not None and match.url_name == link.page,
            }
            for link in self.siblings
        ]

    @property
    def permissions_of_links(self) -> dict[str, str]:
        rows = {f"compute.{each.adds}.create" for each in self.columns if each.adds}
        links = {permission: permission for permission in rows}
        if self.create:
            links["create"] = self.create.permission_in(self.collection)
        return links

    # what a panel may say about its rows

    def fetch(self, wanted: Query, order: str) -> api.Page:
        """One page of the resources.

        :param order: GCE's ``orderBy``
        """
        return self.client.list(
            self.paths[0],
            filter=wanted.filter,
            max_results=wanted.size,
            page_token=wanted.endpoint_token,
            order_by=order,
        )

    def fetch_all(self, filter: str) -> api.Page:
        """All of the resources; with a next token where there are too many."""
        return gathering.everything(self.client, self.paths, filter)

    def fetch_names(self, filter: str) -> api.Page:
        """All of the resources by their names alone, to be counted."""
        return gathering.names(self.client, self.paths[0], filter)

    def complete(self, items: list[Json]) -> None:
        """Add to resources what their columns need besides."""

    def is_busy(self, item: Json) -> bool:
        """Whether the resource is changing, so that the page should look again soon."""
        return self.resource.status.is_busy(item) or bool(item.get("_operation"))

    def key(self, item: Json) -> str:
        """The path of the resource within its project: the target of actions."""
        return self.resource.path(item)

    def working(self) -> list[Json]:
        """The operations that are at work on the page's resources; none where nothing acts."""
        if not self.actions:
            return []
        return self.client.list_all("aggregated/operations", filter="status!=DONE")

    # what the user asks for

    @functools.cached_property
    def preferences(self) -> Preferences:
        return preferences.of(self.request)

    @functools.cached_property
    def query(self) -> Query:
        size = self.preferences.size or conf.get().page_size
        return from_request(self.request, {column.key for column in self.columns}, size)

    @functools.cached_property
    def shown(self) -> tuple[Column, ...]:
        """The columns that the user sees."""
        return self.preferences.shown(self.columns)

    @functools.cached_property
    def gatherer(self) -> Gatherer:
        """:raises terms.Unreadable: the filter cannot be read"""
        plan = search.plan(self.query.text, self.columns, self.shown).within(self.only)
        order = self.query.order or self.order
        key = order.removeprefix("-")
        column = next((each for each in self.columns if each.key == key), None)
        return Gatherer(self, self.query, plan, column, order.startswith("-"))

    # the page

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Also ``?export=csv`` or ``json``; ``?all=1``: what can be selected; ``?equivalent=1``."""
        if request.GET.get("export") in exporting.TYPES:
            return self.export(request.GET["export"])
        if self.wants_json and "all" in request.GET:
            return self.show_all()
        if self.wants_json and "count" in request.GET:
            return self.show_count()
        if self.wants_json and "equivalent" in request.GET:
            return self.show_equivalent()
        return super().get(request, *args, **kwargs)

    def export(self, kind: str) -> HttpResponseBase:
        """Everything that the filter matches, as a file; the page says why where that fails."""
        try:
            pages = self.gatherer.each_page()
            return exporting.respond(kind, self.collection, pages, self.shown)
        except (terms.Unreadable, api.GceError):
            return self.whole()

    def show_all(self) -> JsonResponse:
        """Everything that the filter matches as rows without cells, for actions on all of it."""
        try:
            _client, gatherer = self.client, self.gatherer
            found, working = api.together(gatherer.everything, self.working)
            if isinstance(found, api.GceError):
                raise found
        except terms.Unreadable as why:
            return JsonResponse({"error": {"message": str(why)}})
        except api.GceError as error:
            return JsonResponse({"error": error.as_json()})
        self.mark(found.items, working)
        return JsonResponse({"rows": [self.outline(item) for item in found.items]})

    def show_count(self) -> JsonResponse:
        """How many rows the filter matches on all pages; the page that shows them goes on without
        where that cannot be told."""
        try:
            return JsonResponse({"total": self.gatherer.total()})
        except (terms.Unreadable, api.GceError):
            return JsonResponse({"total": None})

    def show_equivalent(self) -> JsonResponse:
        try:
            urls = self.listed_urls()
            shown = list_equivalents.of(self.resource, urls, self.gatherer, self.gcloud_flags)
            return JsonResponse(shown)
        except terms.Unreadable as why:
            return JsonResponse({"error": {"message": str(why)}})
        except api.GceError as error:
            return JsonResponse({"error": error.as_json()})

    def listed_urls(self) -> list[str]:
        """The lists that the page reads."""
        return [self.client.url(path, project.current()) for path in self.paths]

    def outline(self, item: Json) -> Json:
        """A row without its cells."""
        key = self.key(item)
        return {
            "key": key,
            "name": item.get("name", last(key)),
            "actions": self.actions_of(item),
            "remarks": self.remarks_on(item),
            "reasons": self.reasons_of(item),
        }

    def whole(self) -> HttpResponse:
        """The page at once, and its rows behind it.

        :raises api.EndpointMissing: there is no endpoint to ask
        """
        _endpoint = self.client
        rows = streaming.begin(self.versioned)
        context = self.get_context_data()
        # what the rows have to say comes with them
        page = self.render_to_response({**context, "notices": []})
        return streaming.respond(page.render, rows)

    @property
    def filter_hint(self) -> str:
        """What the empty filter field says: the two first examples."""
        if not self.filter_keys:
            return _("Search in what is shown")
        return _("Search in what is shown, or %s") % ", ".join(self.filter_keys[:2])

    def fragment(self) -> Json:
        """What the page shows now: rows as HTML, the next page's token, notices."""
        try:
            found = self.look()
            chips = search.chips(self.query.text, self.columns)
        except terms.Unreadable as why:
            return {"unreadable": {"message": str(why)}}
        except api.GceError as error:
            if error.code == 400 and self.query.text:
                return {"unreadable": error.as_json()}
            self.notices.clear()  # what is missing besides is the same failure
            self.report_look(error)
            return {"failed": True, "rows": [], "notices": self.notices}
        self.warn_of(found)
        return {
            "rows": [self.row(item) for item in found.items],
            "columns": [column.key for column in self.shown],
            "next": found.next,
            "total": found.total,
            "busy": any(self.is_busy(item) for item in found.items),
            "chips": chips,
            "notices": self.notices,
        }

    def look(self) -> Found:
        """The rows, with the operations at work on them; a page works without the latter.

        :raises terms.Unreadable: the filter cannot be read
        :raises api.GceError: the endpoint cannot say
        """
        _client, gatherer = self.client, self.gatherer  # made here, not once in each thread
        found, working = api.together(gatherer.page, self.working)
        if isinstance(found, api.GceError):
            raise found
        self.mark(found.items, working)
        return found

    def mark(self, items: list[Json], working: list[Json] | api.GceError) -> None:
        known = [] if isinstance(working, api.GceError) else working
        operations.mark(items, known, self.key)

    def warn_of(self, found: Found) -> None:
        """Say what is missing from the rows."""
        warnings = list(found.warnings)
        if found.cut:
            told = _("Only the first %d were looked through. A filter by name leaves fewer.")
            warnings.append(told % conf.LONGEST_LIST)
        self.notices += [{"message": each, "warning": True} for each in warnings]

    @functools.cached_property
    def rows(self) -> Rows:
        return Rows(self.shown, selectable=bool(self.actions))

    def row(self, item: Json) -> Json:
        outline = self.outline(item)
        return {"key": outline["key"], "html": self.rows.row(item, outline)}

    def get_context_data(self, **kwargs: Any) -> Json:
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "page": self,
            "query": self.query,
            "shown": {column.key for column in self.shown},
            "sizes": sizes(self.query.size),
            "list_config": {
                "actions": [action.as_json() for action in self.actions],
                "pollInterval": self.poll_interval or conf.get().poll_interval,
                "order": self.order,
                "preferences": dataclasses.asdict(self.preferences),
                "cookie": preferences.cookie(self.request),
                "suggestions": search.suggestions(self.columns),
                "examples": self.filter_keys,
            },
        }
