"""The console's pages as its panels declare them, for tests of every one.

Horizon has to be set up before: ``tests/unit/gce_dashboard/conftest.py`` does that.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import horizon
from django.views import View

from gce_dashboard.framework import project
from gce_dashboard.framework.listing import ResourcePage
from gce_dashboard.framework.panel import ConsolePanel
from gce_dashboard.framework.registry import Resource


@dataclasses.dataclass(frozen=True)
class Panel:
    """A panel of the console in Project.

    :ivar pages: the classes of its pages by their names in URLs: ``index``, ``detail``, ``create``
    """

    slug: str
    pages: dict[str, type[View]]

    @property
    def index(self) -> Any:
        return self.pages["index"]

    @property
    def resource(self) -> Resource:
        return self.index.resource

    @property
    def is_list(self) -> bool:
        return issubclass(self.index, ResourcePage)

    def address(self, page: str = "index") -> str:
        """Its page in project demo."""
        with project.making_page_of("demo"):
            return self.resource.page(page)


def panels() -> Iterator[Panel]:
    """Every panel whose pages are about a project, in the order of the menu."""
    for panel in horizon.get_dashboard("project").get_panels():
        if isinstance(panel, ConsolePanel):
            views = {
                each.name: getattr(each.callback, "view_class", None) for each in panel.patterns
            }
            if hasattr(views.get("index"), "resource"):
                yield Panel(panel.slug, {name: view for name, view in views.items() if view})
