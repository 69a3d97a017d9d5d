"""Lists of instances: Nova's servers page by page, and among them those that have no server yet.

The latter come from the endpoint's database
(:mod:`gce_api.families.instances.instances.in_flight`). One may get its server while a client goes
from page to page, and must be seen once all the same. Nor has a server that is being built a place
to go on from: Nova lists those that it has not placed yet before all others, and leaves them out
behind one that it has. So the page token says which of both kinds were shown already, and goes on
behind the last server that stays where it is.
"""

from __future__ import annotations

import functools
import heapq
import itertools
import re
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from oslo_utils import uuidutils

from gce_api.database import metadata as database
from gce_api.families.instances.instances import in_flight
from gce_api.families.instances.instances.in_flight import is_in_flight
from gce_api.families.instances.instances.show import with_views
from gce_api.families.shared.call import ListCall
from gce_api.google import errors, fields
from gce_api.google.names import gce_names
from gce_api.google.registry import implements
from gce_api.lists import filter as filters
from gce_api.openstack import identity, places, servers
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row

FEW = 5
SHORT = 10  # hexadecimal digits
Named = tuple[str, str, Row]  # what GCE calls it, its zone, the server


@dataclass(frozen=True)
class Cursor:
    """Where a list goes on.

    ``name`` and ``server``: of the last server with a lasting place, "" if none. ``high``: the
    highest name so far, ``row``: the id of the last row of this name without a server, else "".
    ``shown``: short forms of the numbers of the rows that have, or had, no lasting place.
    """

    name: str = ""
    server: str = ""
    high: str = ""
    row: str = ""
    shown: frozenset[str] = frozenset()

    def behind(self, server: Row) -> Cursor:
        """The cursor behind one row more."""
        key, shown = _sorted_as(server), self.shown
        high, row = (key, "") if key > self.high else (self.high, self.row)
        if is_in_flight(server) and key == high:
            row = server.id
        if is_in_flight(server) or server.get("status") == "BUILD":
            return replace(self, high=high, row=row, shown=shown | {_short(server)})
        return Cursor(server.name, server.id, high, row, shown - {_short(server)})

    def has_shown(self, server: Row) -> bool:
        return bool(self.shown) and _short(server) in self.shown

    def as_json(self) -> list[str]:
        return [self.name, self.server, self.high, self.row, "".join(sorted(self.shown))]


@implements("compute.instances.list", "compute.instances.aggregatedList", paged=True)
def list_instances(
    call: ListCall, cloud: Cloud, after: Any
) -> Iterator[tuple[list[str], dict[str, Any]]]:
    cursor = _cursor(call, after)
    unmade = in_flight.servers(call, cloud, call.zone, with_server=bool(cursor.server))
    unmade = [row for row in unmade if in_flight.position(row) > (cursor.high, cursor.row)]
    if after is None and call.zone and _names_are_all(call):
        yield from _names(call, cloud, call.zone, unmade)
        return
    found = _listed(call, cloud, cursor)
    views, first = with_views(call, cloud, lambda: next(found, None))
    found = itertools.chain([first] if first else [], found)
    named = _named(cloud, heapq.merge(found, unmade, key=_sorted_as), cursor)
    if call.zone:
        named = (entry for entry in named if entry[1] == call.zone.name)
    seen = set()
    while batch := list(itertools.islice(named, call.page.chunk)):
        long = database.of_servers(call.services.database, [row.id for _, _, row in batch])
        for name, zone, row in batch:
            seen.add(row.id)
            was_shown = cursor.has_shown(row)
            cursor = cursor.behind(row)
            if not was_shown:
                yield cursor.as_json(), views.view(row, name, zone, long.get(row.id, {}))
    if after is None and call.zone is None and not _by_name(call):
        _forget_the_gone(call, cloud, seen)


def _names_are_all(call: ListCall) -> bool:
    """Whether a client wants nothing but the names, as if to count them."""
    if call.page.condition or call.page.newest_first:
        return False
    return fields.parse(call.params.get("fields") or "*").get("items") == {"name": {}}


