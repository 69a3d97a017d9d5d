"""Live pages with actions: what a list and a resource's own page have in common."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
import re
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from gce_dashboard import api, conf
from gce_dashboard.framework import (
    conflicts,
    equivalents,
    gcloud,
    offers,
    operations,
    permissions,
    project,
)
from gce_dashboard.framework.actions import Action
from gce_dashboard.framework.base import ConsolePage
from gce_dashboard.framework.field import OWN
from gce_dashboard.framework.gcloud import Command
from gce_dashboard.framework.offer import Nothing
from gce_dashboard.framework.resources import last
from gce_dashboard.i18n import gettext as _

Json = dict[str, Any]
TOO_MANY, SERVER_ERRORS = 429, 500  # statuses of HTTP


class ActingPage(ConsolePage):
    """A page that stays live, with actions on resources of one collection."""

    actions: tuple[Action, ...] = ()

    def fragment(self) -> Json:
        """What the page shows now, for its template and, while it is open, for its script."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page; for its script an action's form, the permissions, or the changed fragment."""
        if request.GET.get("form"):
            return self.show_form(request)
        if not self.wants_json:
            return self.whole()
        if "permissions" in request.GET:
            return self.show_permissions()
        fragment = self.versioned()
        if request.GET.get("version") == fragment["version"]:
            fragment = {"unchanged": True}
        return JsonResponse(fragment)

    def whole(self) -> HttpResponse:
        """The page as it is opened."""
        raise NotImplementedError

    def versioned(self) -> Json:
        """The fragment, with a digest of what it says."""
        fragment = self.fragment()
        digest = hashlib.sha256(json.dumps(fragment).encode())
        return {**fragment, "version": digest.hexdigest()[:16]}

    def report_look(self, error: api.GceError) -> None:
        """Show that the page could not look, and what comes of that."""
        advice = ""
        if isinstance(error, api.Forbidden):
            advice = _("An administrator of the project can give you a role that allows it.")
        elif error.code in (0, TOO_MANY) or error.code >= SERVER_ERRORS:
            advice = _(
                "This page asks again by itself. If it stays so, give an administrator the request"
                " ID."
            )
        self.report(error, advice=advice)

    @property
    def collection(self) -> str:
        return self.resource.collection

    @property
    def target_pattern(self) -> re.Pattern[str]:
        """What a target's path looks like; nothing else is sent to the endpoint."""
        return self.resource.target

    def actions_of(self, item: Json) -> list[str]:
        """The names of the actions that can be done with the resource now."""
        return [action.name for action in self.actions if action.is_open(item)]

    def reasons_of(self, item: Json) -> dict[str, str]:
        """Why actions that its state allows cannot be done with the resource now."""
        held_up = {
            action.name: action.held_up_by(item) for action in self.actions if action.applies(item)
        }
        return {name: reason for name, reason in held_up.items() if reason}

    def remarks_on(self, item: Json) -> dict[str, str]:
        """What actions mean for this resource in particular, by the names of the actions."""
        remarks = {
            action.name: action.remark(item)
            for action in self.actions
            if action.remark and action.applies(item)
        }
        return {name: remark for name, remark in remarks.items() if remark}

    @property
    def permissions_of_links(self) -> dict[str, str]:
        """What the pages need that this one leads to, by the links' ``data-gce-needs``."""
        return {}

    def show_permissions(self) -> JsonResponse:
        """The missing permission of each action that the user may not do, and of each link to a
        page that creates or edits."""
        actions = {each.name: each.permission_in(self.collection) for each in self.actions}
        wanted = {**self.permissions_of_links, **actions}
        try:
            missing = permissions.missing(self.client, wanted.values())
        except api.GceError as error:
            return JsonResponse({"error": error.as_json()})
        return JsonResponse(
            {"missing": {name: each for name, each in wanted.items() if each in missing}}
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        """Do an action: ``{"action": ..., "targets": [...], "values": {...}}``.

        Answers with one result per target, with its ``operation`` or ``error``; or with
        ``errors`` of the form's fields and nothing done.
        """
        try:
            action, targets, body = self._wanted(request)
        except ValueError as problem:
            return JsonResponse({"error": {"message": str(problem)}}, status=400)
        cleaned: Json = {}
        if action.fields:
            form = action.declaration.form()(body["values"])
            if not form.is_valid() and "preview" not in request.GET:
                return JsonResponse({"errors": form.errors})
            cleaned = form.cleaned_data
        if "preview" in request.GET:
            return self.show_equivalents(action, targets[0], cleaned)
        results = self._send(action, targets, cleaned)
        if action.fields and not action.several:
            self._explain_refusal(action, results[0], body)
        return JsonResponse({"results": results})

    def show_equivalents(self, action: Action, path: str, values: Json) -> JsonResponse:
        """What the action would send for one resource, as a request and as commands."""
        here = project.project_id(self.request)
        try:
            recorder = self.client.recorder()
            action.does(recorder, path, values)
        except api.GceError as error:
            return JsonResponse({"error": error.as_json()})
        except KeyError:  # a field that is not right yet
            return JsonResponse({})
        if not recorder.changes:
            return JsonResponse({})
        shown = equivalents.of(recorder.changes, recorder, here)
        commands = self._commands(action, path, values, recorder.changes[-1])
        return JsonResponse({**shown, "gcloud": gcloud.text(commands, here)})

    def _commands(
        self, action: Action, path: str, values: Json, change: api.Change
    ) -> Sequence[Command]:
        """gcloud's commands that do what the action does; none where it has none."""
        if action.spelled:
            return action.spelled(path, values)
        if not action.command:
            return gcloud.commands(change)
        flags = [
            flag
            for field in action.fields
            if field.name in values
            for flag in field.flags(values[field.name], values)
        ]
        place = gcloud.place_flags(path, self.resource.scopes)
        words = f"{self.resource.gcloud} {action.command}"
        return [Command(words, last(path), [*place, *flags])]

    def _wanted(self, request: HttpRequest) -> tuple[Action, list[str], Json]:
        try:
            body = json.loads(request.body)
            action = next(each for each in self.actions if each.name == body["action"])
            targets = body["targets"]
            body.setdefault("values", {})
        except (ValueError, KeyError, TypeError, AttributeError, StopIteration):
            raise ValueError(_("This page has no such action.")) from None
        if not isinstance(body["values"], dict) or not self._are_targets(action, targets):
            raise ValueError(_("That is not a resource of this page."))
        return action, targets or [""], body

    def _are_targets(self, action: Action, targets: Any) -> bool:
        if action.targetless:
            return targets == []
        allowed = self.target_pattern
        return (
            isinstance(targets, list)
            and 0 < len(targets) <= conf.MAX_PAGE_SIZE
            and all(isinstance(each, str) and allowed.fullmatch(each) for each in targets)
        )

    def _send(self, action: Action, targets: list[str], values: Json) -> list[Json]:
        try:
            client = self.client
        except api.GceError as error:
            return [{"target": each, "error": error.as_json()} for each in targets]
        outcomes = api.together(
            *(functools.partial(action.does, client, each, values) for each in targets)
        )
        return [_result(path, outcome) for path, outcome in zip(targets, outcomes, strict=True)]

    def _explain_refusal(self, action: Action, result: Json, body: Json) -> None:
        """Put what the endpoint refused at its field; where others were first, what they did."""
        error = result.get("error")
        if not error:
            return
        field = action.declaration.field_of(error["message"], body["values"])
        if error["reason"] == api.NAME_TAKEN:
            field = "name"
        if field:
            result["errors"] = {field: [error["message"]]}
        if error["code"] == conflicts.STALE:
            try:
                item = self.client.get(result["target"])
            except api.GceError:
                return
            declaration = action.declaration
            result["conflict"] = conflicts.explain(
                declaration.form(), declaration, declaration.initial(item), body, self.request
            )

    def item_at(self, path: str) -> Json:
        """The resource that an action's form is about."""
        return self.client.get(path)

    def show_form(self, request: HttpRequest) -> HttpResponse:
        """The fields of an action's form for one resource: ``?form=resize&target=...``."""
        wanted = (each for each in self.actions if each.name == request.GET["form"])
        action = next((each for each in wanted if each.fields or each.told), None)
        path = request.GET.get("target", "")
        if action is None or not (action.targetless or self.target_pattern.fullmatch(path)):
            error = {"message": _("This page has no such form.")}
            return JsonResponse({"error": error}, status=404)
        try:
            item = {} if action.targetless or action.several else self.item_at(path)
            declaration = action.declaration
            initial = {**declaration.initial(item), **action.initial(self.client, item)}
            choices, notices = action_offers(self.client, action, item)
            if action.told:
                notices += [{"message": each} for each in action.told(self.client, item)]
        except api.GceError as error:
            return JsonResponse({"error": error.as_json()})
        form = declaration.form()(initial=initial)
        html = render_to_string("gce_dashboard/_form.html", {"form": form}, request)
        return JsonResponse({"html": html, "offers": choices, "notices": notices})


def action_offers(client: api.Client, action: Action, item: Json) -> tuple[Json, list[Json]]:
    """What an action's lists hold for a resource, and a notice for each that is empty or failed."""
    taken = {offers.NAMES + each.taken for each in action.fields if each.taken not in ("", OWN)}
    names = (action.declaration.offers | taken) - set(action.offers)
    choices, notices = offers.gather(client, names)
    for name, fetch in action.offers.items():
        choices[name] = []
        try:
            choices[name] = fetch(client, item)
        except Nothing as words:
            notices.append({"message": str(words), "warning": True})
        except api.GceError as error:
            title = next(each.control.label for each in action.fields if each.offer == name)
            notices.append(offers.unlisted(error, str(title), [name]))
    return choices, notices


def _result(path: str, outcome: Json | api.GceError) -> Json:
    """What became of one target; what is done at once comes without an operation."""
    if isinstance(outcome, api.GceError):
        return {"target": path, "error": outcome.as_json()}
    if outcome.get("secret"):
        return {"target": path, "secret": dataclasses.asdict(outcome["secret"])}
    if outcome.get("name"):
        return {"target": path, "operation": operations.brief(outcome)}
    return {"target": path}
