"""Pages that edit: the same declarations, filled with what is there."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django import forms

from gce_dashboard.api import Change
from gce_dashboard.framework import gcloud, jsonpath, terraform
from gce_dashboard.framework.creating import FormPage
from gce_dashboard.framework.field import EMPTY, Field
from gce_dashboard.framework.forms import Section
from gce_dashboard.framework.registry import Resource
from gce_dashboard.framework.resources import without_empty
from gce_dashboard.i18n import gettext as _
from gce_dashboard.i18n import gettext_lazy

Json = dict[str, Any]


class EditingPage(FormPage):
    """A page that edits one resource: ``compute.<collection>.patch``.

    Fields that are ``fixed`` show what they are and are not sent.

    :ivar verb: ``PATCH``, or ``PUT`` where GCE wants the whole resource
    :ivar unsaid: the fields that gcloud cannot change
    :ivar gcloud_verb: what gcloud calls it
    """

    verb = "PATCH"
    unsaid: tuple[str, ...] = ()
    gcloud_verb = "update"
    submit = gettext_lazy("Save")
    permission = "update"

    @property
    def page_title(self) -> str:
        return _("Edit %s") % self.kwargs["name"]

    @property
    def path(self) -> str:
        place = f"{self.kwargs['scope']}/" if self.kwargs.get("scope") else ""
        return f"{place}{self.resource.collection}/{self.kwargs['name']}"

    @property
    def parent(self) -> tuple[str, str]:
        return self.kwargs["name"], self.resource.url(self.path)

    @property
    def asked(self) -> Sequence[Field]:
        return [each for each in self.declaration.fields if not each.fixed]

    @functools.cached_property
    def item(self) -> Json:
        return self.client.get(self.path)

    def initial(self) -> Json:
        return self.declaration.initial(self.item)

    def form(self, data: Json | None = None, **options: Any) -> forms.Form:
        form = super().form(data, **options)
        for field in self.declaration.fields:
            if field.fixed and field.name in form.fields:
                form.fields[field.name].widget.attrs.update(
                    {"disabled": True, "data-gce-fixed": ""}
                )
        return form

    # what is sent

    def changes(self, values: Json) -> Json:
        """The body: what can be changed, with null for what has been emptied or does not show."""
        free = [each for each in self.asked if each.path]
        body: Json = {}
        for field in free:
            if field.name not in values:
                jsonpath.put(body, field.path, None)
        for field in free:
            if field.name in values:
                value = field.to_body(values[field.name], values)
                jsonpath.put(body, field.path, None if value in EMPTY else value)
        return body

    def send(self, values: Json) -> Json:
        request_id = str(values["request_id"])
        return self.client.change(self.verb, self.path, self.body(values), requestId=request_id)

    def body(self, values: Json) -> Json:
        """What to send: the changes, or for PUT the whole resource with them."""
        changes = self.changes(values)
        return changes if self.verb == "PATCH" else without_empty({**self.item, **changes})

    # the same by other means

    def requests(self, values: Json) -> Sequence[Change]:
        return [Change(self.verb, self.path, self.body(values))]

    def terraform(self, project_id: str, values: Json) -> str:
        kind = self.resource.terraform_in(self.kwargs.get("scope", ""))
        name = self.kwargs["name"]
        fields = self.declaration.fields
        return terraform.configuration(kind, name, project_id, fields, {**values, "name": name})

    def gcloud_flags(self, values: Json) -> Iterable[str]:
        """Further flags of the gcloud command: where the resource is, by default."""
        return gcloud.place_flags(self.path, self.resource.scopes)

    def command(self, project_id: str, values: Json) -> str:
        said = gcloud.of_fields(
            f"{self.resource.gcloud} {self.gcloud_verb}",
            self.kwargs["name"],
            project_id,
            [each for each in self.asked if each.name not in self.unsaid],
            values,
            [*self.gcloud_flags(values), *self._unticked(values)],
        )
        unsaid = [each for each in self.asked if each.name in self.unsaid]
        changed = [each for each in unsaid if self._is_changed(each, values)]
        return f"{said}\n{gcloud.without(changed)}" if changed else said

    def _is_changed(self, field: Field, values: Json) -> bool:
        return (values.get(field.name) or None) != (field.from_item(self.item) or None)

    def _unticked(self, values: Json) -> Iterator[str]:
        """``--no-disabled``: what has no box ticked any more."""
        for field in self.asked:
            if values.get(field.name) is False and isinstance(field.flag, str) and field.flag:
                yield f"--no-{field.flag.removeprefix('--')}"


def editing(
    resource: Resource, sections: tuple[Section, ...], unsaid: tuple[str, ...] = ()
) -> type[EditingPage]:
    """The page that edits one of a collection, where its form says all there is to it."""
    members = {"resource": resource, "sections": sections, "unsaid": unsaid}
    return type("EditPage", (EditingPage,), {"__module__": __name__, **members})
