"""How a user likes a list: its columns, rows at a time, density, saved views.

They are kept in a cookie of the browser, one for each user and list, which the list's script sets
and which is sent to that list only. A page comes as its user likes it, without asking anybody.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from django.http import HttpRequest

from gce_dashboard import conf
from gce_dashboard.framework.columns import Column

Json = dict[str, Any]
DENSITIES = ("comfortable", "compact")
VIEW = ("name", "filter", "order")  # what a saved view is made of


@dataclasses.dataclass(frozen=True)
class Preferences:
    """What the user has chosen; whatever makes no sense is as if nobody had.

    :ivar columns: whether a column is shown, by its key, where that is not as the page comes
    :ivar size: rows on a page, 0 for the setting
    :ivar views: saved ones, each a name with a filter and an order
    """

    columns: Mapping[str, bool] = dataclasses.field(default_factory=dict)
    size: int = 0
    density: str = DENSITIES[0]
    views: Sequence[Mapping[str, str]] = ()

    def shown(self, columns: Sequence[Column]) -> tuple[Column, ...]:
        """The columns to show; the first is the row's header and always there."""
        first, *others = columns
        return (first, *(each for each in others if self.columns.get(each.key, not each.optional)))


def of(request: HttpRequest) -> Preferences:
    """The preferences of the signed-in user for the list that the request is about."""
    try:
        kept = json.loads(unquote(request.COOKIES.get(cookie_name(request), "{}")))
    except ValueError:
        return Preferences()
    return _read(kept) if isinstance(kept, dict) else Preferences()


def _read(kept: Json) -> Preferences:
    columns, size, density = kept.get("columns"), kept.get("size"), kept.get("density")
    views = kept.get("views")
    return Preferences(
        columns={str(key): bool(shown) for key, shown in columns.items()}
        if isinstance(columns, dict)
        else {},
        size=size if type(size) is int and 0 < size <= conf.MAX_PAGE_SIZE else 0,
        density=density if density in DENSITIES else DENSITIES[0],
        views=[_view(each) for each in views if isinstance(each, dict) and each.get("name")]
        if isinstance(views, list)
        else (),
    )


def _view(kept: Json) -> dict[str, str]:
    return {key: str(kept.get(key, "")) for key in VIEW}


def cookie_name(request: HttpRequest) -> str:
    """Users who share a browser do not share this, nor does a list what one above it has."""
    owner = f"{request.user.id} {_place(request)}"
    return "gce_list_" + hashlib.sha256(owner.encode()).hexdigest()[:8]


def cookie(request: HttpRequest) -> Json:
    """The cookie that the list's script sets: its name and the path that it is sent to."""
    return {"name": cookie_name(request), "path": _place(request)}


def _place(request: HttpRequest) -> str:
    """The address of the list, whatever project it is looked at in."""
    return request.path.partition("/p/")[0].rstrip("/")
