"""The frame around the console's pages: Horizon's menu and projects, asked for once in a while.

Horizon asks several services at every page which panels they allow, and Keystone for the user's
projects: most of the time that a page takes. Both depend on the token, so both are remembered
with it.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import pathlib
import re
from collections import OrderedDict
from typing import Any
from urllib.parse import unquote, urlencode

import horizon
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import cache
from django.http import HttpRequest
from django.template import Context
from horizon.templatetags.horizon import horizon_nav

from gce_dashboard import i18n
from gce_dashboard.framework import registry
from gce_dashboard.framework.project import id_of

MENU_SECONDS = 600
PROJECTS_SECONDS = 60
EVERYWHERE = ("create/",)  # pages of a collection that there are in each project
MOST_PROJECTS = 50  # that come with a page
ALL_PROJECTS = 10_000
# what a user may like; the first is what holds until one is chosen
PREFERENCES = {
    "scheme": ("light dark", "light", "dark"),  # as <meta name="color-scheme"> has it
    "menu": ("open", "closed"),
}
# slug of a dashboard, with the slugs of its groups, with those of their panels
Slugs = list[tuple[str, list[tuple[str, list[str]]]]]


def preference(request: HttpRequest, name: str) -> str:
    """What the user has chosen in the frame, by its script's cookie ``gce_<name>``."""
    values = PREFERENCES[name]
    chosen = unquote(request.COOKIES.get(f"gce_{name}", ""))
    return chosen if chosen in values else values[0]


def offered(request: HttpRequest, most: int) -> list[dict[str, str]]:
    """The projects to choose from, by name; ``path`` is how a page's URL names one."""
    projects = sorted(
        (each for each in request.user.authorized_tenants if each.enabled),
        key=lambda each: each.name.casefold(),
    )
    return [
        {"id": each.id, "name": each.name, "path": id_of(each.name, each.id)}
        for each in projects[:most]
    ]


def page_in(request: HttpRequest, project: str) -> str:
    """This page in another project: its list where it is about one thing that is here only."""
    found = re.match(r"(.*/)p/[-\w.:]+/(.*)$", request.path)
    if not found:
        panel = request.horizon.get("panel")
        return panel.get_absolute_url() if panel else request.path
    page = found[2] if found[2] in EVERYWHERE else ""
    kept = {key: request.GET[key] for key in ("filter", "order") if request.GET.get(key)}
    query = f"?{urlencode(kept)}" if kept and not page else ""
    return f"{found[1]}p/{project}/{page}{query}"


@functools.cache
def catalogue(language: str | None) -> str:
    """The URL of the scripts' words in a language, "" where they stay as they are.

    It changes with its contents, so that browsers may keep it for as long as they like.
    """
    locale = i18n.locale_of(language)
    if not locale:
        return ""
    path = f"gce_dashboard/locale/{locale}.js"
    content = pathlib.Path(finders.find(path)).read_bytes()
    return f"{staticfiles_storage.url(path)}?{hashlib.sha256(content).hexdigest()[:12]}"


@dataclasses.dataclass(frozen=True)
class Project:
    """A project that the user may work in, as Horizon's templates expect it."""

    id: str
    name: str
    enabled: bool


def know_projects(user: Any) -> None:
    """Give the user its projects, so that Horizon's frame does not ask Keystone for them again."""
    key = _key("projects", user)
    known = cache.get(key)
    if known is None:
        known = [Project(each.id, each.name, each.enabled) for each in user.authorized_tenants]
        cache.set(key, known, PROJECTS_SECONDS)
    user.authorized_tenants = known


def menu(context: Context) -> dict[str, Any]:
    """The context of Horizon's own template of the menu, which every theme may replace."""
    request = context["request"]
    key = _key("menu", request.user)
    slugs = cache.get(key)
    if slugs is None:
        slugs = _slugs(horizon_nav(context)["components"])
        cache.set(key, slugs, MENU_SECONDS)
    components = _components(slugs)
    dashboard, panel = request.horizon.get("dashboard"), request.horizon.get("panel")
    if getattr(panel, "listed_with", ""):
        panel = dashboard.get_panel(registry.resource(panel.listed_with).slug)
    return {
        "components": components,
        "user": request.user,
        "request": request,
        "current": dashboard,
        "current_panel": panel.slug if panel else "",
        "current_panel_group": next(
            (group.slug for _dash, groups in components for group in groups if panel in group),
            None,
        ),
    }


def _key(what: str, user: Any) -> str:
    """A key of the cache, which others can read: the token is not in it."""
    services = sorted(each["type"] for each in user.service_catalog)
    secret = f"{user.token.id} {user.services_region} {services}"
    return f"gce-{what}-{hashlib.sha256(secret.encode()).hexdigest()}"


def _slugs(components: list[tuple[Any, dict[Any, list[Any]]]]) -> Slugs:
    return [
        (dash.slug, [(group.slug, [each.slug for each in panels]) for group, panels in groups])
        for dash, groups in ((dash, groups.items()) for dash, groups in components)
    ]


def _components(slugs: Slugs) -> list[tuple[Any, OrderedDict[Any, list[Any]]]]:
    components = []
    for dash_slug, group_slugs in slugs:
        dash = horizon.get_dashboard(dash_slug)
        groups = dash.get_panel_groups()
        panels = OrderedDict(
            (groups[slug], [dash.get_panel(each) for each in panel_slugs])
            for slug, panel_slugs in group_slugs
        )
        components.append((dash, panels))
    return components
