"""What every list shares: filter, order, pages, scopes, and the wrapping resource."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from gce_api.call import Call


@dataclass(frozen=True)
class Page:
    """What a client asked of a list. ``size`` is the largest number of rows to return."""

    size: int = 500


def is_list(call: Call) -> bool:
    return call.method.name in ("list", "aggregatedList") and call.method.verb == "GET"


def answer(call: Call, rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The list resource for the rows of a handler."""
    return {
        "kind": f"compute#{call.method.collection.rstrip('s')}List",
        "id": call.method.path.format_map({**call.params, "project": call.project.id}),
        "items": list(rows),
        "selfLink": call.links.url("x"),
    }
