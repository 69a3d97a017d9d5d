"""A form that makes several resources: its own, and what belongs to that, such as its subnets."""

from __future__ import annotations

import dataclasses
import functools
import json
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from gce_dashboard import api
from gce_dashboard.framework import equivalents, operations, project
from gce_dashboard.framework.creating import CreatingPage
from gce_dashboard.framework.equivalents import PythonCall
from gce_dashboard.framework.field import Field, body_of
from gce_dashboard.framework.registry import Resource

Json = dict[str, Any]
KINDS = ("gcloud", "curl", "python", "terraform")


@dataclasses.dataclass(frozen=True)
class Further:
    """Something to make once the form's own resource is there.

    :ivar place: ``regions/us-central1`` or ``global``
    :ivar fields: what says how ``values`` become a request
    """

    resource: Resource
    place: str
    fields: Sequence[Field]
    values: Json

    @property
    def path(self) -> str:
        return f"{self.place}/{self.resource.collection}"

    @property
    def body(self) -> Json:
        return body_of(self.fields, self.values)

    def send(self, client: api.Client, values: Json) -> Json:
        """Ask for it once, however often the form of ``values`` is sent."""
        said = f"{self.path} {json.dumps(self.body, sort_keys=True)}"
        request_id = uuid.uuid5(values["request_id"], said)
        return client.post(self.path, self.body, request_id=str(request_id))

    def equivalents(self, client: api.Client, project: str) -> Json:
        name, fields, values = self.values.get("name", ""), self.fields, self.values
        command = f"{self.resource.gcloud} create"
        python = PythonCall.of(self.resource, "insert", project, self.place)
        return {
            **equivalents.rest("POST", client.url(self.path, project), self.body),
            "gcloud": equivalents.gcloud(command, name, project, fields, values),
            "python": python.source(self.body),
            "terraform": equivalents.terraform(
                self.resource.terraform_in(self.place), name, project, fields, values
            ),
        }


class SeriesPage(CreatingPage):
    """A page that creates one resource, and others when that is done."""

    def further(self, values: Json) -> Iterable[Further]:
        """What to make besides, as far as the values are right."""
        return ()

    def send(self, values: Json) -> Json:
        """Do it all, what is further side by side; the same once more does nothing twice.

        :returns: the Operation of the form's own resource
        :raises api.GceError: one of them is refused; what was asked for before that is done
        """
        own = super().send(values)
        further = list(self.further(values))
        if further and not operations.errors(self.client.wait(own)):
            client = self.client
            sent = api.together(*(functools.partial(each.send, client, values) for each in further))
            refused = [each for each in sent if isinstance(each, api.GceError)]
            if refused:
                raise refused[0]
            self.also = sent
        return own

    def equivalents(self, values: Json) -> Json:
        here = project.project_id(self.request)
        own = super().equivalents(values)
        every = [own, *(each.equivalents(self.client, here) for each in self.further(values))]
        requests = [each["body"] for each in every[:1]]
        requests += [f"POST {each['url']}\n{each['body']}" for each in every[1:]]
        joined = {kind: "\n\n".join(each[kind].strip() for each in every) for kind in KINDS}
        joined["terraform"] = self._referring(joined["terraform"], values)
        return {**own, **joined, "body": "\n\n".join(requests)}

    def _referring(self, terraform: str, values: Json) -> str:
        """The configuration with the own resource by reference, so that it is made first."""
        name, place = values.get("name", ""), self.place(values)
        path = f"{place}/{self.resource.collection}/{name}"
        reference = f"{self.resource.terraform_in(place)}.{equivalents.label(name)}.id"
        return terraform.replace(json.dumps(path), reference)
