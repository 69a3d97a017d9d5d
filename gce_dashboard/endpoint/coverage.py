"""What becomes of each method of GCE's API: family by family, and method by method."""

from __future__ import annotations

import itertools
import operator
from collections.abc import Callable
from typing import Any

from django.utils.safestring import SafeString

from gce_dashboard import api
from gce_dashboard.endpoint.operator import WholePage, told
from gce_dashboard.endpoint.resource import ENDPOINTS
from gce_dashboard.framework import columns, ordering, render
from gce_dashboard.framework.columns import Column, Json
from gce_dashboard.framework.listing import Empty
from gce_dashboard.framework.terms import quoted
from gce_dashboard.i18n import gettext_lazy as _

SERVED, REFUSED, NOT_YET = "implemented", "not possible", "not yet"
STATES = {
    SERVED: ("ok", _("Served")),
    REFUSED: ("off", _("Refused")),
    NOT_YET: ("paused", _("Not yet")),
}
METHODS = told("methods")
EMPTY = Empty(_("No methods"), _("The endpoint names no method of GCE's API."))


def state_cell(method: Json) -> SafeString:
    return render.status(*STATES.get(method["state"], ("off", method["state"])))


def family_cell(family: Json) -> SafeString:
    url = ENDPOINTS.page("methods", {"filter": f"family={quoted(family['name'])}"})
    return render.link(url, family["name"])


def share_cell(family: Json) -> SafeString:
    return render.meter(family[SERVED], family["count"], _("Methods served"))


def number(key: str, title: Any, read: Callable[[Json], int]) -> Column:
    return Column(
        key,
        title,
        lambda each: render.text(read(each)),
        sort=lambda each: ordering.number(str(read(each))),
        numeric=True,
    )


class CoveragePage(WholePage):
    """The families, each with how many of its methods are served."""

    resource = METHODS
    columns = (
        Column("name", _("Family"), family_cell),
        number("methods", _("Methods"), lambda family: family["count"]),
        number("served", _("Served"), lambda family: family[SERVED]),
        number("refused", _("Refused"), lambda family: family[REFUSED]),
        number("notYet", _("Not yet"), lambda family: family[NOT_YET]),
        Column(
            "share",
            _("Share"),
            share_cell,
            text=lambda family: f"{100 * family[SERVED] // family['count']} %",
            sort=lambda family: ordering.number(str(family[SERVED] / family["count"])),
        ),
    )
    filter_keys = ("instance", "served=0")
    empty = EMPTY

    def fetch_all(self, filter: str) -> api.Page:
        methods = sorted(super().fetch_all(filter).items, key=operator.itemgetter("family"))
        return api.Page(
            [
                family_of(name, list(several))
                for name, several in itertools.groupby(methods, operator.itemgetter("family"))
            ]
        )


def family_of(name: str, methods: list[Json]) -> Json:
    states = [method["state"] for method in methods]
    return {
        "name": name,
        "count": len(methods),
        **{state: states.count(state) for state in STATES},
    }


class MethodsPage(WholePage):
    """The methods, each with what becomes of it and why."""

    resource = METHODS
    columns = (
        columns.by_rows(columns.copied("name", _("Method"))),
        Column("family", _("Family"), lambda each: render.text(each["family"])),
        Column("state", _("State"), state_cell, export=lambda method: method["state"]),
        Column("note", _("Note"), lambda each: render.text(each["note"])),
        columns.by_rows(columns.field("request", _("Request"), optional=True)),
    )
    filter_keys = ("family=disks", "bulkInsert")
    presets = tuple((words, f"state={quoted(state)}") for state, (_tone, words) in STATES.items())
    empty = EMPTY
