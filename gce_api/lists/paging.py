"""Pages of a list: what was asked for, the opaque token, and the rows between two tokens.

A token says after which row to go on, never how many rows were seen, so that every row that
stays is seen exactly once while others come and go.
"""

from __future__ import annotations

import base64
import binascii
import datetime
import hashlib
import heapq
import itertools
import operator
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from gce_api.google import errors
from gce_api.lists import filter as filters

# what tells the rows of a list apart
NAMES = ("name", "subnetwork", "instanceName", "instance", "referrer", "timestamp")
LARGEST = 500  # rows, as the discovery document says
Row = dict[str, Any]
Cursor = Any  # JSON: where a list handler goes on
Stream = Iterator[tuple[Cursor, Row]]


@dataclass(frozen=True)
class Page:
    """The part of a list that a client asked for.

    ``size``: the largest number of rows. ``condition``: ``None`` without a filter.
    ``newest_first``: by descending creation time instead of by name. ``after``: what the token
    says; ``query``: a digest of what was asked, which the token must repeat.
    """

    size: int = LARGEST
    condition: filters.Condition | None = None
    newest_first: bool = False
    after: Any = None
    query: str = ""

    @property
    def chunk(self) -> int:
        """How many rows a paged handler best asks OpenStack for at a time."""
        return 1000 if self.condition or self.newest_first else self.size + 1


def requested(params: dict[str, Any], path: str) -> Page:
    """The page that the query parameters ask for in the list at ``path``.

    :raises errors.Invalid: a parameter is malformed, or the token is of another list.
    """
    text = params.get("filter") or ""
    order = (params.get("orderBy") or "name").strip()
    if order not in ("name", "creationTimestamp desc"):
        raise errors.Invalid(
            f"Invalid value for field 'orderBy': '{order}'. "
            "Only 'name' and 'creationTimestamp desc' are supported."
        )
    size = params.get("maxResults", LARGEST)
    if not 0 <= size <= LARGEST:
        raise errors.Invalid(
            f"Invalid value for field 'maxResults': '{size}'. "
            f"Must be between 0 and {LARGEST}, inclusive."
        )
    query = hashlib.sha256(orjson.dumps([path, text, order])).hexdigest()[:16]
    token = params.get("pageToken")
    return Page(
        size=size or LARGEST,
        condition=filters.parse(text) if text.strip() else None,
        newest_first=order != "name",
        after=decode(token, query) if token else None,
        query=query,
    )


def of_rows(page: Page, rows: Iterable[Row]) -> tuple[list[Row], str | None]:
    """The page of rows that are all here, in any order, and the token of the next page."""
    keyed = sorted(
        ((_key(page, row), row) for row in _kept(page, rows)), key=operator.itemgetter(0)
    )
    try:
        after = [] if page.after is None else list(page.after)
        rest = [(key, row) for key, row in keyed if key > after]
    except TypeError as error:
        raise not_a_token(page.after) from error
    chosen = rest[: page.size]
    token = encode(page.query, chosen[-1][0]) if len(rest) > page.size else None
    return [row for _, row in chosen], token


def of_ordered(page: Page, rows: Iterator[Row]) -> tuple[list[Row], str | None]:
    """The same of rows that come lazily in the page's order, from its start or from earlier.

    Only as many are read as the page, and the question whether there is a next one, need.
    """
    after = [] if page.after is None else page.after
    try:
        matching = (row for row in _kept(page, rows) if _key(page, row) > after)
        chosen = list(itertools.islice(matching, page.size))
    except TypeError as error:
        raise not_a_token(page.after) from error
    more = next(matching, None) is not None
    return chosen, encode(page.query, _key(page, chosen[-1])) if more else None


def of_streams(page: Page, streams: dict[str, Stream]) -> tuple[list[Row], str | None]:
    """The page of several lazy streams (by region), each in name order, and the next token.

    A token holds each stream's own cursor, see :func:`after`.
    """
    cursors = dict(page.after or {})
    labelled = [_labelled(region, stream) for region, stream in streams.items()]
    merged = heapq.merge(*labelled, key=lambda entry: entry[2].get("name", ""))
    matching = (entry for entry in merged if _keeps(page, entry[2]))
    rows = []
    for region, cursor, row in itertools.islice(matching, page.size):
        rows.append(row)
        cursors[region] = cursor
    more = next(matching, None) is not None
    return rows, encode(page.query, cursors) if more else None


def after(page: Page, region: str) -> Cursor | None:
    """The cursor at which a region's stream goes on; ``None`` at its start."""
    if page.after is None:
        return None
    if not isinstance(page.after, dict):
        raise not_a_token(page.after)
    return page.after.get(region)


def _labelled(region: str, stream: Stream) -> Iterator[tuple[str, Cursor, Row]]:
    for cursor, row in stream:
        yield region, cursor, row


def _kept(page: Page, rows: Iterable[Row]) -> Iterator[Row]:
    return (row for row in rows if _keeps(page, row))


def _keeps(page: Page, row: Row) -> bool:
    return page.condition is None or page.condition.matches(row)


def _key(page: Page, row: Row) -> list[Any]:
    """A row's place in the list; unique, and JSON."""
    place = str(row.get("zone") or row.get("region") or "").rpartition("/")[2]
    name = next((row[field] for field in NAMES if row.get(field)), "")
    key: list[Any] = [str(name), place, str(row.get("id") or row.get("target") or "")]
    return [-_created(row), *key] if page.newest_first else key


def _created(row: Row) -> float:
    """Seconds since 1970 of the row's creation; 0 where it does not say."""
    # an operation has an insertTime instead
    moment = row.get("creationTimestamp") or row.get("insertTime")
    try:
        return datetime.datetime.fromisoformat(moment or "").timestamp()
    except ValueError:
        return 0.0


def encode(query: str, after: Any) -> str:
    """The token of the page behind a row, of the list that a digest tells."""
    return base64.urlsafe_b64encode(orjson.dumps([query, after])).decode().rstrip("=")


def decode(token: str, query: str) -> Any:
    """After which row a page begins.

    :raises errors.Invalid: it is no token, or that of another list.
    """
    try:
        found = orjson.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        asked, after = found
    except (binascii.Error, ValueError, TypeError) as error:
        raise not_a_token(token) from error
    if asked != query:
        raise errors.Invalid(
            f"Invalid value for field 'pageToken': '{token}'. The token belongs to a list with "
            "another filter, order or path."
        )
    return after


def not_a_token(token: object) -> errors.Invalid:
    """Google's error for a token that cannot be used."""
    return errors.Invalid(f"Invalid value for field 'pageToken': '{token}'. Not a page token.")
