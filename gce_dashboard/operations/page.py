"""The list of Operations."""

from __future__ import annotations

import re

from django.http import HttpRequest, JsonResponse
from django.views import View

from gce_dashboard import api
from gce_dashboard.framework import operation_cells as cells
from gce_dashboard.framework import operations as model
from gce_dashboard.framework import render
from gce_dashboard.framework.columns import Column, Json
from gce_dashboard.framework.listing import Empty, ResourcePage
from gce_dashboard.framework.resources import NAME, scope_of
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.operations.actions import DELETE
from gce_dashboard.operations.resource import OPERATIONS

MAX_FOLLOWED = 50


class OperationsPage(ResourcePage):
    resource = OPERATIONS
    newest_first = "creationTimestamp desc"
    columns = (
        Column("type", _("Type"), cells.kind),
        Column("target", _("Target"), cells.target),
        Column("status", _("Status"), cells.status),
        Column("progress", _("Progress"), cells.progress),
        Column("user", _("User"), lambda op: render.text(op.get("user"))),
        Column("scope", _("Scope"), lambda op: render.text(scope_of(op))),
        Column("start", _("Start"), lambda op: render.moment(op.get("startTime"))),
        Column("end", _("End"), lambda op: render.moment(op.get("endTime"))),
        Column("duration", _("Duration"), cells.duration, numeric=True),
        Column("name", _("Name"), lambda op: render.mono(op["name"]), order="name", optional=True),
        Column(
            "inserted",
            _("Requested"),
            lambda op: render.moment(op.get("insertTime")),
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

    def fetch(self, wanted):
        if not wanted.order:
            wanted = wanted.ordered(self.newest_first)
        page = super().fetch(wanted)
        if wanted.order == self.newest_first:
            # an aggregated list is ordered within each scope only
            page.items.sort(key=lambda op: op.get("insertTime", ""), reverse=True)
        return page

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
