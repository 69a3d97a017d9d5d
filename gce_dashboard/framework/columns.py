"""Columns of a list page."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from django.utils.safestring import SafeString

from gce_dashboard.framework import render
from gce_dashboard.framework.registry import Resource, url_of
from gce_dashboard.framework.resources import last
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]


@dataclasses.dataclass(frozen=True)
class Column:
    """A column: its key in the column chooser, its header, and how a resource's cell looks.

    :ivar order: the ``orderBy`` of GCE that sorts by it, "" where GCE cannot
    :ivar optional: hidden until the user chooses it
    """

    key: str
    title: str
    cell: Callable[[Json], SafeString]
    order: str = ""
    optional: bool = False
    numeric: bool = False


def name() -> Column:
    """The name, linked to its page where there is one."""

    def cell(item: Json) -> SafeString:
        url = url_of(item.get("selfLink", ""))
        return render.link(url, item["name"]) if url else render.text(item["name"])

    return Column("name", _("Name"), cell, order="name")


def status(resource: Resource, title: str = "") -> Column:
    """The state of a resource, as its declaration says."""
    states = resource.status
    return Column(states.field, title or _("Status"), states.cell)


def field(key: str, title: str, *, numeric: bool = False, optional: bool = False) -> Column:
    """A field as it stands."""
    return Column(
        key, title, lambda item: render.text(item.get(key)), numeric=numeric, optional=optional
    )


def reference(key: str, title: str, *, optional: bool = False) -> Column:
    """The name of the resource that a field's URL points at."""
    return Column(key, title, lambda item: render.text(last(item.get(key))), optional=optional)


def gigabytes(key: str, title: str, *, optional: bool = False) -> Column:
    """A size in GB."""

    def cell(item: Json) -> SafeString:
        return render.text(f"{item[key]} GB" if item.get(key) else "")

    return Column(key, title, cell, numeric=True, optional=optional)


def labels(*, optional: bool = False) -> Column:
    return Column(
        "labels",
        _("Labels"),
        lambda item: render.chips(item.get("labels", {})),
        optional=optional,
    )


def moment(key: str, title: str, *, optional: bool = False) -> Column:
    """A point in time, in the user's time zone."""
    return Column(key, title, lambda item: render.moment(item.get(key)), optional=optional)


def created(*, optional: bool = False) -> Column:
    return Column(
        "created",
        _("Created"),
        lambda item: render.moment(item.get("creationTimestamp")),
        order="creationTimestamp desc",
        optional=optional,
    )
