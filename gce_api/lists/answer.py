"""What every list shares: filter, order, pages, scopes, and the resource around the rows.

A handler of ``x.list`` holds only what is particular to its rows. There are three kinds.

**Plain** (few rows: zones, networks, images): returns all rows of the path's scope, in any order.

    @implements("compute.zones.list")
    def list_zones(call: Call) -> list[dict]: ...

**Paged** (many rows: instances, disks): makes the rows of *one* region, lazily, in name order.

    @implements("compute.instances.list", "compute.instances.aggregatedList", paged=True)
    def list_instances(call: Call, cloud: Cloud, after: Any) -> Iterator[tuple[Any, dict]]:
        ...
        yield [server.name, server.id], to_instance(server)

- It is called once per region (``cloud``), all regions at the same time; the shared layer merges
  the streams, filters, and stops reading when the page is full. It should ask OpenStack for
  ``call.page.chunk`` rows at a time, and for the next chunk only when the first is used up.
- With each row it yields a *cursor*: any JSON value from which it can go on behind that row.
  ``after`` is the cursor of this region's last row on the previous page, ``None`` at the start.
  Cursors travel in the client's page token: check them, and expect the row to be gone by now
  (Nova: when the marker's UUID is unknown, go on at the first greater name).
- Name order may be OpenStack's (names that are shown cleaned may be slightly off); what matters
  is that the order is total and the cursor exact.

**Ordered** (rows of the endpoint's own database: operations): yields the rows lazily in the order
of ``call.page`` (``newest_first``, or by name), from where ``call.page.after`` says or earlier.

All kinds: one function may serve ``list`` and ``aggregatedList``. ``call.zone`` and
``call.region`` are ``None`` in the latter, and rows of all scopes are returned; each row says
where it is by its ``zone`` or ``region`` URL (neither: global). A paged handler of a zonal list
leaves out rows of other zones by itself. ``kind``, nulls and number formats are the work of
:mod:`gce_api.google.rendering`.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterator
from typing import Any

from gce_api.families.shared.call import Call, ListCall
from gce_api.google import errors, registry
from gce_api.google.discovery import Schema, document
from gce_api.lists import aggregation, paging
from gce_api.lists import filter as filters
from gce_api.lists.paging import Page, Row, Stream
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.parallel import map_regions


def answer(call: ListCall, handler: registry.Handler) -> dict[str, Any]:
    """The list resource: the page of the handler's rows that the client asked for.

    :raises errors.Invalid: the filter, order, size or token is malformed.
    :raises errors.Unavailable: no region answers, or one does not and the client wants all.
    """
    page = call.page
    shape = document().schemas[str(call.method.response)]["properties"]
    field, item = _rows_of(shape)
    _check_filter(page, item, call.params.get("filter", ""))
    rows, token = _rows(call, handler, page)
    items = aggregation.by_scope(call, rows, item) if _is_map(shape[field]) else rows
    around = {"id": call.path, "selfLink": call.links.base + call.path}
    return {
        **{name: value for name, value in around.items() if name in shape},
        field: items or None,
        "nextPageToken": token,
        **_without(call, shape),
    }


def _rows(call: Call, handler: registry.Handler, page: Page) -> tuple[list[Row], str | None]:
    if handler.ordered:
        return paging.of_ordered(page, handler.function(call))
    if not handler.paged:
        rows = handler.function(call)
        return paging.of_rows(page, _one_per_name(rows) if "/global/" in call.path else rows)
    clouds = [call.cloud] if call.region else call.clouds
    streams = map_regions(functools.partial(_stream, call, handler, page), clouds)
    if page.newest_first:
        return paging.of_rows(page, (row for stream in streams for _, row in stream))
    named = {cloud.name: stream for cloud, stream in zip(clouds, streams, strict=True)}
    return paging.of_streams(page, named)


def _stream(call: Call, handler: registry.Handler, page: Page, cloud: Cloud) -> Stream:
    """A region's rows; the first is read at once, so that regions do not wait for each other."""
    after = None if page.newest_first else paging.after(page, cloud.name)
    rows = _tolerant(call, cloud, handler.function(call, cloud, after))
    return itertools.chain(list(itertools.islice(rows, 1)), rows)


def _tolerant(call: Call, cloud: Cloud, rows: Stream) -> Iterator[Any]:
    """The rows until the region cannot be reached, where the client takes a partial answer."""
    try:
        yield from rows
    except Exception as error:
        if not call.does_without(cloud, error):
            raise


def _one_per_name(rows: list[Row]) -> list[Row]:
    """Global resources are a union over regions, the first (default) region's row counts."""
    return list({row["name"]: row for row in reversed(rows)}.values())


def _rows_of(shape: dict[str, Schema]) -> tuple[str, str]:
    """The name of a list's field that holds the rows, and the schema of a row."""
    field = "items" if "items" in shape else next(n for n, s in shape.items() if s.get("items"))
    schema = shape[field]
    if _is_map(schema):
        scoped = document().schemas[schema["additionalProperties"]["$ref"]]["properties"]
        return field, aggregation.rows_of(scoped)[1]
    return field, schema["items"]["$ref"]


def _is_map(schema: Schema) -> bool:
    return "additionalProperties" in schema


def _check_filter(page: Page, item: str, text: str) -> None:
    """Refuse a filter on a field that the rows cannot have: it would show wrong rows silently."""
    for path in page.condition.paths() if page.condition else ():
        if not document().has_field(item, path):
            raise filters.invalid(text, f"Unknown field '{'.'.join(path)}'.")


def _without(call: Call, shape: dict[str, Schema]) -> dict[str, Any]:
    """What tells the client which regions are missing."""
    lost = sorted(call.unreachable)
    if not lost:
        return {}
    if len(lost) == len(call.clouds):
        raise errors.Unavailable("No region of this cloud can be reached.")
    scopes = [f"regions/{name}" for name in lost]
    return {
        "unreachables": scopes if "unreachables" in shape else None,
        "warning": aggregation.unreachable(scopes[0]),
    }
