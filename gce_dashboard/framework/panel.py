"""Panels of Horizon, made from the pages of a resource."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Any

import horizon
from django.urls import URLPattern, include, path, re_path
from django.views import View
from horizon.base import _decorate_urlconf
from openstack_dashboard.api import base

from gce_dashboard import conf
from gce_dashboard.framework import edits
from gce_dashboard.framework.actions import Action
from gce_dashboard.framework.headers import guarded
from gce_dashboard.framework.project import PREFIX, in_project, in_session_project, to_project
from gce_dashboard.framework.registry import PLACE, Resource, register


class FramedPanel(horizon.Panel):
    """A panel that belongs to no project; the frame of its pages leads into the session's."""

    def _get_default_urlpatterns(self) -> list[Any]:
        pages = super()._get_default_urlpatterns()
        _decorate_urlconf(pages, in_session_project)
        _decorate_urlconf(pages, guarded)
        return pages


class ConsolePanel(horizon.Panel):
    """A panel whose pages are about one project, which their URLs name.

    Shown only where the catalogue has the endpoint. The pages themselves stay reachable, because
    a bookmarked one explains what is missing where Horizon's permission check would only refuse.

    :ivar icon: one of ``_icons.html``, for the menu of our theme
    :ivar listed_with: the collection whose panel is in the menu in its place
    """

    icon = ""
    listed_with = ""
    index_url_name = "home"
    patterns: tuple[URLPattern, ...] = ()

    def nav(self, context: dict[str, Any]) -> bool:
        return not self.listed_with and base.is_service_enabled(
            context["request"], conf.get().service_type
        )

    def get_absolute_url(self) -> str:
        return self._address

    @functools.cached_property
    def _address(self) -> str:
        """Its address, which the menu on every page has."""
        return super().get_absolute_url()

    def _get_default_urlpatterns(self) -> list[Any]:
        pages = list(self.patterns) or super()._get_default_urlpatterns()
        _decorate_urlconf(pages, in_project)
        _decorate_urlconf(pages, guarded)
        return [
            path("", to_project, name="home"),
            re_path(PREFIX, include(pages)),
            re_path(r"^(?!p/)(?P<rest>.+)$", to_project),
        ]


def panel(
    resource: Resource,
    index: type[View],
    *,
    detail: type[View] | None = None,
    create: type[View] | None = None,
    edit: type[View] | None = None,
    more: Iterable[URLPattern] = (),
) -> type[ConsolePanel]:
    """The panel of a resource: its list, and such other pages as it has.

    :param more: further URLs below the panel's; :func:`of_one` makes one about a resource

    What the page of one has for a whole selection as well, such as labels, its list gets.
    """
    index = _with_actions(index, edits.for_selection(getattr(detail, "actions", ())))
    pages = {"index": index, "detail": detail, "create": create, "edit": edit}
    register(resource, {name: page for name, page in pages.items() if page})
    pages_of_it = {"detail": detail, "create": create, "edit": edit}
    return other_panel(resource, index, **pages_of_it, more=more)


def _with_actions(page: type[View], more: tuple[Action, ...]) -> type[View]:
    if not more:
        return page
    actions = (*getattr(page, "actions", ()), *more)
    return type(page.__name__, (page,), {"__module__": page.__module__, "actions": actions})


def other_panel(
    resource: Resource,
    index: type[View],
    *,
    detail: type[View] | None = None,
    create: type[View] | None = None,
    edit: type[View] | None = None,
    more: Iterable[URLPattern] = (),
) -> type[ConsolePanel]:
    """The same for what is no collection of the compute API: no link of GCE's points there."""
    patterns = [path("", index.as_view(), name="index"), *more]
    if create:
        patterns.append(path("create/", create.as_view(), name="create"))
    if edit:
        patterns.append(of_one(resource, edit, "edit", "edit/"))
    if detail:
        patterns.append(of_one(resource, detail, "detail"))
    members = {
        "name": resource.plural,
        "slug": resource.slug,
        "icon": resource.icon,
        "listed_with": resource.listed_with,
        "patterns": tuple(patterns),
    }
    return type("Panel", (ConsolePanel,), {"__module__": __name__, **members})


def of_one(resource: Resource, view: type[View], name: str, suffix: str = "") -> URLPattern:
    """A URL about one resource: ``<scope>/<name>/`` and what follows."""
    place = rf"(?P<scope>{PLACE})/" if resource.scopes else ""
    return re_path(rf"^{place}(?P<name>[-a-z0-9]{{1,63}})/{suffix}$", view.as_view(), name=name)
