"""Aggregated lists: the rows of a page by scope, with a warning where a scope has none.

Which kinds of scope a family has is read off its schema: an instance has a ``zone``, an address
a ``region``, a disk may have either.
"""

from __future__ import annotations

import functools
from typing import Any

from gce_api.families.shared.call import Call
from gce_api.google.discovery import Schema, document
from gce_api.openstack import places
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.parallel import map_regions

Row = dict[str, Any]


def by_scope(call: Call, rows: list[Row], item: str) -> dict[str, Any]:
    """``zones/us-central1-a`` to its rows; the schema of a row is called ``item``."""
    response = document().schemas[str(call.method.response)]["properties"]
    scoped = document().schemas[response["items"]["additionalProperties"]["$ref"]]["properties"]
    field, _ = rows_of(scoped)
    groups: dict[str, Any] = {}
    for row in rows:
        groups.setdefault(scope(row), {}).setdefault(field, []).append(row)
    for name, region in sorted(_scopes(call, item).items()):
        if name not in groups:
            lost = region in call.unreachable
            groups[name] = {"warning": unreachable(name) if lost else _nothing(name)}
    return groups


def rows_of(scoped: dict[str, Schema]) -> tuple[str, str]:
    """The field of ``InstancesScopedList`` that holds the rows, and their schema."""
    return next((n, s["items"]["$ref"]) for n, s in scoped.items() if s.get("type") == "array")


def scope(row: Row) -> str:
    """``zones/z``, ``regions/r`` or ``global``, as the row's own URLs say."""
    for kind in ("zone", "region"):
        if row.get(kind):
            return f"{kind}s/{row[kind].rpartition('/')[2]}"
    return "global"


def unreachable(name: str) -> dict[str, Any]:
    """The warning of a scope that did not answer."""
    return _warning("UNREACHABLE", f"The scope '{name}' could not be reached.", name)


def _nothing(name: str) -> dict[str, Any]:
    return _warning(
        "NO_RESULTS_ON_PAGE", f"There are no results for scope '{name}' on this page.", name
    )


def _warning(code: str, message: str, name: str) -> dict[str, Any]:
    return {"code": code, "message": message, "data": [{"key": "scope", "value": name}]}


def _scopes(call: Call, item: str) -> dict[str, str | None]:
    """Every scope to be shown, and its region."""
    fields = document().schemas[item]["properties"]
    every = call.params.get("includeAllScopes", False)
    found: dict[str, str | None] = {"global": None} if every else {}
    if every or "region" in fields:
        found |= {f"regions/{cloud.name}": cloud.name for cloud in call.clouds}
    if every or "zone" in fields:
        for zones in map_regions(functools.partial(_zones, call), call.clouds):
            found |= {f"zones/{zone.name}": zone.region for zone in zones}
    return found


def _zones(call: Call, cloud: Cloud) -> list[places.Zone]:
    try:
        return places.zones(cloud)
    except Exception as error:
        if not call.does_without(cloud, error):
            raise
        return []
