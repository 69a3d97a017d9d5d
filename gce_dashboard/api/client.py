"""Google's compute v1 REST API as the console uses it, with the user's own token."""

from __future__ import annotations

import concurrent.futures
import contextvars
import dataclasses
import functools
import uuid
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from horizon import exceptions
from openstack_dashboard.api import base

from gce_dashboard import conf
from gce_dashboard.api import batch, errors, http
from gce_dashboard.i18n import gettext as _

Json = dict[str, Any]
Items = list[Json]  # in Client, `list` is its method
PARALLEL = 8
API = "/compute/v1"
PUBLIC_IMAGES = "labels.public-images=true"


@dataclasses.dataclass(frozen=True)
class Page:
    """One page of a list: its resources, the token of the next page, the endpoint's warnings."""

    items: list[Json]
    next_token: str = ""
    warnings: tuple[str, ...] = ()


class Client:
    """The endpoint for one user in one project.

    Paths are relative to the project: ``zones/us-central1-a/instances/web-1``. Every method
    raises a :class:`~gce_dashboard.api.errors.GceError` when it fails.
    """

    def __init__(self, endpoint: str, token: str, project: str):
        self.endpoint = endpoint.rstrip("/")
        self.token = token
        self.project = project

    def url(self, path: str, project: str = "") -> str:
        suffix = f"/{path}" if path else ""
        return f"{self.endpoint}/projects/{project or self.project}{suffix}"

    def get(self, path: str, *, project: str = "", **params: Any) -> Json:
        """GET a resource; ``project`` names another project, such as ``debian-cloud``."""
        return http.send("GET", self.url(path, project), self.token, params=params)

    def post(self, path: str, body: Json | None = None, *, request_id: str = "", **params: Any):
        """POST a mutation and return its Operation; a repeated ``request_id`` is done once."""
        return self.change("POST", path, body, requestId=request_id, **params)

    def ask(self, path: str, body: Json | None = None) -> Json:
        """What a POST tells that changes nothing, such as ``listManagedInstances``."""
        return http.send("POST", self.url(path), self.token, body=body)

    def change(self, method: str, path: str, body: Json | None = None, **params: Any) -> Json:
        """PATCH, PUT, POST or DELETE a resource and return the Operation."""
        params["requestId"] = params.get("requestId") or str(uuid.uuid4())
        return http.send(method, self.url(path), self.token, params=params, body=body)

    def wait(self, operation: Json) -> Json:
        """The Operation when it is done."""
        path = operation["selfLink"].partition("/projects/")[2].partition("/")[2]
        while operation.get("status") != "DONE":
            operation = http.send("POST", self.url(f"{path}/wait"), self.token)
        return operation

    def delete(self, path: str) -> Json:
        """DELETE a resource and return the Operation."""
        return self.change("DELETE", path)

    def list(
        self,
        path: str,
        *,
        project: str = "",
        filter: str = "",
        max_results: int = 0,
        page_token: str = "",
        order_by: str = "",
        fields: str = "",
    ) -> Page:
        """One page of a list; an aggregated list (``aggregated/disks``) comes out flat."""
        params: Json = {
            "filter": filter,
            "maxResults": max_results,
            "pageToken": page_token,
            "orderBy": order_by,
            "fields": fields,
        }
        params = {key: value for key, value in params.items() if value}
        reply = self.get(path, project=project, **params)
        return _page(reply, path.rsplit("/", 1)[-1])

    def list_all(
        self, path: str, *, project: str = "", filter: str = "", fields: str = ""
    ) -> Items:
        """Every resource of a list, page after page."""
        items: list[Json] = []
        token = ""
        while True:
            page = self.list(
                path,
                project=project,
                filter=filter,
                max_results=conf.MAX_PAGE_SIZE,
                page_token=token,
                fields=fields,
            )
            items += page.items
            token = page.next_token
            if not token:
                return items

    def projects(self, *, filter: str = "", page_size: int = 0, page_token: str = "") -> Page:
        """The user's projects, from Resource Manager v1 beside the compute API."""
        params: Json = {"filter": filter, "pageSize": page_size, "pageToken": page_token}
        params = {key: value for key, value in params.items() if value}
        reply = http.send("GET", self._resource_manager, self.token, params=params)
        return Page(reply.get("projects", []), reply.get("nextPageToken", ""))

    def permitted(self, permissions: Sequence[str]) -> set[str]:
        """Those of the permissions that the user has in the project.

        Resource Manager's ``projects.testIamPermissions``.
        """
        url = f"{self._resource_manager}/{self.project}:testIamPermissions"
        reply = http.send("POST", url, self.token, body={"permissions": list(permissions)})
        return set(reply.get("permissions", []))

    def public_image_projects(self) -> Sequence[str]:
        """The projects whose images everybody may use, such as ``debian-cloud``.

        The endpoint marks them by a label among Resource Manager's projects.
        """
        url = self._resource_manager
        params = {"filter": PUBLIC_IMAGES}
        projects: list[str] = []
        while True:
            reply = http.send("GET", url, self.token, params=params)
            projects += [each["projectId"] for each in reply.get("projects", [])]
            if not reply.get("nextPageToken"):
                return projects
            params["pageToken"] = reply["nextPageToken"]

    def time_series(self, queries: Sequence[Json]) -> Sequence[Items | errors.GceError]:
        """The time series of several queries, in one request to the endpoint.

        Cloud Monitoring v3, beside the compute API.

        :param queries: the parameters of ``projects.timeSeries.list``
        :returns: for each the series, or why they cannot be had
        """
        where = f"/v3/projects/{self.project}/timeSeries"
        paths = [f"{where}?{urlencode(query)}" for query in queries]
        return [
            found if isinstance(found, errors.GceError) else found.get("timeSeries", [])
            for found in batch.get(self._root, self.token, paths)
        ]

    def recorder(self) -> Recorder:
        """A client that notes the change it is asked for, and makes none."""
        return Recorder(self.endpoint, self.token, self.project)

    @property
    def _resource_manager(self) -> str:
        return f"{self._root}/v1/projects"

    @property
    def _root(self) -> str:
        return self.endpoint.removesuffix(API)


