"""The frame of every page of the console."""

from __future__ import annotations

import functools
from typing import Any

from django.views.generic import TemplateView
from horizon.utils.http import is_ajax

from gce_dashboard import api


class ConsolePage(TemplateView):
    """A page that talks to the endpoint and stays whole when the endpoint does not answer.

    :ivar page_title: the title of the page and of the browser's tab
    :ivar parent: (title, URL name) of the page above, for the way back
    """

    page_title = ""
    parent: tuple[str, str] | None = None

    def setup(self, request, *args, **kwargs) -> None:
        super().setup(request, *args, **kwargs)
        self.notices: list[dict[str, Any]] = []

    @functools.cached_property
    def client(self) -> api.Client:
        return api.from_request(self.request)

    @property
    def wants_json(self) -> bool:
        """Whether the page's JavaScript asks, rather than the browser's address bar."""
        return is_ajax(self.request)

    def report(self, error: api.GceError, title: str = "") -> None:
        """Show an error above the page; the rest of the page stays."""
        self.notices.append({"title": title, **error.as_json()})

    def attempt(self, call, default: Any = None, title: str = "") -> Any:
        """The result of a call, or the default and a notice when it fails."""
        try:
            return call()
        except api.GceError as error:
            self.report(error, title)
            return default

    def get_context_data(self, **kwargs) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "page_title": self.page_title,
            "parent": self.parent,
            "notices": self.notices,
        }
