"""Pages that create or edit: a form with the equivalent request and commands beside it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse

from gce_dashboard import api
from gce_dashboard.api import Change
from gce_dashboard.framework import (
    conflicts,
    equivalents,
    gcloud,
    offers,
    operations,
    permissions,
    project,
    terraform,
)
from gce_dashboard.framework.base import ConsolePage
from gce_dashboard.framework.field import EMPTY, OWN, Field
from gce_dashboard.framework.forms import FormDeclaration, Section
from gce_dashboard.framework.registry import Resource
from gce_dashboard.framework.resources import region_of
from gce_dashboard.framework.uploads import Incoming
from gce_dashboard.i18n import gettext as _
from gce_dashboard.i18n import gettext_lazy

Json = dict[str, Any]
OPENED = "_opened"  # what an edit began with, among what is posted


class FormPage(ConsolePage):
    """A page with a declared form, that says what would be sent and sends it.

    :ivar sections: the form's cards
    :ivar submit: the words of its button
    :ivar permission: what Google calls the permission to do it
    """

    template_name = "gce_dashboard/form.html"
    sections: tuple[Section, ...] = ()
    submit = ""
    permission = "create"
    also: Sequence[Json] = ()  # further operations that were started

    @property
    def parent(self) -> tuple[str, str]:
        return self.resource.plural, self.resource.index

    @property
    def declaration(self) -> FormDeclaration:
        return FormDeclaration(self.sections, self.check)

    def check(self, values: Json) -> Iterable[tuple[str, str]]:
        """What is wrong with the values together: (name of a field, words)."""
        return ()

    def offers(self) -> tuple[Json, list[Json]]:
        """What the form's lists hold, and a notice for each that could not be had."""
        names = self.declaration.offers | self.names_in_use
        return offers.gather(self.client, names)

    @property
    def asked(self) -> Sequence[Field]:
        """The fields that can be filled in."""
        return self.declaration.fields

    @property
    def names_in_use(self) -> set[str]:
        """The lists that say which names are in use."""
        taken = {field.taken for field in self.asked if field.taken}
        return {
            offers.NAMES + (self.resource.collection if each == OWN else each) for each in taken
        }

    def send(self, values: Json) -> Json:
        """Do what the form says, and return the Operation."""
        raise NotImplementedError

    def requests(self, values: Json) -> Sequence[Change]:
        """What the form would send, one after another, as far as the values are right."""
        raise NotImplementedError

    def command(self, project_id: str, values: Json) -> str:
        """The gcloud command that does the same."""
        raise NotImplementedError

    def terraform(self, project_id: str, values: Json) -> str:
        """The block of Terraform's configuration that the resource then has."""
        raise NotImplementedError

    def equivalents(self, values: Json) -> Json:
        """The same as requests, as commands and as programs."""
        here = project.project_id(self.request)
        return {
            **equivalents.of(self.requests(values), self.client, here),
            "gcloud": self.command(here, values),
            "terraform": self.terraform(here, values),
        }

    def initial(self) -> Json:
        """The values to begin with."""
        return {}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "permissions" in request.GET:
            return self._permissions()
        if self.wants_json:
            return self._offers()
        try:
            initial = self.initial()
        except api.GceError as error:
            self.report(error)
            return self.render_to_response(self.get_context_data(form=None))
        return self.render_to_response(self.get_context_data(form=self.form(initial=initial)))

    def form(self, data: Json | None = None, **options: Any) -> forms.Form:
        request_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
        return self.declaration.form(request_id=request_id)(data, **options)

    def get_context_data(self, **kwargs: Any) -> Json:
        client = self.attempt(lambda: self.client)
        return {
            **super().get_context_data(**kwargs),
            "endpoint": client.endpoint if client else "",
            "submit": self.submit,
            "names_in_use": self.resource.collection,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        """Do it, or with ``?preview=1`` only say what would be sent and what is wrong."""
        try:
            values = json.loads(request.body)
        except ValueError:
            values = None
        if not isinstance(values, dict):
            error = {"message": _("The form did not arrive whole.")}
            return JsonResponse({"error": error}, status=400)
        opened = values.pop(OPENED, {})
        form = self.form(values)
        valid = form.is_valid()
        try:
            if "preview" in request.GET:
                return JsonResponse({"errors": form.errors, **self.equivalents(form.cleaned_data)})
            if not valid:
                return JsonResponse({"errors": form.errors})
            return self._done(self.send(form.cleaned_data))
        except api.GceError as error:
            return self._refused(error, values, opened)

    def put(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        """Take the file of a form whose other fields are right: ``?name=``, of what it becomes.

        A PUT, as Django reads the whole of a POST before any view has it.
        """
        name = request.GET.get("name", "")
        try:
            return JsonResponse({"value": self.receive(name, Incoming(request))})
        except api.GceError as error:
            return self._refused(error, {"name": name}, {})

    def receive(self, name: str, file: Incoming) -> str:
        """Take a file; returns what the form then holds in its place.

        :raises api.GceError: it is refused
        """
        raise api.ApiError(_("This page takes no file."), code=400)

    def _permissions(self) -> JsonResponse:
        """The permission that the user lacks for this, if there is one."""
        wanted = f"compute.{self.resource.collection}.{self.permission}"
        try:
            missing = permissions.missing(self.client, [wanted])
        except api.GceError as error:
            return JsonResponse({"error": error.as_json()})
        return JsonResponse({"missing": {"submit": wanted} if missing else {}})

    def _offers(self) -> JsonResponse:
        try:
            choices, notices = self.offers()
        except api.GceError as error:
            return JsonResponse({"error": error.as_json()})
        return JsonResponse({"offers": choices, "notices": notices})

    def _done(self, operation: Json) -> JsonResponse:
        url = str(self.parent[1])
        also = [operations.brief(each) for each in self.also]
        return JsonResponse({"operation": operations.brief(operation), "also": also, "url": url})

    def _refused(self, error: api.GceError, values: Json, opened: Json) -> JsonResponse:
        """The endpoint's refusal, at its field where it names one."""
        if error.code == conflicts.STALE:
            return JsonResponse({"conflict": self._conflict(values, opened)})
        field = self.declaration.field_of(error.message, values)
        if error.reason == api.NAME_TAKEN:
            field = "name"
        if field:
            return JsonResponse({"errors": {field: [error.sentence]}, "refused": True})
        return JsonResponse({"error": error.as_json()})

    def _conflict(self, values: Json, opened: Json) -> Json:
        body = {"values": values, "opened": opened}
        return conflicts.explain(self.form, self.declaration, self.initial(), body, self.request)


def place_in(path: str) -> Json:
    """The values of the fields ``zone`` and ``region`` that a resource's path means."""
    scope, _slash, rest = path.partition("/")
    where = rest.split("/")[0]
    if scope == "zones":
        return {"zone": where, "region": region_of(where)}
    return {"region": where} if scope == "regions" else {}


class CreatingPage(FormPage):
    """A page that creates one resource of a collection: ``compute.<collection>.insert``.

    :ivar gcloud_verb: what gcloud calls it, such as ``create snapshot-schedule``
    """

    submit = gettext_lazy("Create")
    gcloud_verb = "create"

    @property
    def page_title(self) -> str:
        return _("Create: %s") % self.resource.title

    def initial(self) -> Json:
        """What the resource has that this one is to be like, ``?like=<path>``; but for its name."""
        like = self.request.GET.get("like", "")
        if not self.resource.target.fullmatch(like):
            return {}
        found = {**place_in(like), **self.declaration.initial(self.liked(like))}
        return {key: value for key, value in found.items() if value not in EMPTY and key != "name"}

    def liked(self, path: str) -> Json:
        """The resource that the new one is to be like."""
        return self.client.get(path)

    def path(self, values: Json) -> str:
        """Where to POST, within the project: in the zone or region that the form says."""
        return f"{self.place(values)}/{self.resource.collection}"

    def place(self, values: Json) -> str:
        for scope in self.resource.scopes:
            if scope != "global" and scope in values:
                return f"{scope}s/{values[scope]}"
        return "global" if "global" in self.resource.scopes else self._unsaid()

    def _unsaid(self) -> str:
        return f"{self.resource.scopes[-1]}s/"

    def body(self, values: Json) -> Json:
        """What to POST, from the fields that are right so far."""
        return self.declaration.body(values)

    def send(self, values: Json) -> Json:
        request_id = str(values["request_id"])
        return self.client.post(self.path(values), self.body(values), request_id=request_id)

    # the same by other means

    def requests(self, values: Json) -> Sequence[Change]:
        return [Change("POST", self.path(values), self.body(values))]

    def gcloud_flags(self, values: Json) -> Iterable[str]:
        """Further flags of the gcloud command."""
        return ()

    def command(self, project_id: str, values: Json) -> str:
        return gcloud.of_fields(
            f"{self.resource.gcloud} {self.gcloud_verb}",
            values.get("name") or self.resource.type.upper() + "_NAME",
            project_id,
            self.declaration.fields,
            values,
            self.gcloud_flags(values),
        )

    def terraform(self, project_id: str, values: Json) -> str:
        kind = self.resource.terraform_in(self.place(values))
        name = values.get("name") or "this"
        return terraform.configuration(kind, name, project_id, self.declaration.fields, values)


def creating(resource: Resource, title: str, sections: tuple[Section, ...]) -> type[CreatingPage]:
    """The page that creates one of a collection, where its form says all there is to it."""
    members = {"resource": resource, "page_title": title, "sections": sections}
    return type("CreatePage", (CreatingPage,), {"__module__": __name__, **members})
