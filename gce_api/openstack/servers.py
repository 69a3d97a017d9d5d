"""Nova's servers, read as raw rows (:mod:`gce_api.openstack.rows` says why)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator

from openstack import exceptions as sdk

from gce_api.openstack import rows
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Query, Row

BRIEF = "/servers"  # id and name alone
DETAIL = "/servers/detail"
# 2.47: the flavor in the row; what is newer costs Nova time, as from 2.73 on it reads all system
# metadata. Only the filter by availability zone needs a newer one.
VERSION = "2.47"
ZONES = "2.83"
LARGEST = 1000  # Nova's max_limit

Listing = Callable[[Cloud], list[Row]]


def get(cloud: Cloud, server_id: str) -> Row | None:
    """One server, ``None`` where there is none."""
    return rows.one(cloud.compute, f"/servers/{server_id}", "server", _version(cloud))


def detailed(cloud: Cloud, query: Query | None = None) -> list[Row]:
    """The project's servers with everything that Nova tells."""
    return rows.listed(cloud.compute, DETAIL, "servers", query, _version(cloud, query))


def listing() -> Listing:
    """:func:`detailed`, asked for once for each project and region: for one pass of a job."""
    known: dict[tuple[str, str], list[Row]] = {}

    def listed(cloud: Cloud) -> list[Row]:
        key = cloud.caller.project.uuid, cloud.region
        if key not in known:
            known[key] = detailed(cloud)
        return known[key]

    return listed


def named(cloud: Cloud, name: str) -> list[Row]:
    """The project's servers of exactly this name (Nova's filter is a regular expression)."""
    found = detailed(cloud, {"name": f"^{re.escape(name)}$"})
    return [server for server in found if server.name == name]


def brief(cloud: Cloud) -> list[Row]:
    """Id and name of the project's servers."""
    return rows.listed(cloud.compute, BRIEF, "servers", None, _version(cloud))


def in_name_order(
    cloud: Cloud, query: Query, chunk: int, after: tuple[str, str] | None, path: str = DETAIL
) -> Iterator[Row]:
    """The project's servers by name; Nova is asked for ``chunk`` rows when they are needed.

    :param after: name and UUID of the server to go on behind. When it is gone by now, the list
        goes on with the first of the names that come next.
    """
    ordered = {**query, "sort_key": "display_name", "sort_dir": "asc", "limit": min(chunk, LARGEST)}
    try:
        pages = _pages(cloud, path, ordered, after[1] if after else None)
        first = next(pages)
    except sdk.BadRequestException:
        if after is None:
            raise
        pages = _pages(cloud, path, ordered, _last_before(cloud, query, after[0]))
        first = next(pages)
    seen: set[str] = set()
    for page in itertools.chain([first], pages):
        # behind a marker that it has not placed yet, Nova starts again from the beginning
        new = [server for server in page if server.id not in seen]
        seen.update(server.id for server in new)
        if not new:
            return
        yield from new


def _pages(cloud: Cloud, path: str, query: Query, marker: str | None) -> Iterator[list[Row]]:
    start = {**query, "marker": marker} if marker else query
    return rows.pages(cloud.compute, path, "servers", start, _version(cloud, query))


def _last_before(cloud: Cloud, query: Query, name: str) -> str | None:
    """Id of the last server whose name comes before ``name``, as the database sorts."""
    ordered = {**query, "sort_key": "display_name", "sort_dir": "asc"}
    version = _version(cloud, query)
    last = None
    for server in rows.listed(cloud.compute, BRIEF, "servers", ordered, version):
        if server.name.lower() >= name.lower():
            break
        last = server.id
    return last


def _version(cloud: Cloud, query: Query | None = None) -> str:
    """The microversion to ask for servers with."""
    return cloud.compute_version(ZONES if "availability_zone" in (query or {}) else VERSION)
