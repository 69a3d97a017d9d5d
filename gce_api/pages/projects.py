"""Resource Manager v1, as far as compute clients need it: the user's projects."""

from __future__ import annotations

import re
from typing import Any

from werkzeug.wrappers import Request

from gce_api import errors, paging
from gce_api.auth.keystone import Project
from gce_api.dispatch import bearer
from gce_api.names import numeric_id
from gce_api.pages.site import Site

Json = dict[str, Any]


def list_projects(site: Site, request: Request) -> Json:
    """``GET /v1/projects``: the enabled projects in which the user has a role.

    :raises errors.Invalid: the filter, size or token is malformed.
    """
    found = site.services.authenticator.projects(bearer(request))
    page = paging.requested(
        {
            "filter": request.args.get("filter"),
            "pageToken": request.args.get("pageToken"),
            "maxResults": page_size(request.args.get("pageSize")),
        },
        "v1/projects",
    )
    rows, token = paging.of_rows(page, (_filterable(project) for project in found))
    answer: Json = {"projects": [_shown(row) for row in rows]}
    return answer | ({"nextPageToken": token} if token else {})


def get_project(site: Site, request: Request, project: str) -> Json:
    """``GET /v1/projects/P``.

    :raises errors.NotFound: no such project, as far as this user may know.
    """
    return to_project(site.services.authenticator.caller(bearer(request), project).project)


def to_project(project: Project) -> Json:
    """Resource Manager's view of a project; Keystone knows no ``createTime``."""
    return {
        "projectNumber": numeric_id(project.uuid),
        "projectId": project.id,
        "lifecycleState": "ACTIVE",
        "name": project.name,
    }


def _filterable(project: Project) -> Json:
    """A row that also answers to ``id:``, as filters of Resource Manager say."""
    return to_project(project) | {"id": project.id}


def _shown(row: Json) -> Json:
    return {name: value for name, value in row.items() if name != "id"}


def page_size(text: str | None) -> int:
    """Larger pages than there are become the largest, as Google does.

    :raises errors.Invalid: it is no number.
    """
    if not text:
        return paging.LARGEST
    if not re.fullmatch("[0-9]{1,10}", text):
        raise errors.Invalid(f"Invalid value for field 'pageSize': '{text}'. Must be an integer.")
    return min(int(text), paging.LARGEST)
