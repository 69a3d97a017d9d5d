"""A panel that no menu shows: what the bar at the top of a page asks."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views import View

from gce_dashboard import api
from gce_dashboard.framework import everywhere, frame
from gce_dashboard.framework.headers import guarded
from gce_dashboard.framework.panel import ConsolePanel

SHORTEST = 2  # letters


class Search(View):
    """What in the project has these words: ``?q=``, as JSON."""

    def get(self, request: HttpRequest) -> JsonResponse:
        text = request.GET.get("q", "").strip()
        if len(text) < SHORTEST:
            return JsonResponse({"groups": []})
        try:
            groups = everywhere.find(api.from_request(request), text)
        except api.GceError as error:
            return JsonResponse({"error": error.as_json()})
        return JsonResponse({"groups": groups})


class Projects(View):
    """Every project that the user may work in, as JSON; not about one of them, so in none."""

    def get(self, request: HttpRequest) -> JsonResponse:
        frame.know_projects(request.user)
        return JsonResponse({"projects": frame.offered(request, frame.ALL_PROJECTS)})


class Panel(ConsolePanel):
    slug = "gce_search"
    name = "Search"
    patterns = (path("", Search.as_view(), name="index"),)

    def nav(self, context: dict[str, Any]) -> bool:
        """It is in the frame of every page, not in the menu."""
        return False

    def _get_default_urlpatterns(self) -> list[Any]:
        projects = path("projects/", guarded(Projects.as_view()), name="projects")
        return [projects, *super()._get_default_urlpatterns()]
