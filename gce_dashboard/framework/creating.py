"""Pages that create: a full-page form with the equivalent request and command beside it."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse

from gce_dashboard import api
from gce_dashboard.framework.base import ConsolePage
from gce_dashboard.framework.commands import curl
from gce_dashboard.framework.resources import NAME
from gce_dashboard.i18n import gettext as _
from gce_dashboard.operations import model as operations

Json = dict[str, Any]
NAME_TAKEN = "alreadyExists"  # Google's reason


class CreateForm(forms.Form):
    """Its request id makes that what is submitted twice is created once."""

    request_id = forms.UUIDField(widget=forms.HiddenInput)


class CreatingPage(ConsolePage):
    """A page that creates one resource; a subclass says what its form means.

    :ivar form_class: the form; its selects are filled from :meth:`offers`
    """

    form_class: type[CreateForm]

    def offers(self) -> tuple[Json, list[Json]]:
        """What the form's lists hold, and a notice for each that could not be had."""
        raise NotImplementedError

    def path(self, values: Json) -> str:
        """Where to POST, within the project."""
        raise NotImplementedError

    def body(self, values: Json) -> Json:
        """What to POST, from the fields that are right so far."""
        raise NotImplementedError

    def command(self, project: str, values: Json) -> str:
        """The gcloud command that does the same."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.wants_json:
            return self._offers()
        form = self.form_class(initial={"request_id": uuid.uuid4()})
        client = self.attempt(lambda: self.client)
        endpoint = client.endpoint if client else ""
        return self.render_to_response(self.get_context_data(form=form, endpoint=endpoint))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        """Create, or with ``?preview=1`` only say what would be sent and what is wrong."""
        try:
            values = json.loads(request.body)
        except ValueError:
            values = None
        if not isinstance(values, dict):
            error = {"message": _("The form did not arrive whole.")}
            return JsonResponse({"error": error}, status=400)
        form = self.form_class(values)
        valid = form.is_valid()
        try:
            if "preview" in request.GET:
                return JsonResponse({"errors": form.errors, **self._equivalents(form)})
            if not valid:
                return JsonResponse({"errors": form.errors})
            return self._create(form.cleaned_data)
        except api.GceError as error:
            if error.reason == NAME_TAKEN:
                return JsonResponse({"errors": {"name": [error.sentence]}, "refused": True})
            return JsonResponse({"error": error.as_json()})

    def _offers(self) -> JsonResponse:
        try:
            offers, notices = self.offers()
        except api.GceError as error:
            return JsonResponse({"error": error.as_json()})
        return JsonResponse({"offers": offers, "notices": notices})

    def _create(self, values: Json) -> JsonResponse:
        operation = self.client.post(
            self.path(values), self.body(values), request_id=str(values["request_id"])
        )
        return JsonResponse({"operation": operations.brief(operation), "url": str(self.parent[1])})

    def _equivalents(self, form: forms.Form) -> Json:
        project = project_name(self.request)
        values = form.cleaned_data
        url = self.client.url(self.path(values), project)
        text = json.dumps(self.body(values), indent=2, ensure_ascii=False)
        return {
            "url": url,
            "body": text,
            "curl": curl(url, text),
            "gcloud": self.command(project, values),
        }


def project_name(request: HttpRequest) -> str:
    """The project as GCE's clients write it: its name where that is a valid id, else its UUID."""
    name = request.user.project_name or ""
    return name if re.fullmatch(NAME, name) else request.user.project_id
