"""The list page: a panel declares it, this view and ``list.html`` do the rest."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
import re
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from gce_dashboard import api, conf
from gce_dashboard.operations import model as operations
from gce_dashboard.pages import query
from gce_dashboard.pages.actions import Action, Link
from gce_dashboard.pages.base import ConsolePage
from gce_dashboard.pages.columns import Column
from gce_dashboard.resources import last, path_of, scope_of, target

Json = dict[str, Any]
MAX_TARGETS = conf.MAX_PAGE_SIZE


@dataclasses.dataclass(frozen=True)
class Empty:
    """What an empty list says, and what it offers to do about it."""

    title: str
    text: str


class ResourcePage(ConsolePage):
    """A list of GCE resources.

    :ivar collection: GCE's word, such as ``instances``
    :ivar path: what to list, such as ``aggregated/instances``
    :ivar columns: the first is the row's header
    :ivar create: the page's main button
    :ivar filter_keys: examples of filters, offered while the user types
    :ivar paged: whether the list comes in pages; one that is always short does not
    :ivar poll_interval: seconds between two looks, None for the setting's
    """

    template_name = "gce_dashboard/list.html"
    collection = ""
    path = ""
    columns: tuple[Column, ...] = ()
    actions: tuple[Action, ...] = ()
    create: Link | None = None
    filter_keys: tuple[str, ...] = ()
    empty = Empty("", "")
    paged = True
    poll_interval: float | None = None

    # what a panel may say about its rows

    def fetch(self, wanted: query.Query) -> api.Page:
        """One page of the resources, with what their columns need."""
        return self.client.list(
            self.path,
            filter=wanted.filter,
            max_results=wanted.size,
            page_token=wanted.token,
            order_by=wanted.order,
        )

    def is_busy(self, item: Json) -> bool:
        """Whether the resource is changing, so that the page should look again soon."""
        return False

    def key(self, item: Json) -> str:
        """The path of the resource within its project: the target of actions."""
        if item.get("selfLink"):
            return path_of(item["selfLink"])
        return f"{scope_of(item)}/{self.collection}/{item['name']}"

    def actions_of(self, item: Json) -> list[str]:
        """The names of the actions that the resource's state allows."""
        return [action.name for action in self.actions if action.applies(item)]

    # the page and its rows

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("form"):
            return self.show_form(request)
        fragment = self.fragment()
        if self.wants_json:
            if request.GET.get("version") == fragment["version"]:
                return JsonResponse({"unchanged": True})
            return JsonResponse(fragment)
        return self.render_to_response(self.get_context_data(fragment=fragment))

    @property
    def filter_hint(self) -> str:
        """What the empty filter field says: the two first examples."""
        if not self.filter_keys:
            return _("Filter by name")
        return _("Filter by name, or %s") % ", ".join(self.filter_keys[:2])

    @functools.cached_property
    def query(self) -> query.Query:
        orders = {column.order for column in self.columns}
        return query.from_request(self.request, orders)

    def fragment(self) -> Json:
        """What the page shows now: rows as HTML, the next page's token, notices."""
        page = self.attempt(lambda: self.fetch(self.query))
        failed = page is None
        page = page or api.Page([])
        for warning in page.warnings:
            self.notices.append({"message": warning, "warning": True})
        fragment = {
            "rows": [self.row(item) for item in page.items],
            "next": page.next_token,
            "busy": any(self.is_busy(item) for item in page.items),
            "failed": failed,
            "notices": self.notices,
        }
        digest = hashlib.sha256(json.dumps(fragment).encode())
        return {**fragment, "version": digest.hexdigest()[:16]}

    def row(self, item: Json) -> Json:
        key = self.key(item)
        context = {
            "key": key,
            "name": item.get("name", last(key)),
            "selectable": bool(self.actions),
            "actions": " ".join(self.actions_of(item)),
            "cells": [(column, column.cell(item)) for column in self.columns],
        }
        return {"key": key, "html": render_to_string("gce_dashboard/_row.html", context)}

    def get_context_data(self, **kwargs: Any) -> Json:
        context = super().get_context_data(**kwargs)
        settings = conf.get()
        return {
            **context,
            "page": self,
            "query": self.query,
            "sizes": query.sizes(self.query.size),
            "list_config": {
                "actions": [action.as_json() for action in self.actions],
                "pollInterval": self.poll_interval or settings.poll_interval,
                "next": kwargs["fragment"]["next"],
                "busy": kwargs["fragment"]["busy"],
                "version": kwargs["fragment"]["version"],
                "failed": kwargs["fragment"]["failed"],
            },
        }

    # actions

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

    def _send(self, action: Action, targets: list[str], values: Json) -> list[Json]:
        try:
            client = self.client
        except api.GceError as error:
            return [{"target": each, "error": error.as_json()} for each in targets]
        outcomes = api.together(
            *(functools.partial(action.send, client, each, values) for each in targets)
        )
        return [_result(path, outcome) for path, outcome in zip(targets, outcomes, strict=True)]

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
            or not 0 < len(targets) <= MAX_TARGETS
            or not all(isinstance(each, str) and allowed.fullmatch(each) for each in targets)
            or not isinstance(values, dict)
        ):
            raise ValueError(_("That is not a resource of this page."))
        return action, targets, values

    @property
    def target_pattern(self) -> re.Pattern[str]:
        return target(self.collection)

    def show_form(self, request: HttpRequest) -> HttpResponse:
        """The fields of an action's form for one resource: ``?form=resize&target=...``."""
        action = next(
            (each for each in self.actions if each.form and each.name == request.GET["form"]), None
        )
        path = request.GET.get("target", "")
        if action is None or not self.target_pattern.fullmatch(path):
            return JsonResponse(
                {"error": {"message": _("This page has no such form.")}}, status=404
            )
        item = self.attempt(lambda: self.client.get(path))
        if item is None:
            return JsonResponse({"error": self.notices[0]})
        form = action.form(initial=self.initial(action, item))
        html = render_to_string("gce_dashboard/_fields.html", {"form": form}, request)
        return JsonResponse({"html": html})

    def initial(self, action: Action, item: Json) -> Json:
        """What an action's form shows at first."""
        return {}


def _result(path: str, outcome: Json | api.GceError) -> Json:
    """What became of one target; what is done at once comes without an operation."""
    if isinstance(outcome, api.GceError):
        return {"target": path, "error": outcome.as_json()}
    if outcome.get("name"):
        return {"target": path, "operation": operations.brief(outcome)}
    return {"target": path}
