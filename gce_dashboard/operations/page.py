"""The list of Operations."""

from __future__ import annotations

import re

from django.http import HttpRequest, JsonResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views import View

from gce_dashboard import api
from gce_dashboard.links import url_of
from gce_dashboard.operations import model
from gce_dashboard.pages import columns, render
from gce_dashboard.pages.columns import Column, Json
from gce_dashboard.pages.listing import Empty, ResourcePage
from gce_dashboard.resources import NAME, last, path_of, scope_of

MAX_FOLLOWED = 50


def status_cell(operation: Json) -> SafeString:
    cell = render.status(*model.tone_and_text(operation))
    told = model.errors(operation)
    if not told:
        return cell
    messages = format_html_join("", "<p>{}</p>", ((each,) for each in told))
    return format_html(
        '{}<details class="gce-more"><summary>{}</summary>{}</details>', cell, _("Error"), messages
    )


def target_cell(operation: Json) -> SafeString:
    path = path_of(operation.get("targetLink", ""))
    url = url_of(path)
    gone = operation.get("operationType") == "delete" and model.is_done(operation)
    return render.link(url, last(path)) if url and not gone else render.text(last(path))


def progress_cell(operation: Json) -> SafeString:
    return render.progress(int(operation.get("progress", 0)), str(_("Progress")))


def duration_cell(operation: Json) -> SafeString:
    spent = model.duration(operation)
    if spent is None:
        return render.NOTHING
    seconds = max(0.0, spent.total_seconds())
    if seconds < 60:
        return render.text(_("%.1f s") % seconds)
    return render.text(_("%(m)d min %(s)d s") % {"m": seconds // 60, "s": seconds % 60})


class OperationsPage(ResourcePage):
    page_title = _("Operations")
    collection = "operations"
    path = "aggregated/operations"
    newest_first = "creationTimestamp desc"
    columns = (
        Column("type", _("Type"), lambda op: render.text(op.get("operationType"))),
        Column("target", _("Target"), target_cell),
        Column("status", _("Status"), status_cell),
        Column("progress", _("Progress"), progress_cell),
        Column("user", _("User"), lambda op: render.text(op.get("user"))),
        Column("scope", _("Scope"), lambda op: render.text(scope_of(op))),
        Column("start", _("Start"), lambda op: render.moment(op.get("startTime"))),
        Column("end", _("End"), lambda op: render.moment(op.get("endTime"))),
        Column("duration", _("Duration"), duration_cell, numeric=True),
        Column("name", _("Name"), lambda op: render.mono(op["name"]), order="name", optional=True),
        columns.Column(
            "inserted",
            _("Requested"),
            lambda op: render.moment(op.get("insertTime")),
            order="creationTimestamp desc",
            optional=True,
        ),
    )
    filter_keys = ("operationType=insert", "status=RUNNING", "status!=DONE", "user:demo")
    empty = Empty(
        _("No operations yet"),
        _("Everything you create, change or delete shows up here with its progress."),
    )

    def fetch(self, wanted):
        if not wanted.order:
            wanted = wanted.ordered(self.newest_first)
        return super().fetch(wanted)

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
