"""Nova's servers, read as raw rows (:mod:`gce_api.openstack.rows` says why), made and changed.

What is done to one that is there: :mod:`gce_api.openstack.power`; what is attached to it:
:mod:`gce_api.openstack.attachments`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openstack import exceptions as sdk

from gce_api.google import errors
from gce_api.openstack import attachments, marks, network_tags, rows
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Query, Row

BRIEF = "/servers"  # id and name alone
DETAIL = "/servers/detail"
# 2.47: the flavor in the row; what is newer costs Nova time, as from 2.73 on it reads all system
# metadata. Only the filter by availability zone needs a newer one.
VERSION = "2.47"
ZONES = "2.83"
DESCRIPTIONS = "2.19"
TAGS = "2.26"
LARGEST = 1000  # Nova's max_limit

Listing = Callable[[Cloud], list[Row]]


@dataclass(frozen=True, kw_only=True)
class BlockDevice:
    """A volume that a new server has from the start; ``name``: what the instance calls it."""

    volume_id: str
    boot_index: int  # -1: it does not boot from it
    name: str
    delete_on_termination: bool


def get(cloud: Cloud, server_id: str) -> Row | None:
    """One server, ``None`` where there is none."""
    return rows.one(cloud.compute, f"/servers/{server_id}", "server", _version(cloud))


def is_gone(cloud: Cloud, server_id: str) -> bool:
    """Whether Nova says that there is no such server; not, when it says nothing."""
    try:
        return get(cloud, server_id) is None
    except sdk.SDKException:
        return False


def present(cloud: Cloud, server_id: str) -> Row:
    """A server that an operation changes.

    :raises errors.NotFound: it was deleted in the meantime.
    """
    server = get(cloud, server_id)
    if server is None:
        raise errors.NotFound("The instance was deleted while this operation ran.")
    return server


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


def made_by(found: list[Row], operation: str) -> Row | None:
    """The one of several servers that an operation, known by its name, has made."""
    return next((s for s in found if s["metadata"].get(marks.OPERATION) == operation), None)


def create(
    cloud: Cloud,
    *,
    name: str,
    description: str,
    flavor_id: str,
    az: str,
    metadata: Mapping[str, str],
    port_ids: Sequence[str],
    devices: Sequence[BlockDevice],
    **optional: Any,
) -> str:
    """A new server that boots from a volume (POST /servers); returns its UUID.

    :param optional: any of ``hostname`` (which needs Nova 2.90), ``tags`` and ``user_data``.
    """
    server = cloud.compute.create_server(
        name=name,
        description=description,
        flavor_id=flavor_id,
        image_id="",
        availability_zone=az,
        metadata=metadata,
        networks=[{"port": port, "tag": f"nic{n}"} for n, port in enumerate(port_ids)],
        block_device_mapping_v2=[_mapping(device) for device in devices],
        **optional,
    )
    server_id: str = server.id
    return server_id


def delete(cloud: Cloud, server_id: str) -> None:
    """Delete a server, if it is there (DELETE /servers/<id>)."""
    rows.delete(cloud.compute, f"/servers/{server_id}")


def change(cloud: Cloud, server_id: str, fields: Mapping[str, str]) -> None:
    """Change ``name`` or ``description`` (PUT /servers/<id>)."""
    rows.send(cloud.compute, "PUT", f"/servers/{server_id}", {"server": fields}, DESCRIPTIONS)


def set_tags(cloud: Cloud, server_id: str, tags: Sequence[str]) -> None:
    """Replace the network tags of a server (PUT /servers/<id>/tags)."""
    body = {"tags": network_tags.kept(tags)}
    rows.send(cloud.compute, "PUT", f"/servers/{server_id}/tags", body, TAGS)


def console_output(cloud: Cloud, server_id: str) -> str:
    """What a server has written to its first serial port (os-getConsoleOutput); one that is off
    may have nothing."""
    body: dict[str, Any] = {"os-getConsoleOutput": {}}
    answer = rows.send(cloud.compute, "POST", f"/servers/{server_id}/action", body)
    return answer.get("output") or ""


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


def _mapping(device: BlockDevice) -> dict[str, Any]:
    return {
        "boot_index": device.boot_index,
        "uuid": device.volume_id,
        "source_type": "volume",
        "destination_type": "volume",
        "delete_on_termination": device.delete_on_termination,
        "tag": attachments.tag_of(device.name),
    }


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
