"""Lists of instances: Nova's servers page by page, and among them those that have no server yet.

The latter come from the endpoint's database (:mod:`gce_api.views.in_flight`). One may get its
server while a client goes from page to page, and must be seen once all the same. So, of one name,
servers come first: the server of a row that was on the last page lies behind the client already.
"""

from __future__ import annotations

import contextlib
import functools
import heapq
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from openstack import exceptions as sdk
from oslo_utils import uuidutils

from gce_api import errors, identity, marks
from gce_api.call import Call
from gce_api.database import metadata as database
from gce_api.names import gce_names
from gce_api.openstack import servers
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row
from gce_api.registry import implements
from gce_api.resources.instances import zone_of
from gce_api.views import in_flight
from gce_api.views.in_flight import is_in_flight
from gce_api.views.instances import with_views

FEW = 5
Named = tuple[str, str, Row]  # what GCE calls it, its zone, the server


@dataclass(frozen=True)
class Cursor:
    """The last row of a page, behind which the next one goes on.

    ``server``: UUID of the last one that Nova listed, "" if none. ``in_flight``: id of the row if
    it is of an instance without a server, else "".
    """

    name: str
    server: str
    in_flight: str


@implements("compute.instances.list", "compute.instances.aggregatedList", paged=True)
def list_instances(
    call: Call, cloud: Cloud, after: Any
) -> Iterator[tuple[list[str], dict[str, Any]]]:
    assert call.page
    cursor = _cursor(call, after)
    without_server = _behind(cursor, in_flight.servers(call, cloud, call.zone))
    found = _listed(call, cloud, cursor)
    views, first = with_views(call, cloud, lambda: next(found, None))
    found = itertools.chain([first] if first else [], found)
    named = _named(cloud, heapq.merge(found, without_server, key=_sorted_as), cursor)
    if call.zone:
        named = (entry for entry in named if entry[1] == call.zone.name)
    last, seen = cursor.server if cursor else "", set()
    while batch := list(itertools.islice(named, call.page.chunk)):
        long = database.of_servers(call.services.database, [row.id for _, _, row in batch])
        for name, zone, row in batch:
            is_new = is_in_flight(row)
            last = last if is_new else row.id
            seen.add(row.id)
            shown = views.view(row, name, zone, long.get(row.id, {}))
            yield [row.name, last, row.id if is_new else ""], shown
    if cursor is None and call.zone is None:
        _forget_the_gone(call, cloud, seen)


def _forget_the_gone(call: Call, cloud: Cloud, seen: set[str]) -> None:
    """Drop what the database keeps of servers that another tool has deleted.

    :param seen: all that Nova has listed of the region. A server may be missing there for other
        reasons (it was renamed while the list was read), so Nova is asked for each; a few at a
        time, as a list must not take long.
    """
    kept = database.servers_with_values(call.services.database, call.project.uuid, cloud.region)
    with contextlib.suppress(sdk.SDKException):
        for server_id in sorted(kept - seen)[:FEW]:
            if servers.get(cloud, server_id) is None:
                database.forget_server(call.services.database, server_id)


def _cursor(call: Call, after: Any) -> Cursor | None:
    match after:
        case None:
            return None
        case [str() as name, str() as server, str() as row] if all(
            uuidutils.is_uuid_like(each) for each in (server, row) if each
        ):
            return Cursor(name, server, row)
    raise errors.Invalid(
        f"Invalid value for field 'pageToken': '{call.params.get('pageToken')}'. Not a page token."
    )


def _listed(call: Call, cloud: Cloud, cursor: Cursor | None) -> Iterator[Row]:
    """What Nova lists from the cursor on."""
    assert call.page
    query = {"availability_zone": call.zone.az} if call.zone else {}
    after = (cursor.name, cursor.server) if cursor and cursor.server else None
    # one row more than are used tells whether the last one's name is its own
    found = servers.in_name_order(cloud, query, call.page.chunk + 1, after)
    return (server for server in found if not _was_shown_before(server, cursor))


def _was_shown_before(server: Row, cursor: Cursor | None) -> bool:
    """Whether a server that is new in Nova's list was on a page before as a row without one."""
    if not cursor or not cursor.in_flight:
        return False
    return marks.ID in server["metadata"] and server.name <= cursor.name


def _behind(cursor: Cursor | None, without_server: list[Row]) -> list[Row]:
    """The instances without a server that may not have been on a page before."""
    if cursor is None:
        return without_server
    seen = cursor.name, cursor.in_flight
    return [row for row in without_server if in_flight.position(row) > seen]


def _sorted_as(server: Row) -> str:
    """Databases may sort without regard to case: equal names are neighbours only in this way."""
    return server.name.lower()


def _named(cloud: Cloud, found: Iterable[Row], cursor: Cursor | None) -> Iterator[Named]:
    """Each row with its name and zone; names have to be unique within a zone."""
    place = functools.partial(zone_of, cloud)
    for key, neighbours in itertools.groupby(found, _sorted_as):
        group = list(neighbours)
        # some servers of this name may have been on the page before
        is_split = cursor is not None and key == cursor.name.lower()
        seen = servers.named(cloud, group[0].name) if is_split else []
        rows = _without_twins(seen, group)
        shown = gce_names({row.id: row for row in [*seen, *rows]}.values(), place)
        for row in rows:
            yield shown[row.id], place(row), row


def _without_twins(seen: list[Row], group: list[Row]) -> list[Row]:
    """Rows of one name, less those without a server whose server came up in between."""
    made = {identity.number(row) for row in [*seen, *group] if not is_in_flight(row)}
    return [row for row in group if not (is_in_flight(row) and identity.number(row) in made)]
