"""Instance templates, global and regional: kept by the endpoint, as OpenStack has none."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from gce_api.database import resources
from gce_api.database.models import Resource
from gce_api.families.groups.managers.members import templates_of
from gce_api.families.instances.templates.plan import merged, plan_properties
from gce_api.families.instances.templates.show import to_template
from gce_api.families.instances.templates.sources import properties_of
from gce_api.families.shared.call import Call
from gce_api.families.shared.kept import Collection
from gce_api.google import errors
from gce_api.google.registry import implements

TEMPLATES = Collection("instanceTemplates")


@implements(
    "compute.instanceTemplates.list",
    "compute.instanceTemplates.aggregatedList",
    "compute.regionInstanceTemplates.list",
)
def list_templates(call: Call) -> list[dict[str, Any]]:
    return [to_template(call.links, row) for row in TEMPLATES.listed(call)]


@implements("compute.instanceTemplates.get", "compute.regionInstanceTemplates.get")
def get_template(call: Call) -> dict[str, Any]:
    return to_template(call.links, TEMPLATES.get(call))


@implements("compute.instanceTemplates.insert", "compute.regionInstanceTemplates.insert")
def insert_template(call: Call) -> dict[str, Any]:
    body = call.body
    content: dict[str, Any] = {
        name: body[name] for name in ("description", "sourceInstanceParams") if name in body
    }
    properties = body.get("properties") or {}
    if body.get("sourceInstance"):
        parameters = body.get("sourceInstanceParams") or {}
        path, found = properties_of(call, body["sourceInstance"], parameters)
        content["sourceInstance"] = path
        properties = merged(found, properties)
    content["properties"] = plan_properties(call, properties)
    return TEMPLATES.insert(call, body.get("name"), content)


@implements("compute.instanceTemplates.delete", "compute.regionInstanceTemplates.delete")
def delete_template(call: Call) -> dict[str, Any]:
    return TEMPLATES.delete(call, lambda session, row: _check_unused(session, call, row))


def find_template(call: Call, url: Any, field: str) -> Resource:
    """The template that a request refers to; a bare name is a global one's.

    :raises errors.Invalid: the URL does not refer to an instance template.
    :raises errors.NotFound: there is none.
    """
    return TEMPLATES.referred(call, call.refer(url, "instanceTemplates", field), "global")


def path_of(template: Resource) -> str:
    """A template's path below the project."""
    return f"{template.scope}/instanceTemplates/{template.name}"


def with_template(call: Call, url: Any, body: dict[str, Any]) -> dict[str, Any]:
    """A request for an instance that also says what a template does.

    :raises errors.NotFound: there is no such template.
    """
    template = find_template(call, url, "sourceInstanceTemplate")
    return merged(template.content["properties"], body)


def _check_unused(session: Session, call: Call, template: Resource) -> None:
    path = path_of(template)
    for group in resources.listed(session, call.project.uuid, "instanceGroupManagers"):
        if path in templates_of(group.content):
            project = f"projects/{call.project.id}"
            raise errors.ResourceInUse(
                f"The instance_template resource '{project}/{path}' is already being used by "
                f"'{project}/{group.scope}/instanceGroupManagers/{group.name}'"
            )
