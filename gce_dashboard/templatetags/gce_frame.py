"""Template tags of the console's frame."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context, Node
from django.template.base import Parser, Token
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from openstack_dashboard.api.base import is_service_enabled

from gce_dashboard import conf
from gce_dashboard.framework import frame
from gce_dashboard.framework.panel import ConsolePanel
from gce_dashboard.framework.project import project_id, switch_url

register = template.Library()
SCRIPT = re.compile(r"<script\b.*?</script\s*>", re.DOTALL | re.IGNORECASE)


@register.inclusion_tag("horizon/_sidebar.html", takes_context=True)
def console_menu(context: Context) -> dict[str, Any]:
    """Horizon's menu in the look of the theme."""
    return frame.menu(context)


@register.filter
def is_ours(group: Iterable[Any]) -> bool:
    """Whether a group of panels has the console's pages of a project."""
    return any(isinstance(panel, ConsolePanel) for panel in group)


@register.filter
def ours_first(groups: Iterable[tuple[Any, list[Any]]]) -> list[tuple[Any, list[Any]]]:
    """A dashboard's groups and their panels: the console's, the others, those without a name."""
    return sorted(groups, key=lambda each: (not is_ours(each[0]), not each[0].name))


@register.simple_tag(takes_context=True)
def console_preference(context: Context, name: str) -> str:
    """How the user likes the frame, kept in a cookie so that the first paint is right."""
    return frame.preference(context["request"], name)


@register.inclusion_tag("gce_dashboard/frame/_picker.html", takes_context=True)
def project_picker(context: Context) -> dict[str, Any]:
    """The project that one is in, and a way into another."""
    request = context["request"]
    projects = frame.offered(request, frame.MOST_PROJECTS)
    return {
        "user": request.user,
        "path": project_id(request),
        "projects": json.dumps(projects),  # in an attribute: the frame keeps no script
        "complete": len(projects) < frame.MOST_PROJECTS,
        "next": frame.page_in(request, "PROJECT"),
        "switch": switch_url("PROJECT"),
    }


@register.simple_tag(takes_context=True)
def search_url(context: Context) -> str:
    """Where to search in the project, "" where there is no endpoint to ask."""
    request = context["request"]
    if not is_service_enabled(request, conf.get().service_type):
        return ""
    return reverse("horizon:project:gce_search:index", kwargs={"project": project_id(request)})


@register.simple_tag
def console_catalogue() -> str:
    """The URL of the scripts' words in the user's language, "" where they stay as they are."""
    return frame.catalogue(get_language())


class Scriptless(Node):
    def __init__(self, nodelist: Any):
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        return mark_safe(SCRIPT.sub("", self.nodelist.render(context)))


@register.tag
def scriptless(parser: Parser, token: Token) -> Scriptless:
    """Leaves out the scripts of a theme's header, which the policy of our pages does not allow."""
    nodelist = parser.parse(("endscriptless",))
    parser.delete_first_token()
    return Scriptless(nodelist)
