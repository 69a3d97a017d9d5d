"""The page of one operation."""

from __future__ import annotations

import json
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse_lazy

from gce_dashboard.framework import render
from gce_dashboard.framework.detail import DetailPage
from gce_dashboard.framework.resources import scope_of
from gce_dashboard.i18n import gettext as _
from gce_dashboard.i18n import gettext_lazy
from gce_dashboard.operations import cells, model
from gce_dashboard.operations.actions import DELETE

Json = dict[str, Any]


class OperationPage(DetailPage):
    """Everything the endpoint tells of an operation, live until it is done."""

    template_name = "gce_dashboard/operations/detail.html"
    parent = (gettext_lazy("Operations"), reverse_lazy("horizon:project:gce_operations:index"))
    collection = "operations"
    actions = bar = (DELETE,)

    @property
    def path(self) -> str:
        return f"{self.kwargs['scope']}/operations/{self.kwargs['name']}"

    def parts(self, item: Json) -> dict[str, str]:
        context = {
            "facts": facts(item),
            "errors": item.get("error", {}).get("errors", []),
            "http": " ".join(
                str(item[key])
                for key in ("httpErrorStatusCode", "httpErrorMessage")
                if item.get(key)
            ),
            "warnings": item.get("warnings", []),
        }
        text = json.dumps(item, indent=2, ensure_ascii=False)
        return {
            "details": render_to_string("gce_dashboard/operations/_details.html", context),
            "json": render_to_string("gce_dashboard/_json.html", {"text": text}),
        }

    def is_busy(self, item: Json) -> bool:
        return not model.is_done(item)


def facts(operation: Json) -> list[tuple[str, Any]]:
    told = [
        (_("Type"), operation.get("operationType", "")),
        (_("Target"), cells.target(operation)),
        (_("Status"), render.status(*model.tone_and_text(operation))),
        (_("Message"), render.text(operation.get("statusMessage"))),
        (_("Progress"), cells.progress(operation)),
        (_("User"), render.text(operation.get("user"))),
        (_("Scope"), scope_of(operation)),
        (_("Requested"), render.moment(operation.get("insertTime"))),
        (_("Start"), render.moment(operation.get("startTime"))),
        (_("End"), render.moment(operation.get("endTime"))),
        (_("Duration"), cells.duration(operation)),
        (_("Operation ID"), render.mono(operation.get("id", ""))),
        (_("Target ID"), render.mono(operation.get("targetId", ""))),
        (_("Request ID"), render.mono(operation.get("clientOperationId", ""))),
    ]
    return [(label, value) for label, value in told if value != render.NOTHING]
