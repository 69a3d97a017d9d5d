"""The list of Operations."""

from __future__ import annotations

import re

from django.http import HttpRequest, JsonResponse
from django.views import View

from gce_dashboard import api
from gce_dashboard.framework import columns, render
from gce_dashboard.framework import operation_cells as cells
from gce_dashboard.framework import operations as model
from gce_dashboard.framework.columns import Column, Json
from gce_dashboard.framework.listing import Empty, ResourcePage
from gce_dashboard.framework.resources import NAME, scope_of
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.operations.actions import DELETE
from gce_dashboard.operations.resource import OPERATIONS

MAX_FOLLOWED = 50


def by_progress(operation: Json) -> int:
    return int(operation.get("progress", 0))


def by_duration(operation: Json) -> float | None:
    spent = model.duration(operation)
    return None if spent is None else spent.total_seconds()


class OperationsPage(ResourcePage):
    resource = OPERATIONS
    order = "-inserted"
    columns = (
        Column("type", _("Type"), cells.kind, paths=("operationType",)),
        Column("target", _("Target"), cells.target, paths=("targetLink",)),
        Column("status", _("Status"), cells.status, paths=("status",)),
        Column("progress", _("Progress"), cells.progress, paths=("progress",), sort=by_progress),
        columns.field("user", _("User")),
        Column("scope", _("Scope"), lambda op: render.text(scope_of(op))),
        columns.moment("startTime", _("Start"), key="start"),
        columns.moment("endTime", _("End"), key="end"),
        Column("duration", _("Duration"), cells.duration, sort=by_duration, numeric=True),
        columns.copied("name", _("Name"), optional=True),
        columns.moment(
            "insertTime",
            _("Requested"),
            key="inserted",
            order="creationTimestamp desc",
            optional=True,
        ),
    )
    actions = (DELETE,)
    filter_keys = ("operationType=insert", "status=RUNNING", "status!=DONE", "user:demo")
    empty = Empty(
        _("No operations yet"),
        _("Everything you create, change or delete shows up here with its progress."),
    )

    def working(self) -> list[Json]:
        """Nothing is at work on an operation."""
        return []

    def is_busy(self, item: Json) -> bool:
        return not model.is_done(item)


class Follow(View):
    """How the operations that a browser follows are doing: ``?op=NAME&op=NAME``."""

    def get(self, request: HttpRequest) -> JsonResponse:
        names = [each for each in request.GET.getlist("op") if re.fullmatch(NAME, each)]
        if not names:
            return JsonResponse({"operations": []})
        wanted = " OR ".join(f"(name={each})" for each in names[:MAX_FOLLOWED])
        try:
            found = api.from_request(request).list("aggregated/operations", filter=wanted).items
        except api.GceError as error:
            return JsonResponse({"error": error.as_json()})
        return JsonResponse({"operations": [model.brief(each) for each in found]})
