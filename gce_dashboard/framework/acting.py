"""Live pages with actions: what a list and a resource's own page have in common."""

from __future__ import annotations

import functools
import hashlib
import json
import re
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from gce_dashboard import api, conf
from gce_dashboard.framework.actions import Action
from gce_dashboard.framework.base import ConsolePage
from gce_dashboard.framework.resources import target
from gce_dashboard.i18n import gettext as _
from gce_dashboard.operations import model as operations

Json = dict[str, Any]


class ActingPage(ConsolePage):
    """A page that stays live, with actions on resources of one collection.

    :ivar collection: GCE's word, such as ``instances``
    """

    collection = ""
    actions: tuple[Action, ...] = ()

    def fragment(self) -> Json:
        """What the page shows now, for its template and, while it is open, for its script."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; for its script an action's form, or the fragment if that has changed."""
        if request.GET.get("form"):
            return self.show_form(request)
        if not self.wants_json:
            return self.whole()
        fragment = self.versioned()
        if request.GET.get("version") == fragment["version"]:
            fragment = {"unchanged": True}
        return JsonResponse(fragment)

    def whole(self) -> HttpResponse:
        """The page as it is opened."""
        fragment = self.versioned()
        status = 404 if fragment.get("gone") else 200
        return self.render_to_response(self.get_context_data(fragment=fragment), status=status)

    def versioned(self) -> Json:
        """The fragment, with a digest of what it says."""
        fragment = self.fragment()
        digest = hashlib.sha256(json.dumps(fragment).encode())
        return {**fragment, "version": digest.hexdigest()[:16]}

    @property
    def target_pattern(self) -> re.Pattern[str]:
        """What a target's path looks like; nothing else is sent to the endpoint."""
        return target(self.collection)

    def actions_of(self, item: Json) -> list[str]:
        """The names of the actions that the resource's state allows."""
        return [action.name for action in self.actions if action.applies(item)]

    def remarks_on(self, item: Json) -> dict[str, str]:
        """What actions mean for this resource in particular, by the names of the actions."""
        return {
            action.name: action.remark(item)
            for action in self.actions
            if action.remark and action.applies(item)
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        """Do an action: ``{"action": ..., "targets": [...], "values": {...}}``.

        Answers with one result per target, with its ``operation`` or ``error``; or with
        ``errors`` of the form's fields and nothing done.
        """
        try:
            action, targets, values = self._wanted(request)
        except ValueError as problem:
            return JsonResponse({"error": {"message": str(problem)}}, status=400)
        cleaned: Json = {}
        if action.form:
            form = action.form(values)
            if not form.is_valid():
                return JsonResponse({"errors": form.errors})
            cleaned = form.cleaned_data
        return JsonResponse({"results": self._send(action, targets, cleaned)})

    def _wanted(self, request: HttpRequest) -> tuple[Action, list[str], Json]:
        try:
            body = json.loads(request.body)
            action = next(each for each in self.actions if each.name == body["action"])
            targets = body["targets"]
            values = body.get("values", {})
        except (ValueError, KeyError, TypeError, StopIteration):
            raise ValueError(_("This page has no such action.")) from None
        allowed = self.target_pattern
        if (
            not isinstance(targets, list)
            or not 0 < len(targets) <= conf.MAX_PAGE_SIZE
            or not all(isinstance(each, str) and allowed.fullmatch(each) for each in targets)
            or not isinstance(values, dict)
        ):
            raise ValueError(_("That is not a resource of this page."))
        return action, targets, values

    def _send(self, action: Action, targets: list[str], values: Json) -> list[Json]:
        try:
            client = self.client
        except api.GceError as error:
            return [{"target": each, "error": error.as_json()} for each in targets]
        outcomes = api.together(
            *(functools.partial(action.send, client, each, values) for each in targets)
        )
        return [_result(path, outcome) for path, outcome in zip(targets, outcomes, strict=True)]

    def show_form(self, request: HttpRequest) -> HttpResponse:
        """The fields of an action's form for one resource: ``?form=resize&target=...``."""
        wanted = (each for each in self.actions if each.form and each.name == request.GET["form"])
        action = next(wanted, None)
        path = request.GET.get("target", "")
        if action is None or not self.target_pattern.fullmatch(path):
            error = {"message": _("This page has no such form.")}
            return JsonResponse({"error": error}, status=404)
        try:
            form = action.form.about(self.client, self.client.get(path))
        except api.GceError as error:
            return JsonResponse({"error": error.as_json()})
        html = render_to_string("gce_dashboard/_fields.html", {"form": form}, request)
        return JsonResponse({"html": html})


def _result(path: str, outcome: Json | api.GceError) -> Json:
    """What became of one target; what is done at once comes without an operation."""
    if isinstance(outcome, api.GceError):
        return {"target": path, "error": outcome.as_json()}
    if outcome.get("name"):
        return {"target": path, "operation": operations.brief(outcome)}
    return {"target": path}
