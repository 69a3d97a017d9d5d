"""The page of one operation."""

from __future__ import annotations

from typing import Any

from gce_dashboard.framework import columns, render, wording
from gce_dashboard.framework import operation_cells as cells
from gce_dashboard.framework import operations as model
from gce_dashboard.framework.columns import Column
from gce_dashboard.framework.detail import DetailPage
from gce_dashboard.framework.panels import Facts, Tab, Table
from gce_dashboard.framework.resources import scope_of
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.operations.actions import DELETE
from gce_dashboard.operations.resource import OPERATIONS

Json = dict[str, Any]


def failure(operation: Json, fetched: Any) -> list[Json]:
    """Why it failed, and the HTTP status that a client would have got."""
    listed = operation.get("error", {}).get("errors", [])
    keys = ("httpErrorStatusCode", "httpErrorMessage")
    http = " ".join(str(operation[key]) for key in keys if operation.get(key))
    return [*listed, *([{"code": _("HTTP status"), "message": http}] if http else [])]


CODE = Column("code", _("Code"), lambda each: render.text(each.get("code")))
MESSAGE = Column("message", _("Message"), lambda each: render.text(each.get("message")))
FAILURE = Table(
    title=_("Why it failed"),
    columns=(CODE, MESSAGE),
    rows=failure,
    when=lambda operation: failure(operation, None),
)
WARNINGS = Table(
    title=_("Warnings"),
    columns=(CODE, MESSAGE),
    rows=lambda operation, fetched: operation.get("warnings", []),
    when=lambda operation: operation.get("warnings"),
)
FACTS = Facts(
    title=_("Operation"),
    wide=True,
    columns=(
        Column("type", _("Type"), lambda op: render.text(op.get("operationType"))),
        Column("target", _("Target"), cells.target),
        Column("status", _("Status"), lambda op: render.status(*model.tone_and_text(op))),
        Column("message", _("Message"), lambda op: render.text(op.get("statusMessage"))),
        Column("progress", _("Progress"), cells.progress),
        Column("user", _("User"), lambda op: render.text(op.get("user"))),
        Column("scope", _("Scope"), lambda op: render.text(scope_of(op))),
        Column("requested", _("Requested"), lambda op: render.moment(op.get("insertTime"))),
        Column("start", _("Start"), lambda op: render.moment(op.get("startTime"))),
        Column("end", _("End"), lambda op: render.moment(op.get("endTime"))),
        Column("duration", _("Duration"), cells.duration),
        columns.copied("name", _("Name")),
        Column("id", _("Operation ID"), lambda op: render.mono(op.get("id", ""))),
        Column("targetId", _("Target ID"), lambda op: render.mono(op.get("targetId", ""))),
        Column("request", _("Request ID"), lambda op: render.mono(op.get("clientOperationId", ""))),
    ),
)


class OperationPage(DetailPage):
    """Everything the endpoint tells of an operation, live until it is done."""

    resource = OPERATIONS
    actions = (DELETE,)
    tabs = (Tab("details", _("Details"), (FAILURE, WARNINGS, FACTS)),)
    missing = _("There is no such operation")
    has_operations = False

    @property
    def page_title(self) -> str:
        return self.resource.title

    def title_of(self, item: Json) -> str:
        return wording.title(item)

    def is_busy(self, item: Json) -> bool:
        return not model.is_done(item)
