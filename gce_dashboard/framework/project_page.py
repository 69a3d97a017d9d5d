"""A page about the project itself, rather than about something in it."""

from __future__ import annotations

import re

from gce_dashboard.framework.detail import DetailPage


class ProjectPage(DetailPage):
    """Cards in tabs, as the page of a resource has them; the Project is what they are about."""

    path = ""
    parent = None
    edit_url = ""
    target_pattern = re.compile("")
    has_operations = False

    @property
    def page_title(self) -> str:
        return self.resource.plural
