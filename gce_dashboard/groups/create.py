"""The page that creates an instance group, with its autoscaler or its first instances."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from gce_dashboard import api
from gce_dashboard.api import Change
from gce_dashboard.framework import gcloud, terraform
from gce_dashboard.framework.creating import CreatingPage
from gce_dashboard.framework.field import Field, body_of
from gce_dashboard.framework.gcloud import Command
from gce_dashboard.framework.registry import Resource
from gce_dashboard.groups import members, ports, scaling
from gce_dashboard.groups.form import MANAGED, OF_SCALER, SECTIONS
from gce_dashboard.groups.resource import GROUPS, MANAGERS, is_manager
from gce_dashboard.i18n import gettext as told
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]
MANAGED_GROUPS = Resource(collection=MANAGERS, title="", plural="", icon="", scopes=GROUPS.scopes)


def half_done(refused: api.ApiError, name: str) -> api.ApiError:
    """The refusal of the second step; the first is done, and is not done again."""
    words = told("The group %(name)s is there. What comes next was refused: %(why)s")
    return api.ApiError(
        words % {"name": name, "why": refused.message},
        code=refused.code,
        request_id=refused.request_id,
    )


def further(path: str, values: Json) -> Iterator[Command]:
    """gcloud's commands for what is put to a group that is there."""
    if values.get("autoscaling"):
        yield from scaling.gcloud(path, values)
    if values.get("instances"):
        yield from members.spelled("unmanaged add-instances", (), path, values)
    if values.get("ports"):
        yield from ports.ports_command(path, values)


class CreateGroupPage(CreatingPage):
    """What is one form to the user are two requests: the group, and what is then put to it."""

    resource = GROUPS
    page_title = _("Create an instance group")
    sections = SECTIONS

    def check(self, values: Json) -> Iterable[tuple[str, str]]:
        yield from scaling.bounds_in_order(values)

    def kind(self, values: Json) -> Resource:
        """The collection that it is made in."""
        return MANAGED_GROUPS if values.get("kind") in MANAGED else GROUPS

    def path(self, values: Json) -> str:
        return f"{self.place(values)}/{self.kind(values).collection}"

    @property
    def own_fields(self) -> list[Field]:
        """Those of the group itself."""
        return [each for each in self.declaration.fields if each.name not in OF_SCALER]

    def body(self, values: Json) -> Json:
        """The group; an autoscaled one begins with the least."""
        body = body_of(self.own_fields, values)
        if values.get("autoscaling"):
            body["targetSize"] = values.get("least", 0)
        return body

    def then(self, values: Json) -> tuple[str, Json] | None:
        """The second request: the autoscaler, or the instances of an unmanaged group."""
        path = f"{self.path(values)}/{values.get('name', '')}"
        if values.get("autoscaling"):
            return f"{self.place(values)}/autoscalers", scaling.body(path, values)
        if values.get("instances"):
            listed = [{"instance": each} for each in values["instances"]]
            return f"{path}/addInstances", {"instances": listed}
        return None

    def send(self, values: Json) -> Json:
        operation = super().send(values)
        then = self.then(values)
        if then:
            try:
                self.client.post(*then)
            except api.ApiError as refused:
                raise half_done(refused, values["name"]) from refused
        return operation

    # the same by other means

    def command(self, project_id: str, values: Json) -> str:
        """gcloud has a command for each step."""
        name = values.get("name") or "GROUP_NAME"
        path = f"{self.path(values)}/{name}"
        words = f"compute instance-groups {'managed' if is_manager(path) else 'unmanaged'} create"
        size = [f"--size={values.get('least', 0)}"] if values.get("autoscaling") else []
        create = gcloud.of_fields(words, name, project_id, self.own_fields, values, size)
        return "\n\n".join([create, *(each.text(project_id) for each in further(path, values))])

    def requests(self, values: Json) -> Sequence[Change]:
        then = self.then(values)
        return [*super().requests(values), *([Change("POST", *then)] if then else [])]

    def terraform(self, project_id: str, values: Json) -> str:
        kind = self.kind(values).terraform_in(self.place(values))
        name = values.get("name") or "this"
        return terraform.configuration(kind, name, project_id, self.own_fields, values)
