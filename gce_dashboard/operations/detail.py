"""The page of one operation."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gce_dashboard import api, conf
from gce_dashboard.operations import cells, model
from gce_dashboard.operations.actions import DELETE
from gce_dashboard.pages import render
from gce_dashboard.pages.acting import ActingPage
from gce_dashboard.resources import scope_of

Json = dict[str, Any]


class OperationPage(ActingPage):
    """Everything the endpoint tells of an operation, live until it is done."""

    template_name = "gce_dashboard/operations/detail.html"
    parent = (gettext_lazy("Operations"), reverse_lazy("horizon:project:gce_operations:index"))
    collection = "operations"
    actions = (DELETE,)

    @property
    def path(self) -> str:
        return f"{self.kwargs['scope']}/operations/{self.kwargs['name']}"

    @property
    def page_title(self) -> str:
        return self.kwargs["name"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        fragment = self.fragment()
        if self.wants_json:
            if request.GET.get("version") == fragment["version"]:
                return JsonResponse({"unchanged": True})
            return JsonResponse(fragment)
        status = 404 if fragment["gone"] else 200
        return self.render_to_response(self.get_context_data(fragment=fragment), status=status)

    def fragment(self) -> Json:
        """What the page shows now: its parts as HTML, and what can be done."""
        gone = False
        operation: Json | None = None
        try:
            operation = self.client.get(self.path)
        except api.NotFound:
            gone = True
        except api.GceError as error:
            self.report(error)
        fragment = {
            "parts": parts(operation) if operation else {},
            "allowed": self.actions_of(operation) if operation else [],
            "busy": operation is not None and not model.is_done(operation),
            "gone": gone,
            "failed": operation is None and not gone,
            "notices": self.notices,
        }
        digest = hashlib.sha256(json.dumps(fragment).encode())
        return {**fragment, "version": digest.hexdigest()[:16]}

    def get_context_data(self, **kwargs: Any) -> Json:
        fragment = kwargs["fragment"]
        return {
            **super().get_context_data(**kwargs),
            "bar": self.actions,
            "config": {
                "target": self.path,
                "name": self.kwargs["name"],
                "actions": [action.as_json() for action in self.actions],
                "pollInterval": conf.get().poll_interval,
                **{key: fragment[key] for key in ("allowed", "busy", "version", "failed")},
            },
        }


def parts(operation: Json) -> dict[str, str]:
    context = {
        "facts": facts(operation),
        "errors": operation.get("error", {}).get("errors", []),
        "http": " ".join(
            str(operation[key])
            for key in ("httpErrorStatusCode", "httpErrorMessage")
            if operation.get(key)
        ),
        "warnings": operation.get("warnings", []),
    }
    text = json.dumps(operation, indent=2, ensure_ascii=False)
    return {
        "details": render_to_string("gce_dashboard/operations/_details.html", context),
        "json": render_to_string("gce_dashboard/_json.html", {"text": text}),
    }


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
