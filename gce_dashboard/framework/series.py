"""A form that makes several resources: its own, and what belongs to that, such as its subnets."""

from __future__ import annotations

import dataclasses
import functools
import json
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from gce_dashboard import api
from gce_dashboard.api import Change
from gce_dashboard.framework import gcloud, operations, terraform
from gce_dashboard.framework.creating import CreatingPage
from gce_dashboard.framework.field import Field, body_of
from gce_dashboard.framework.registry import Resource

Json = dict[str, Any]


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

    @property
    def name(self) -> str:
        return str(self.values.get("name", ""))

    def command(self, project_id: str) -> str:
        words = f"{self.resource.gcloud} create"
        return gcloud.of_fields(words, self.name, project_id, self.fields, self.values)

    def terraform(self, project_id: str) -> str:
        kind = self.resource.terraform_in(self.place)
        return terraform.configuration(kind, self.name, project_id, self.fields, self.values)


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

    def requests(self, values: Json) -> Sequence[Change]:
        further = (Change("POST", each.path, each.body) for each in self.further(values))
        return [*super().requests(values), *further]

    def command(self, project_id: str, values: Json) -> str:
        further = (each.command(project_id) for each in self.further(values))
        return "\n\n".join([super().command(project_id, values), *further])

    def terraform(self, project_id: str, values: Json) -> str:
        further = (each.terraform(project_id) for each in self.further(values))
        blocks = "\n".join([super().terraform(project_id, values), *further])
        return self._referring(blocks, values)

    def _referring(self, blocks: str, values: Json) -> str:
        """The configuration with the own resource by reference, so that it is made first."""
        name, place = values.get("name", ""), self.place(values)
        path = f"{place}/{self.resource.collection}/{name}"
        reference = f"{self.resource.terraform_in(place)}.{terraform.label(name)}.id"
        return blocks.replace(terraform.text(path), reference)
