"""Columns of a list page."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from django.utils.safestring import SafeString

from gce_dashboard.framework import render
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


def name(url: Callable[[Json], str] | None = None) -> Column:
    """The name, linked to its page where there is one."""

    def cell(item: Json) -> SafeString:
        if url is None:
            return render.text(item["name"])
        return render.link(url(item), item["name"])

    return Column("name", _("Name"), cell, order="name")


def field(key: str, title: str, *, numeric: bool = False, optional: bool = False) -> Column:
    """A field as it stands."""
    return Column(
        key, title, lambda item: render.text(item.get(key)), numeric=numeric, optional=optional
    )


def reference(key: str, title: str, *, optional: bool = False) -> Column:
    """The name of the resource that a field's URL points at."""
    return Column(key, title, lambda item: render.text(last(item.get(key))), optional=optional)


def labels(*, optional: bool = False) -> Column:
    return Column(
        "labels",
        _("Labels"),
        lambda item: render.chips(item.get("labels", {})),
        optional=optional,
    )


def created(*, optional: bool = False) -> Column:
    return Column(
        "created",
        _("Created"),
        lambda item: render.moment(item.get("creationTimestamp")),
        order="creationTimestamp desc",
        optional=optional,
    )
