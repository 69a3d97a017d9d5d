"""What the endpoint tells those who run the cloud: all projects' operations, its coverage, and the
settings it works with.

Google has nothing of the kind. A list has the form of compute v1's: ``items`` and, where there are
more, ``nextPageToken``. It takes a token of an administrator or of somebody with a role in the
system; others are refused (:data:`gce_api.access.policy.OPERATORS`).
"""

from __future__ import annotations

from typing import Any

from werkzeug.wrappers import Request

from gce_api import effective
from gce_api.google import coverage, errors
from gce_api.google.discovery import SERVICE_PATH, document
from gce_api.google.links import Links
from gce_api.google.registry import HANDLERS
from gce_api.lists import filter as filters
from gce_api.lists import paging
from gce_api.lists.paging import Page
from gce_api.serving.dispatch import bearer
from gce_api.serving.rpc.site import Site

Json = dict[str, Any]

_PARAMETERS = ("filter", "orderBy", "pageToken")
_PROJECT = ["project"]  # what these operations have beside Google's fields


def list_operations(site: Site, request: Request) -> Json:
    """``GET /operator/v1/operations``: as ``globalOperations.aggregatedList``, flat and of all
    projects; each says its ``project``, which the filter may name as well.

    :raises errors.Forbidden: the caller is no operator.
    :raises errors.Invalid: the filter, order, size or token is malformed.
    """
    _check(site, request, "operator.operations.list")
    page = _page(request)
    base = site.root(request) + SERVICE_PATH
    names = _names(site, request)
    rows, token = paging.of_ordered(
        page,
        site.services.operations.list_everywhere(
            page, lambda uuid: Links(base, names.get(uuid, uuid))
        ),
    )
    return {"items": rows} | ({"nextPageToken": token} if token else {})


def list_methods(site: Site, request: Request) -> Json:
    """``GET /operator/v1/methods``: what becomes of each method of compute v1.

    :raises errors.Forbidden: the caller is no operator.
    """
    _check(site, request, "operator.methods.list")
    return {"items": list(coverage.table(document(), HANDLERS))}


def list_settings(site: Site, request: Request) -> Json:
    """``GET /operator/v1/settings``: every option with its value, its default and its source.

    :raises errors.Forbidden: the caller is no operator.
    """
    _check(site, request, "operator.settings.list")
    return {"items": list(effective.settings(site.services.conf))}


def _check(site: Site, request: Request, action: str) -> None:
    access = site.services.authenticator.access(bearer(request))
    site.services.policy.check_operator(action, access)


def _page(request: Request) -> Page:
    text = request.args.get("filter", "")
    params: Json = {name: request.args.get(name) for name in _PARAMETERS}
    size = request.args.get("maxResults", str(paging.LARGEST))
    if not size.isdecimal():
        raise errors.Invalid(f"Invalid value for field 'maxResults': '{size}'. Must be an integer.")
    page = paging.requested({**params, "maxResults": int(size)}, request.path)
    for path in page.condition.paths() if page.condition else ():
        if list(path) != _PROJECT and not document().has_field("Operation", path):
            raise filters.invalid(text, f"Unknown field '{'.'.join(path)}'.")
    return page


def _names(site: Site, request: Request) -> dict[str, str]:
    """The GCE ids of all projects by their UUIDs, as far as Keystone tells them: one request."""
    try:
        found = site.services.authenticator.every_project(bearer(request))
    except errors.Forbidden:
        return {}
    return {project.uuid: project.id for project in found}
