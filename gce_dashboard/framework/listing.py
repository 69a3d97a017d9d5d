"""The list page: a panel declares it, this view and ``list.html`` do the rest."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from gce_dashboard import api, conf
from gce_dashboard.framework import gathering, operations, search, streaming, terms
from gce_dashboard.framework.acting import ActingPage
from gce_dashboard.framework.actions import Link
from gce_dashboard.framework.columns import Column
from gce_dashboard.framework.gathering import Found
from gce_dashboard.framework.query import Query, from_request, sizes
from gce_dashboard.framework.resources import last
from gce_dashboard.framework.rows import Rows

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
    :ivar paged: whether the list comes in pages; one that is always short does not
    :ivar poll_interval: seconds between two looks where nothing moves; 0 for the setting
    """

    template_name = "gce_dashboard/list.html"
    columns: tuple[Column, ...] = ()
    order = ""
    short = False
    create: Link | None = None
    filter_keys: tuple[str, ...] = ()
    empty = Empty("", "")
    paged = True
    poll_interval = 0

    @property
    def page_title(self) -> str:
        return self.resource.plural

    @property
    def paths(self) -> tuple[str, ...]:
        return self.resource.paths

    @property
    def create_url(self) -> str:
        """Where the main button leads."""
        return self.resource.page(self.create.page) if self.create else ""

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
    def query(self) -> Query:
        return from_request(self.request, {column.key for column in self.columns})

    @functools.cached_property
    def shown(self) -> tuple[Column, ...]:
        """The columns that the user sees."""
        return tuple(column for column in self.columns if not column.optional)

    @functools.cached_property
    def plan(self) -> search.Plan:
        return search.plan(self.query.text, self.columns, self.shown)

    @property
    def sorting(self) -> tuple[Column | None, bool]:
        """The column to sort by, None for by name, and whether it is from large to small."""
        order = self.query.order or self.order
        key = order.removeprefix("-")
        column = next((each for each in self.columns if each.key == key), None)
        return column, order.startswith("-")

    # the rows

    def found(self) -> Found:
        """The rows to show.

        :raises terms.Unreadable: the filter cannot be read
        :raises api.GceError: the endpoint cannot say
        """
        order = self.endpoint_order()
        if self.short or order is None or self.plan.tests or len(self.paths) > 1:
            return self.found_in_all()
        page = self.ask(lambda filter: self.fetch(self.wanting(filter), order))
        self.complete(page.items)
        whole = not (page.next_token or self.query.endpoint_token)
        return Found(
            self.arrange(page.items) if whole else self.as_endpoint_pages(page.items),
            page.next_token,
            len(page.items) if whole else None,
            page.warnings,
        )

    def found_in_all(self) -> Found:
        page = self.ask(self.fetch_all)
        self.complete(page.items)
        matching = [item for item in page.items if self.plan.matches(item)]
        return gathering.cut(self.arrange(matching), self.query, page)

    def endpoint_order(self) -> str | None:
        """GCE's ``orderBy`` for what is wanted, None where it has none.

        Names are in the order of their characters there, which is none that a person would ask
        for: ``vm-10`` before ``vm-2``.
        """
        column, descending = self.sorting
        if column is None:
            return ""
        return column.order if descending and column.order.endswith(" desc") else None

    def arrange(self, items: list[Json]) -> list[Json]:
        column, descending = self.sorting
        return gathering.arranged(items, column, descending=descending)

    def as_endpoint_pages(self, items: list[Json]) -> list[Json]:
        """One of many pages: as the endpoint goes on from page to page, over all scopes."""
        if self.sorting[0] is None:
            return sorted(items, key=lambda item: item.get("name", ""))
        return self.arrange(items)

    def wanting(self, filter: str) -> Query:
        return dataclasses.replace(self.query, filter=filter)

    def ask(self, fetch: Callable[[str], api.Page]) -> api.Page:
        """What the endpoint finds; what is no field to it may be the key of a label."""
        try:
            return fetch(self.plan.filter)
        except api.ApiError as refused:
            if refused.code != 400 or self.plan.guess is None:
                raise
            try:
                return fetch(self.plan.guess)
            except api.ApiError as again:
                raise (refused if again.code == 400 else again) from again

    # the page

    def whole(self) -> HttpResponse:
        """The page at once, and its rows behind it.

        :raises api.EndpointMissing: there is no endpoint to ask
        """
        _endpoint = self.client
        context = self.get_context_data()
        # what the rows have to say comes with them
        page = self.render_to_response({**context, "notices": list(self.notices)})
        return streaming.respond(page.render, self.versioned)

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
            self.report(error)
            return {"failed": True, "rows": [], "notices": self.notices}
        self.warn_of(found)
        return {
            "rows": [self.row(item) for item in found.items],
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
        _client, _plan = self.client, self.plan  # made here, not once in each thread
        found, working = api.together(self.found, self.working)
        if isinstance(found, api.GceError):
            raise found
        known = [] if isinstance(working, api.GceError) else working
        operations.mark(found.items, known, self.key)
        return found

    def warn_of(self, found: Found) -> None:
        """Say what is missing from the rows."""
        warnings = list(found.warnings)
        if found.cut:
            told = _("Only the first %d were looked through. A filter by name leaves fewer.")
            warnings.append(told % conf.LONGEST_LIST)
        self.notices += [{"message": each, "warning": True} for each in warnings]

    @functools.cached_property
    def rows(self) -> Rows:
        return Rows(self.columns, selectable=bool(self.actions))

    def row(self, item: Json) -> Json:
        key = self.key(item)
        name = item.get("name", last(key))
        notes = {"remarks": self.remarks_on(item), "reasons": self.reasons_of(item)}
        return {"key": key, "html": self.rows.row(item, key, name, self.actions_of(item), notes)}

    def get_context_data(self, **kwargs: Any) -> Json:
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "page": self,
            "query": self.query,
            "sizes": sizes(self.query.size),
            "list_config": {
                "actions": [action.as_json() for action in self.actions],
                "pollInterval": self.poll_interval or conf.get().poll_interval,
                "order": self.order,
                "suggestions": search.suggestions(self.columns),
                "examples": self.filter_keys,
            },
        }
