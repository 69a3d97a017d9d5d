"""Keeping a resource of the endpoint's own for as long as another one refers to it."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from gce_api.database import references
from gce_api.database.models import Resource
from gce_api.families.shared.call import Call
from gce_api.families.shared.kept import Collection
from gce_api.google import errors

# what Google calls a resource of a collection when it is in use
KINDS = {
    "backendServices": "backend_service",
    "healthChecks": "health_check",
    "httpHealthChecks": "http_health_check",
    "httpsHealthChecks": "https_health_check",
    "instanceGroups": "instance_group",
    "instanceTemplates": "instance_template",
    "targetHttpProxies": "target_http_proxy",
    "targetPools": "target_pool",
    "targetTcpProxies": "target_tcp_proxy",
    "urlMaps": "url_map",
}


def delete(call: Call, collection: Collection) -> dict[str, Any]:
    """Forget the resource in the path.

    :raises errors.NotFound: there is none.
    :raises errors.ResourceInUse: another refers to it.
    """
    return collection.delete(call, lambda session, row: check_unused(call, session, row))


def check_unused(call: Call, session: Session, row: Resource) -> None:
    """Refuse while another resource refers to this one.

    :raises errors.ResourceInUse: one does.
    """
    path, project = references.known_as(row), f"projects/{call.project.id}"
    kind = KINDS[path.split("/")[-2]]
    for user in references.users(session, call.project.uuid, path):
        used_by = f"{project}/{references.path_of(user)}"
        raise errors.ResourceInUse.by(kind, f"{project}/{path}", used_by)
