"""Instance templates, global and regional: kept by the endpoint, as OpenStack has none."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from gce_api.database import references
from gce_api.database.models import Resource
from gce_api.families.instances.templates import find
from gce_api.families.instances.templates.find import TEMPLATES
from gce_api.families.instances.templates.plan import merged, plan_properties
from gce_api.families.instances.templates.show import to_template
from gce_api.families.instances.templates.sources import properties_of
from gce_api.families.shared.call import Call, ListCall
from gce_api.google import errors
from gce_api.google.registry import implements


@implements(
    "compute.instanceTemplates.list",
    "compute.instanceTemplates.aggregatedList",
    "compute.regionInstanceTemplates.list",
)
def list_templates(call: ListCall) -> list[dict[str, Any]]:
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
        path, found = find.for_source(call, body["sourceInstance"], parameters)
        content["sourceInstance"] = path
        properties = merged(properties_of(parameters, found), properties)
    content["properties"] = plan_properties(properties, find.for_template(call, properties))
    return TEMPLATES.insert(call, body.get("name"), content)


@implements("compute.instanceTemplates.delete", "compute.regionInstanceTemplates.delete")
def delete_template(call: Call) -> dict[str, Any]:
    return TEMPLATES.delete(call, lambda session, row: _check_unused(session, call, row))


def _check_unused(session: Session, call: Call, template: Resource) -> None:
    path, project = references.path_of(template), f"projects/{call.project.id}"
    for user in references.users(session, call.project.uuid, path):
        raise errors.ResourceInUse(
            f"The instance_template resource '{project}/{path}' is already being used by "
            f"'{project}/{references.path_of(user)}'"
        )
