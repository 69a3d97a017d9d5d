"""A list's rows out of the endpoint: a page of them, or all.

The endpoint's own pages are in its two orders and know its filters only. Where the user wants more,
every row that its filter leaves is fetched, up to a bound, and sorted and tested here.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol

from gce_dashboard import api, conf
from gce_dashboard.framework import ordering
from gce_dashboard.framework.columns import Column
from gce_dashboard.framework.query import Query
from gce_dashboard.framework.search import Plan

Json = dict[str, Any]


@dataclasses.dataclass(frozen=True)
class Found:
    """The rows to show.

    :ivar next: where the next page begins, "" on the last
    :ivar total: how many there are on all pages, None where nobody has counted
    :ivar cut: whether there may be more than were looked through
    """

    items: list[Json]
    next: str = ""
    total: int | None = None
    warnings: tuple[str, ...] = ()
    cut: bool = False


class Source(Protocol):
    """Where rows come from: a list page."""

    short: bool

    @property
    def paths(self) -> Sequence[str]: ...
    def fetch(self, wanted: Query, order: str) -> api.Page: ...
    def fetch_all(self, filter: str) -> api.Page: ...
    def fetch_names(self, filter: str) -> api.Page: ...
    def complete(self, items: list[Json]) -> None: ...


@dataclasses.dataclass(frozen=True)
class Gatherer:
    """Gathers what is wanted from a source.

    :ivar column: to sort by, None for by name
    """

    source: Source
    query: Query
    plan: Plan
    column: Column | None
    descending: bool

    def page(self) -> Found:
        """The rows of the page that is wanted.

        :raises api.GceError: the endpoint cannot say
        """
        order = self.endpoint_order
        if order is None or self.source.short or self.plan.tests or len(self.source.paths) > 1:
            return self._cut(self.everything())
        page = self._ask(lambda filter: self.source.fetch(self.query.asking(filter), order))
        self.source.complete(page.items)
        whole = not (page.next_token or self.query.endpoint_token)
        items = self._arrange(page.items) if whole else self._as_endpoint_pages(page.items)
        return Found(items, page.next_token, len(items) if whole else None, page.warnings)

    def everything(self) -> Found:
        """All rows of all pages, up to the bound.

        :raises api.GceError: the endpoint cannot say
        """
        page = self._ask(self.source.fetch_all)
        items = self._arrange(self._passing(page.items))
        return Found(items, "", len(items), page.warnings, cut=bool(page.next_token))

    def total(self) -> int | None:
        """How many rows there are on all pages of the endpoint's own, which asks for their names
        alone; None where there are more than are looked through.

        :raises api.GceError: the endpoint cannot say
        """
        page = self._ask(self.source.fetch_names)
        return None if page.next_token else len(page.items)

    def each_page(self) -> Iterator[list[Json]]:
        """All rows, however many: in the order that is wanted where they are within the bound.

        :raises api.GceError: the endpoint cannot say
        """
        if self.endpoint_order is None or self.source.short or len(self.source.paths) > 1:
            found = self.everything()
            if not found.cut or len(self.source.paths) > 1:
                yield found.items
                return
        yield from self._in_endpoint_order(self.endpoint_order or "")

    def _page(self, wanted: Query, order: str, filter: str) -> api.Page:
        return self.source.fetch(wanted.asking(filter), order)

    def _in_endpoint_order(self, order: str) -> Iterator[list[Json]]:
        wanted = dataclasses.replace(self.query, size=conf.MAX_PAGE_SIZE, token="")
        while True:
            page = self._ask(functools.partial(self._page, wanted, order))
            yield self._passing(page.items)
            if not page.next_token:
                return
            wanted = dataclasses.replace(wanted, token=page.next_token)

    @property
    def endpoint_order(self) -> str | None:
        """GCE's ``orderBy`` for what is wanted, None where it has none.

        Names are in the order of their characters there, which is none that a person would ask
        for: ``vm-10`` before ``vm-2``.
        """
        if self.column is None:
            return ""
        order = self.column.order
        return order if self.descending and order.endswith(" desc") else None

    def _passing(self, items: list[Json]) -> list[Json]:
        self.source.complete(items)
        return [item for item in items if self.plan.matches(item)]

    def _arrange(self, items: list[Json]) -> list[Json]:
        if self.column is None:
            return ordering.arranged(items, _name, descending=False)
        return ordering.arranged(items, self.column.sort_key, descending=self.descending)

    def _as_endpoint_pages(self, items: list[Json]) -> list[Json]:
        """One of many pages: as the endpoint goes on from page to page, over all scopes."""
        if self.column is None:
            return sorted(items, key=lambda item: item.get("name", ""))
        return self._arrange(items)

    def _cut(self, found: Found) -> Found:
        """The page that is wanted of rows that are all here."""
        items = found.items
        start = self.query.offset if self.query.offset < len(items) else 0
        end = start + self.query.size
        return dataclasses.replace(
            found, items=items[start:end], next=str(end) if end < len(items) else ""
        )

    def understood(self) -> str:
        """The filter as the endpoint takes it, which is asked where that is not sure.

        :raises api.GceError: the endpoint cannot say
        """
        taken = [self.plan.filter]

        def fetch(filter: str) -> api.Page:
            taken.append(filter)
            return self.source.fetch(self.query.asking(filter), "")

        if self.plan.guess is not None:
            self._ask(fetch)
        return taken[-1]

    def _ask(self, fetch: Callable[[str], api.Page]) -> api.Page:
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


def _name(item: Json) -> ordering.Key:
    return ordering.natural(str(item.get("name", "")))


def everything(client: api.Client, paths: Sequence[str], filter: str) -> api.Page:
    """All rows of several lists; with a next token where the bound was reached.

    Lists are read side by side. A list's own pages are not: each begins where the last ended.

    :raises api.GceError: the first list cannot be read; of others it becomes a warning
    """
    return joined(side_by_side(client, paths, filter))


def side_by_side(client: api.Client, paths: Sequence[str], filter: str = "") -> list[api.Page]:
    """All rows of several lists, each list by itself; as :func:`everything` in all else.

    :raises api.GceError: the first list cannot be read; of others it becomes a warning
    """
    pages = api.together(*(functools.partial(_whole, client, path, filter) for path in paths))
    if isinstance(pages[0], api.GceError):
        raise pages[0]
    return [
        api.Page([], "", (each.sentence,)) if isinstance(each, api.GceError) else each
        for each in pages
    ]


def names(client: api.Client, path: str, filter: str) -> api.Page:
    """The names of all rows of a list, as far as :func:`everything` reads.

    :raises api.GceError: the list cannot be read
    """
    scope, _, collection = path.rpartition("/")
    row = f"items/*/{collection}/name" if scope == "aggregated" else "items/name"
    return _whole(client, path, filter, fields=f"{row},nextPageToken")


def _whole(client: api.Client, path: str, filter: str, fields: str = "") -> api.Page:
    items: list[Json] = []
    warnings: tuple[str, ...] = ()
    token = ""
    while len(items) < conf.LONGEST_LIST:
        page = client.list(
            path,
            filter=filter,
            max_results=conf.MAX_PAGE_SIZE,
            page_token=token,
            fields=fields,
        )
        items += page.items
        warnings = tuple(dict.fromkeys(warnings + page.warnings))
        token = page.next_token
        if not token:
            break
    return api.Page(items, token, warnings)


def joined(pages: Sequence[api.Page]) -> api.Page:
    """Several lists as one."""
    return api.Page(
        [item for page in pages for item in page.items],
        next((page.next_token for page in pages if page.next_token), ""),
        tuple(dict.fromkeys(told for page in pages for told in page.warnings)),
    )
