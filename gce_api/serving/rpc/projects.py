"""Resource Manager v1 and v3, as far as compute clients need them: the user's projects.

A project's organization is its Keystone domain, by a number as projects have one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import re2
from werkzeug.wrappers import Request

from gce_api.families.storage.images.public import public_projects
from gce_api.google import errors
from gce_api.google.names import numeric_id
from gce_api.lists import filter as filters
from gce_api.lists import paging
from gce_api.lists.filter.conditions import All, Any_, Condition, Has, Matches, Not
from gce_api.openstack.caller import Project
from gce_api.serving import permissions
from gce_api.serving.dispatch import bearer
from gce_api.serving.rpc.site import Site, json_object

Json = dict[str, Any]

PUBLIC_LABEL = "public-images"
_STATE = "ACTIVE"  # a disabled project is one in which nobody has a role


def list_projects(site: Site, request: Request) -> Json:
    """``GET /v1/projects``: the enabled projects in which the user has a role.

    Everybody may use the images of the public projects, which have a label to be found by: they
    are listed where the filter asks for it, ``labels.public-images=true``.

    :raises errors.Invalid: the filter, size or token is malformed.
    """
    public = _public(site, request) if PUBLIC_LABEL in request.args.get("filter", "") else []
    return _page(_projects(site, request), request, "filter", to_project, public)


def get_project(site: Site, request: Request, project: str) -> Json:
    """``GET /v1/projects/P``.

    :raises errors.NotFound: no such project, as far as this user may know.
    """
    return to_project(_project(site, request, project))


def ask(site: Site, request: Request, project: str) -> Json:
    """``POST /v1/projects/P:getAncestry`` and ``:testIamPermissions``.

    :raises errors.NotFound: as :func:`get_project`, or the path asks for something else.
    """
    name, _, action = project.partition(":")
    questions = {"getAncestry": get_ancestry, "testIamPermissions": test_permissions}
    if action not in questions:
        raise errors.NotFound(f"The path '{request.path}' is not part of this API")
    return questions[action](site, request, name)


def test_permissions(site: Site, request: Request, project: str) -> Json:
    """Those of the given permissions that the caller has in the project.

    :raises errors.Invalid: the body does not say which.
    """
    caller = site.services.authenticator.caller(bearer(request), project)
    wanted = json_object(request).get("permissions", [])
    if not isinstance(wanted, list) or not all(isinstance(each, str) for each in wanted):
        raise errors.Invalid("Invalid value for field 'permissions'. Must be a list of strings.")
    return {"permissions": permissions.granted(site.services.policy, caller, wanted)}


def get_ancestry(site: Site, request: Request, project: str) -> Json:
    """The project and its organization."""
    found = _project(site, request, project)
    ancestors = [("project", found.id), ("organization", numeric_id(found.domain))]
    return {"ancestor": [{"resourceId": {"type": kind, "id": id_}} for kind, id_ in ancestors]}


def search_projects_v3(site: Site, request: Request) -> Json:
    """``GET /v3/projects:search``: as :func:`list_projects`; the filter is called ``query``."""
    return _page(_projects(site, request), request, "query", to_project_v3)


def list_projects_v3(site: Site, request: Request) -> Json:
    """``GET /v3/projects?parent=organizations/N``: the user's projects of one organization.

    :raises errors.Required: it does not say the parent.
    :raises errors.Forbidden: the user has no project there.
    """
    parent = request.args.get("parent")
    if not parent:
        raise errors.Required("Required field 'parent' not specified")
    found = [project for project in _projects(site, request) if _parent(project) == parent]
    if not found:
        raise errors.Forbidden(f"The caller does not have permission on '{parent}'.")
    return _page(found, request, "", to_project_v3)


def get_project_v3(site: Site, request: Request, project: str) -> Json:
    """``GET /v3/projects/P``, by id or number."""
    return to_project_v3(_project(site, request, project))


def to_project(project: Project) -> Json:
    """Resource Manager's v1 view of a project; Keystone knows no ``createTime``."""
    return {
        "projectNumber": numeric_id(project.uuid),
        "projectId": project.id,
        "lifecycleState": _STATE,
        "name": project.name,
        "parent": {"type": "organization", "id": numeric_id(project.domain)},
    }


def to_project_v3(project: Project) -> Json:
    """The same as v3 has it."""
    return {
        "name": f"projects/{numeric_id(project.uuid)}",
        "parent": _parent(project),
        "projectId": project.id,
        "state": _STATE,
        "displayName": project.name,
    }


def _projects(site: Site, request: Request) -> list[Project]:
    return site.services.authenticator.projects(bearer(request))


def _public(site: Site, request: Request) -> list[Json]:
    """The public image projects as v1 shows projects."""
    caller = site.services.authenticator.visitor(bearer(request))
    return [
        {
            "projectNumber": numeric_id(name),
            "projectId": name,
            "lifecycleState": _STATE,
            "name": name,
            "labels": {PUBLIC_LABEL: "true"},
        }
        for name in public_projects(site.services, caller)
    ]


def _project(site: Site, request: Request, name: str) -> Project:
    return site.services.authenticator.caller(bearer(request), name).project


def _parent(project: Project) -> str:
    return f"organizations/{numeric_id(project.domain)}"


def _page(
    projects: list[Project],
    request: Request,
    parameter: str,
    view: Callable[[Project], Json],
    more: Sequence[Json] = (),
) -> Json:
    """A page of the projects that the condition in a query parameter holds for."""
    text = request.args.get(parameter) or ""
    condition = _whole(filters.parse(text)) if text.strip() else None
    page = paging.requested(
        {
            "pageToken": request.args.get("pageToken"),
            "maxResults": page_size(request.args.get("pageSize")),
        },
        f"{request.path} {text}",
    )
    every = [(view(project), _aliases(project)) for project in projects]
    every += [(row, {"id": row["projectId"]}) for row in more]
    shown = {
        row["projectId"]: row
        for row, aliases in every
        if not condition or condition.matches(row | aliases)
    }
    rows, token = paging.of_rows(page, ({"name": name} for name in shown))
    answer: Json = {"projects": [shown[row["name"]] for row in rows]}
    return answer | ({"nextPageToken": token} if token else {})


def _aliases(project: Project) -> Json:
    """What filters call by another name than the project's view does."""
    return {"id": project.id, "name": project.name, "lifecycleState": _STATE}


def _whole(condition: Condition) -> Condition:
    """``name:web`` of Resource Manager is the whole name in any case, ``name:web*`` its start."""
    match condition:
        case All(conditions):
            return All(tuple(_whole(part) for part in conditions))
        case Any_(conditions):
            return Any_(tuple(_whole(part) for part in conditions))
        case Not(part):
            return Not(_whole(part))
        case Has(path, value) if value != "*":
            pattern = ".*".join(re2.escape(part) for part in value.split("*"))
            return Matches(path, re2.compile(f"(?i){pattern}"))
    return condition


def page_size(text: str | None) -> int:
    """Larger pages than there are become the largest, as Google does.

    :raises errors.Invalid: it is no number.
    """
    if not text:
        return paging.LARGEST
    if not re.fullmatch("[0-9]{1,10}", text):
        raise errors.Invalid(f"Invalid value for field 'pageSize': '{text}'. Must be an integer.")
    return min(int(text), paging.LARGEST)
