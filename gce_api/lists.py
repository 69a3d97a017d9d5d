"""What every list shares: filter, order, pages, scopes, and the resource around the rows.

A handler of ``x.list`` holds only what is particular to its rows. There are two kinds.

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

Both kinds: one function may serve ``list`` and ``aggregatedList``. ``call.zone`` and
``call.region`` are ``None`` in the latter, and rows of all scopes are returned; each row says
where it is by its ``zone`` or ``region`` URL (neither: global). A paged handler of a zonal list
leaves out rows of other zones by itself. ``kind``, ``null`` and number formats are the shared
layer's work, see :mod:`gce_api.rendering`.
"""

from __future__ import annotations

from typing import Any

from gce_api import paging, registry
from gce_api.call import Call


def is_list(call: Call) -> bool:
    return call.method.name in ("list", "aggregatedList") and call.method.verb == "GET"


def answer(call: Call, handler: registry.Handler) -> dict[str, Any]:
    """The list resource: the page of the handler's rows that the client asked for."""
    path = call.method.path.format_map({**call.params, "project": call.project.id})
    call.page = page = paging.requested(call.params, path)
    if handler.paged:
        streams = {
            cloud.name: handler.function(call, cloud, paging.after(page, cloud.name))
            for cloud in ([call.cloud] if call.region else call.clouds)
        }
        rows, token = paging.of_streams(page, streams)
    else:
        rows, token = paging.of_rows(page, handler.function(call))
    return {
        "kind": f"compute#{call.method.collection.rstrip('s')}List",
        "id": path,
        "items": rows,
        "nextPageToken": token,
        "selfLink": call.links.base + path,
    }