@dataclasses.dataclass(frozen=True)
class Change:
    """A change as it would be sent; the path has its query."""

    method: str
    path: str
    body: Json | None


class Recorder(Client):
    """Reads as a client does; the changes that were asked for are in :attr:`changes`."""

    def __init__(self, *arguments: str):
        super().__init__(*arguments)
        self.changes: list[Change] = []

    def change(self, method: str, path: str, body: Json | None = None, **params: Any) -> Json:
        query = urlencode({key: value for key, value in params.items() if key != "requestId"})
        self.changes.append(Change(method, f"{path}?{query}" if query else path, body))
        return {}


class Iam(Client):
    """IAM v1 beside the compute API, of which it has service accounts and their keys.

    Paths are relative to the project here as well; a change is done when it is answered.
    """

    def url(self, path: str, project: str = "") -> str:
        return f"{self._resource_manager}/{project or self.project}/{path}"

    def change(self, method: str, path: str, body: Json | None = None, **params: Any) -> Json:
        return http.send(method, self.url(path), self.token, body=body)

    def accounts(self) -> Items:
        """The project's service accounts."""
        found: list[Json] = []
        token = ""
        while True:
            reply = self.get("serviceAccounts", pageToken=token)
            found += reply.get("accounts", [])
            token = reply.get("nextPageToken", "")
            if not token:
                return found

    def recorder(self) -> Recorder:
        return IamRecorder(self.endpoint, self.token, self.project)


class IamRecorder(Recorder, Iam):
    """Notes a change that IAM is asked for."""


class Operator(Client):
    """What the endpoint tells those who run the cloud, of all projects and of itself.

    Paths have no project: ``operations``, ``methods``, ``settings``.
    """

    def url(self, path: str, project: str = "") -> str:
        return f"{self.endpoint.removesuffix(API)}/operator/v1/{path}"


def operator_from_request(request: HttpRequest) -> Operator:
    """The same as :func:`from_request`, for operators."""
    client = from_request(request)
    return Operator(client.endpoint, client.token, client.project)


def iam_from_request(request: HttpRequest) -> Iam:
    """The same as :func:`from_request`, for service accounts."""
    client = from_request(request)
    return Iam(client.endpoint, client.token, client.project)


def from_request(request: HttpRequest) -> Client:
    """The client of the signed-in user in the current project and region.

    :raises errors.EndpointMissing: when the user's catalogue has no endpoint
    """
    try:
        endpoint = base.url_for(request, conf.get().service_type)
    except exceptions.ServiceCatalogException as missing:
        raise errors.EndpointMissing(
            _(
                "The GCE endpoint is switched off, or not in the service catalogue of this project"
                " and region."
            )
        ) from missing
    return Client(endpoint, request.user.token.id, request.user.project_id)


def regions(user: Any) -> list[str]:
    """The regions in which the user's catalogue has an endpoint."""
    service = base.get_service_from_catalog(user.service_catalog, conf.get().service_type) or {}
    found = (each.get("region") or each.get("region_id") for each in service.get("endpoints", []))
    return sorted({region for region in found if region})


def together(*calls: Callable[[], Any]) -> list[Any]:
    """Make several calls at the same time, each in the language of the request.

    :returns: for each call its result, or the :class:`GceError` it raised
    """
    if not calls:
        return []
    within = [functools.partial(contextvars.copy_context().run, call) for call in calls]
    with concurrent.futures.ThreadPoolExecutor(min(PARALLEL, len(calls))) as pool:
        return list(pool.map(_result_or_error, within))


def _result_or_error(call: Callable[[], Any]) -> Any:
    try:
        return call()
    except errors.GceError as error:
        return error


def _page(reply: Json, collection: str) -> Page:
    items = reply.get("items", [])
    warnings: Sequence[Json] = [reply["warning"]] if reply.get("warning") else []
    if isinstance(items, dict):
        warnings = [scope["warning"] for scope in items.values() if scope.get("warning")]
        items = [item for scope in items.values() for item in scope.get(collection, [])]
    # an empty scope of an aggregated list always says so
    told = tuple(w["message"] for w in warnings if w.get("code") != "NO_RESULTS_ON_PAGE")
    return Page(list(items), reply.get("nextPageToken", ""), told)
