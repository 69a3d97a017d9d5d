"""A list's rows out of the endpoint: a page of them, or all, and what is shown of them.

The endpoint's own pages are in its two orders and know its filters only. Where the user wants more,
every row that its filter leaves is fetched, up to a bound, and sorted and tested here.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence
from typing import Any

from gce_dashboard import api, conf
from gce_dashboard.framework import ordering
from gce_dashboard.framework.columns import Column
from gce_dashboard.framework.query import Query

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


def everything(client: api.Client, paths: Sequence[str], filter: str) -> api.Page:
    """All rows of several lists; with a next token where the bound was reached.

    Lists are read side by side. A list's own pages are not: each begins where the last ended.

    :raises api.GceError: the first list cannot be read; of others it becomes a warning
    """
    pages = api.together(*(functools.partial(_whole, client, path, filter) for path in paths))
    if isinstance(pages[0], api.GceError):
        raise pages[0]
    return _joined(pages)


def _whole(client: api.Client, path: str, filter: str) -> api.Page:
    items: list[Json] = []
    warnings: tuple[str, ...] = ()
    token = ""
    while len(items) < conf.LONGEST_LIST:
        page = client.list(path, filter=filter, max_results=conf.MAX_PAGE_SIZE, page_token=token)
        items += page.items
        warnings = tuple(dict.fromkeys(warnings + page.warnings))
        token = page.next_token
        if not token:
            break
    return api.Page(items, token, warnings)


def _joined(pages: Sequence[api.Page | api.GceError]) -> api.Page:
    good = [each for each in pages if isinstance(each, api.Page)]
    lost = [each.sentence for each in pages if isinstance(each, api.GceError)]
    return api.Page(
        [item for page in good for item in page.items],
        next((page.next_token for page in good if page.next_token), ""),
        tuple(dict.fromkeys([*(told for page in good for told in page.warnings), *lost])),
    )


def cut(items: list[Json], wanted: Query, page: api.Page) -> Found:
    """The page that is wanted of rows that are all here."""
    start = wanted.offset if wanted.offset < len(items) else 0
    end = start + wanted.size
    return Found(
        items[start:end],
        next=str(end) if end < len(items) else "",
        total=len(items),
        warnings=page.warnings,
        cut=bool(page.next_token),
    )


def arranged(items: list[Json], column: Column | None, *, descending: bool) -> list[Json]:
    """Rows sorted by a column; by their names where there is none."""
    if column is None:
        return ordering.arranged(items, _name, descending=False)
    return ordering.arranged(items, column.sort_key, descending=descending)


def _name(item: Json) -> ordering.Key:
    return ordering.natural(str(item.get("name", "")))
