"""The list page: a panel declares it, this view and ``list.html`` do the rest."""

from __future__ import annotations

import dataclasses
import functools
from typing import Any

from django.http import HttpResponse

from gce_dashboard import api, conf
from gce_dashboard.framework import operations, query, streaming
from gce_dashboard.framework.acting import ActingPage
from gce_dashboard.framework.actions import Link
from gce_dashboard.framework.columns import Column
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

    :ivar paths: what to list, such as ``aggregated/instances``; the resource's own by default
    :ivar columns: the first is the row's header
    :ivar create: the page's main button
    :ivar filter_keys: examples of filters, offered while the user types
    :ivar paged: whether the list comes in pages; one that is always short does not
    :ivar poll_interval: seconds between two looks where nothing moves; 0 for the setting
    """

    template_name = "gce_dashboard/list.html"
    columns: tuple[Column, ...] = ()
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

    def fetch(self, wanted: query.Query) -> api.Page:
        """One page of the resources, with what their columns need."""
        return self.client.list(
            self.paths[0],
            filter=wanted.filter,
            max_results=wanted.size,
            page_token=wanted.token,
            order_by=wanted.order,
        )

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

    # the page and its rows

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
            return _("Filter by name")
        return _("Filter by name, or %s") % ", ".join(self.filter_keys[:2])

    @functools.cached_property
    def query(self) -> query.Query:
        orders = {column.order for column in self.columns}
        return query.from_request(self.request, orders)

    def fragment(self) -> Json:
        """What the page shows now: rows as HTML, the next page's token, notices."""
        page, working = self.look()
        failed = page is None
        page = page or api.Page([])
        operations.mark(page.items, working, self.key)
        for warning in page.warnings:
            self.notices.append({"message": warning, "warning": True})
        return {
            "rows": [self.row(item) for item in page.items],
            "next": page.next_token,
            "busy": any(self.is_busy(item) for item in page.items),
            "failed": failed,
            "notices": self.notices,
        }

    def look(self) -> tuple[api.Page | None, list[Json]]:
        """One page of resources, and the operations at work; a page works without the latter."""
        _client = self.client  # made here, not once in each thread
        page, working = api.together(lambda: self.fetch(self.query), self.working)
        if isinstance(page, api.GceError):
            self.report(page)
            page = None
        return page, [] if isinstance(working, api.GceError) else working

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
            "sizes": query.sizes(self.query.size),
            "list_config": {
                "actions": [action.as_json() for action in self.actions],
                "pollInterval": self.poll_interval or conf.get().poll_interval,
            },
        }
