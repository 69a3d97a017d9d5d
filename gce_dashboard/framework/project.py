"""The project in every page's URL: a page acts there, or says why it does not.

A session has one project, and another tab may change it at any time. What a page asks carries the
project it was opened for, so that nothing is ever done in another.
"""

from __future__ import annotations

import contextlib
import contextvars
import functools
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from horizon.utils.http import is_ajax

from gce_dashboard.framework.resources import NAME, numeric_id
from gce_dashboard.i18n import gettext as _

View = Callable[..., HttpResponse]
PREFIX = r"^p/(?P<project>[-\w.:]+)/"
NUMBER = "X-Gce-Project-Number"  # a header of every request that a page's script makes
CONFLICT = 409
FORBIDDEN = 403

_current: contextvars.ContextVar[str] = contextvars.ContextVar("gce_project")


def project_id(request: HttpRequest) -> str:
    """The session's project as GCE's clients write it: its name where that is a valid id."""
    return id_of(request.user.project_name, request.user.project_id)


def project_number(request: HttpRequest) -> str:
    """The session's project by its number, which tells projects of one name apart."""
    return numeric_id(request.user.project_id or "")


def current() -> str:
    """The project of the page that is being made, for the links on it.

    :raises LookupError: no page of a project is being made
    """
    return _current.get()


@contextlib.contextmanager
def making_page_of(project: str) -> Iterator[None]:
    """Links that are made meanwhile lead into this project."""
    token = _current.set(project)
    try:
        yield
    finally:
        _current.reset(token)


def in_project(view: View) -> View:
    """A view below ``p/<project>/``: refused where the session is in another project."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, project: str, **kwargs: Any) -> HttpResponse:
        if not _is_current(request, project):
            return _refuse(request, project)
        return _whole(view, project, request, *args, **kwargs)

    return guarded


def in_session_project(view: View) -> View:
    """A view of a panel that belongs to no project: its links lead into the session's."""

    @functools.wraps(view)
    def framed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return _whole(view, project_id(request), request, *args, **kwargs)

    return framed


def to_project(request: HttpRequest, rest: str = "") -> HttpResponse:
    """A URL without a project leads to the same page in the session's."""
    query = request.META.get("QUERY_STRING", "")
    address = f"{request.path.removesuffix(rest)}p/{project_id(request)}/{rest}"
    return HttpResponseRedirect(f"{address}?{query}" if query else address)


def _whole(view: View, project: str, request: HttpRequest, *args: Any, **kwargs: Any):
    """The answer, rendered while the links' project is known."""
    with making_page_of(project):
        response = view(request, *args, **kwargs)
        if not getattr(response, "is_rendered", True):
            response.render()
        return response


def _is_current(request: HttpRequest, project: str) -> bool:
    number = request.headers.get(NUMBER, "")
    if number and number != project_number(request):
        return False
    return project in (project_id(request), request.user.project_id)


def id_of(name: str | None, uuid: str) -> str:
    """A project as GCE's clients write it: by its name where that is a valid id."""
    return name if name and re.fullmatch(NAME, name) else uuid


def _refuse(request: HttpRequest, project: str) -> HttpResponse:
    """Say that the session is elsewhere, with a way to either project."""
    here = project_id(request)
    uuids = {id_of(each.name, each.id): each.id for each in request.user.authorized_tenants}
    uuid = uuids.get(project) or (project if project in uuids.values() else "")
    words = {"project": project, "here": here}
    if uuid:
        status = CONFLICT
        message = _(
            "This page is about the project %(project)s, but you have switched to %(here)s since."
        )
    else:
        status = FORBIDDEN
        message = _("You have no role in the project %(project)s, or there is none of that name.")
    links = _ways_on(request, project, uuid, here)
    if is_ajax(request):
        error = {"message": message % words, "code": status, "links": links}
        return JsonResponse({"error": error}, status=status)
    context = {
        "page_title": _("Another project") if uuid else _("No such project"),
        "message": message % words,
        "links": links,
    }
    with making_page_of(here):
        return render(request, "gce_dashboard/elsewhere.html", context, status=status)


def _ways_on(request: HttpRequest, project: str, uuid: str, here: str) -> list[dict[str, str]]:
    plain = request.path.partition("/p/")[0] + "/"
    links = [{"href": f"{plain}p/{here}/", "text": _("Open %s") % here}]
    if uuid:
        switch = switch_url(uuid)
        back = urlencode({"next": request.get_full_path() if request.method == "GET" else plain})
        links.insert(0, {"href": f"{switch}?{back}", "text": _("Switch to %s") % project})
    return links


def switch_url(uuid: str) -> str:
    """Where Horizon makes a project (Keystone UUID) the user's; it has two names for that."""
    try:
        return reverse("switch_project_id", args=[uuid])
    except NoReverseMatch:
        return reverse("switch_tenants", args=[uuid])  # of older releases