def _names(
    call: ListCall, cloud: Cloud, zone: places.Zone, unmade: list[Row]
) -> Iterator[tuple[list[str], dict[str, Any]]]:
    """The first page of these, which Nova gives several times faster than servers in detail."""
    cursor = Cursor()
    found = _listed_briefly(call, cloud, zone, {row.name for row in unmade})
    for name, of_zone, row in _named(cloud, heapq.merge(found, unmade, key=_sorted_as), cursor):
        cursor = cursor.behind(row)
        yield cursor.as_json(), {"name": name, "zone": call.links.zone(of_zone)}


def _listed_briefly(call: ListCall, cloud: Cloud, zone: places.Zone, coming: set[str]) -> list[Row]:
    """What Nova lists of the zone for one page: in detail those that are being built, or all if
    another has the name of one that has no server yet, as these may be one and the same."""
    query = {"availability_zone": f"^{re.escape(zone.az)}$"}  # else Nova looks for it anywhere
    listed = servers.in_name_order(cloud, query, call.page.chunk, None, servers.BRIEF)
    brief = list(itertools.islice(listed, call.page.chunk))
    full = {row.id: row for row in servers.detailed(cloud, {**query, "status": "BUILD"})}
    if any(row.name in coming and row.id not in full for row in brief):
        detailed = servers.in_name_order(cloud, query, call.page.chunk, None)
        return list(itertools.islice(detailed, call.page.chunk))
    known = {"metadata": {}, "OS-EXT-AZ:availability_zone": zone.az}
    return [full.get(row.id) or Row(row | known) for row in brief]


def _forget_the_gone(call: ListCall, cloud: Cloud, seen: set[str]) -> None:
    """Drop what the database keeps of servers that another tool has deleted.

    :param seen: all that Nova has listed of the region. A server may be missing there for other
        reasons (it was renamed while the list was read), so Nova is asked for each; a few at a
        time, as a list must not take long.
    """
    kept = database.servers_with_values(call.services.database, call.project.uuid, cloud.region)
    for server_id in sorted(kept - seen)[:FEW]:
        if servers.is_gone(cloud, server_id):
            database.forget_server(call.services.database, server_id)


def _cursor(call: ListCall, after: Any) -> Cursor:
    match after:
        case None:
            return Cursor()
        case [str() as name, str() as server, str() as high, str() as row, str() as shown] if (
            not server or uuidutils.is_uuid_like(server)
        ):
            return Cursor(name, server, high, row, frozenset(textwrap.wrap(shown, SHORT)))
    raise errors.Invalid(
        f"Invalid value for field 'pageToken': '{call.params.get('pageToken')}'. Not a page token."
    )


def _listed(call: ListCall, cloud: Cloud, cursor: Cursor) -> Iterator[Row]:
    """What Nova lists from the cursor on."""
    query = ({"availability_zone": call.zone.az} if call.zone else {}) | _by_name(call)
    after = (cursor.name, cursor.server) if cursor.server else None
    # one row more than are used tells whether the last one's name is its own
    return servers.in_name_order(cloud, query, call.page.chunk + 1, after)


def _by_name(call: ListCall) -> dict[str, str]:
    """The part of the client's filter that Nova can apply."""
    name = filters.own_name(call.page.condition) if call.page.condition else None
    return {"name": name} if name else {}


def _short(server: Row) -> str:
    """An instance's number, short enough for hundreds in a page token."""
    return f"{int(identity.number(server)):016x}"[-SHORT:]


def _sorted_as(server: Row) -> str:
    """Databases may sort without regard to case: equal names are neighbours only in this way."""
    return server.name.lower()


def _named(cloud: Cloud, found: Iterable[Row], cursor: Cursor) -> Iterator[Named]:
    """Each row with its name and zone; names have to be unique within a zone."""
    place = functools.partial(places.of_server, cloud)
    for key, neighbours in itertools.groupby(found, _sorted_as):
        group = list(neighbours)
        # some servers of this name may have been on the page before
        is_split = cursor != Cursor() and key in (cursor.name.lower(), cursor.high)
        seen = servers.named(cloud, group[0].name) if is_split else []
        rows = _without_twins(seen, group)
        shown = gce_names({row.id: row for row in [*seen, *rows]}.values(), place)
        for row in rows:
            yield shown[row.id], place(row), row


def _without_twins(seen: list[Row], group: list[Row]) -> list[Row]:
    """Rows of one name, less those without a server whose server came up in between."""
    made = {identity.number(row) for row in [*seen, *group] if not is_in_flight(row)}
    return [row for row in group if not (is_in_flight(row) and identity.number(row) in made)]
