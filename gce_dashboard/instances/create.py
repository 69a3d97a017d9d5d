"""The page that creates an instance, with the equivalent request and command beside it."""

from __future__ import annotations

import json
import re
import shlex
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from gce_dashboard import api
from gce_dashboard.instances import body, choices, gcloud
from gce_dashboard.instances.forms import CreateForm
from gce_dashboard.operations import model as operations
from gce_dashboard.pages.base import ConsolePage
from gce_dashboard.resources import NAME

Json = dict[str, Any]


def project_name(request: HttpRequest) -> str:
    """The project as GCE's clients write it: its name where that is a valid id, else its UUID."""
    name = request.user.project_name or ""
    return name if re.fullmatch(NAME, name) else request.user.project_id


class CreatePage(ConsolePage):
    template_name = "gce_dashboard/instances/create.html"
    page_title = _("Create an instance")
    parent = (_("VM instances"), reverse_lazy("horizon:project:gce_instances:index"))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.wants_json:
            return self.offers()
        form = CreateForm(initial={"request_id": uuid.uuid4()})
        return self.render_to_response(self.get_context_data(form=form, endpoint=self.endpoint()))

    def endpoint(self) -> str:
        client = self.attempt(lambda: self.client)
        return client.endpoint if client else ""

    def offers(self) -> JsonResponse:
        """What the form's lists hold."""
        try:
            offers, notices = choices.gather(self.client)
        except api.GceError as error:
            return JsonResponse({"error": error.as_json()})
        return JsonResponse({"offers": offers, "notices": notices})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        """Create, or with ``?preview=1`` only say what would be sent and what is wrong."""
        try:
            values = json.loads(request.body)
        except ValueError:
            values = None
        if not isinstance(values, dict):
            error = {"message": _t("The form did not arrive whole.")}
            return JsonResponse({"error": error}, status=400)
        form = CreateForm(values)
        valid = form.is_valid()
        try:
            if "preview" in request.GET:
                return JsonResponse({"errors": form.errors, **self.equivalents(form)})
            if not valid:
                return JsonResponse({"errors": form.errors})
            return self.create(form.cleaned_data)
        except api.GceError as error:
            return JsonResponse({"error": error.as_json()})

    def create(self, values: Json) -> JsonResponse:
        operation = self.client.post(
            f"zones/{values['zone']}/instances",
            body.instance(values),
            request_id=str(values["request_id"]),
        )
        return JsonResponse({"operation": operations.brief(operation), "url": str(self.parent[1])})

    def equivalents(self, form: CreateForm) -> Json:
        project = project_name(self.request)
        values = form.cleaned_data
        url = self.client.url(f"zones/{values.get('zone', '')}/instances", project)
        text = json.dumps(body.instance(values), indent=2, ensure_ascii=False)
        return {
            "url": url,
            "body": text,
            "curl": curl(url, text),
            "gcloud": gcloud.create(project, values),
        }


def curl(url: str, text: str) -> str:
    """The request as a command that asks OpenStack's client for a token."""
    lines = (
        f"curl -X POST {shlex.quote(url)}",
        '-H "Authorization: Bearer $(openstack token issue -f value -c id)"',
        "-H 'Content-Type: application/json'",
        f"-d {shlex.quote(text)}",
    )
    return " \\\n    ".join(lines)
