"""The frame of every page of the console."""

from __future__ import annotations

import functools
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render, resolve_url
from django.utils.cache import add_never_cache_headers
from django.views.generic import TemplateView
from horizon.utils import functions
from horizon.utils.http import is_ajax

from gce_dashboard import api
from gce_dashboard.framework import frame
from gce_dashboard.framework.registry import Resource
from gce_dashboard.i18n import gettext as _


class ConsolePage(TemplateView):
    """A page that talks to the endpoint and stays whole when the endpoint does not answer.

    Two failures concern every part of a page, and are answered in its place: a token that is no
    longer good leads to Horizon's log-in and back, a missing endpoint to a page that explains it.

    :ivar resource: the collection that the page is about
    :ivar page_title: the title of the page and of the browser's tab
    """

    resource: Resource

    @property
    def page_title(self) -> str:
        return ""

    @property
    def parent(self) -> tuple[str, str] | None:
        """(title, URL) of the page above, for the way back."""
        return None

    def setup(self, request, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.notices: list[dict[str, Any]] = []

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = super().dispatch(request, *args, **kwargs)
        except api.Unauthorized as error:
            response = self.sign_in(error)
        except api.EndpointMissing as error:
            response = self.explain_missing(error)
        # one address answers the browser with a page and its script with JSON: a browser that
        # kept the latter would show it on the way back
        add_never_cache_headers(response)
        return response

    @functools.cached_property
    def client(self) -> api.Client:
        return api.from_request(self.request)

    @property
    def wants_json(self) -> bool:
        """Whether the page's JavaScript asks, rather than the browser's address bar."""
        return is_ajax(self.request)

    def report(self, error: api.GceError, title: str = "", advice: str = "") -> None:
        """Show an error above the page, and what to do about it; the rest of the page stays.

        :raises api.GceError: the error itself, where it concerns the page as a whole
        """
        if isinstance(error, (api.Unauthorized, api.EndpointMissing)):
            raise error
        self.notices.append({"title": str(title), "advice": advice, **error.as_json()})

    def attempt(self, call, default: Any = None, title: str = "") -> Any:
        """The result of a call, or the default and a notice when it fails."""
        try:
            return call()
        except api.GceError as error:
            self.report(error, title)
            return default

    def sign_in(self, error: api.Unauthorized) -> HttpResponse:
        """Lead to Horizon's log-in, which leads back here; scripts are told so with a 401.

        Horizon's session is left alone: where only the endpoint refuses the token, the user
        can turn back to other pages.
        """
        response: HttpResponse
        if self.wants_json:
            response = JsonResponse({"error": error.as_json()}, status=401)
        else:
            back = urlencode({REDIRECT_FIELD_NAME: self.request.get_full_path()})
            response = HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?{back}")
        reason = _("Your sign-in is not accepted any more. %s") % error.sentence
        functions.add_logout_reason(self.request, response, reason, "error")
        return response

    def explain_missing(self, error: api.EndpointMissing) -> HttpResponse:
        """Say that there is no endpoint, and where one is."""
        if self.wants_json:
            return JsonResponse({"error": error.as_json()})
        context = {
            "page_title": self.page_title,
            "message": error.message,
            "regions": api.regions(self.request.user),
        }
        return render(self.request, "gce_dashboard/missing.html", context)

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        frame.know_projects(self.request.user)
        return {
            **context,
            "page_title": self.page_title,
            "parent": self.parent,
            "notices": self.notices,
        }
