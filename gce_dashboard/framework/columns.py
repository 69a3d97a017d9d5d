"""Columns of a list page.

One declaration says all there is to a column: how its cell looks, what it sorts by, which text is
found in it, what an export holds, and which filter of the endpoint finds the same::

    columns.name()
    columns.field("sizeGb", _("Size"), unit="GB")
    columns.reference("network", _("Network"))
    columns.addresses("internal", _("Internal IP"), "networkInterfaces.networkIP")
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from gce_dashboard.framework import finding, ordering, render
from gce_dashboard.framework.markup import format_html, format_html_join
from gce_dashboard.framework.registry import Resource, url_of
from gce_dashboard.framework.resources import last
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]
Cell = Callable[[Json], SafeString]


@dataclasses.dataclass(frozen=True)
class Column:
    """A column: its key in addresses and choices, its header, and how a resource's cell looks.

    :ivar text: what the cell says, for searches and exports; the cell's own text by default
    :ivar sort: what to sort by, see :mod:`.ordering`; the text by default
    :ivar export: what an export says, where that is more or other than the text
    :ivar paths: the fields of GCE that it shows, for filters; none where it shows none
    :ivar find: the filters of the endpoint that find a text in it, see :mod:`.finding`
    :ivar collections: what each of its paths refers to, where it shows references
    :ivar words: GCE's value -> what the page says for it, where they differ
    :ivar order: the ``orderBy`` of GCE that sorts by it, "" where GCE cannot
    :ivar adds: the collection that links in its cells add one of
    :ivar optional: hidden until the user chooses it
    """

    key: str
    title: str
    cell: Cell
    text: Callable[[Json], str] | None = None
    sort: Callable[[Json], ordering.Key] | None = None
    export: Callable[[Json], object] | None = None
    paths: tuple[str, ...] = ()
    find: finding.Find = finding.by_rows
    collections: Mapping[str, str] = dataclasses.field(default_factory=dict)
    words: Mapping[str, str] = dataclasses.field(default_factory=dict)
    order: str = ""
    adds: str = ""
    optional: bool = False
    numeric: bool = False

    @property
    def first_order(self) -> str:
        """How a first click sorts: as GCE does where it can, so that the newest come first."""
        return f"-{self.key}" if self.order.endswith(" desc") else self.key

    def text_of(self, item: Json) -> str:
        if self.text:
            return self.text(item)
        cell = self.cell(item)
        return "" if cell is render.NOTHING else strip_tags(cell)

    def sort_key(self, item: Json) -> ordering.Key:
        return self.sort(item) if self.sort else ordering.natural(self.text_of(item))

    def export_of(self, item: Json) -> object:
        return self.export(item) if self.export else self.text_of(item)


def name() -> Column:
    """The name, linked to its page where there is one."""

    def cell(item: Json) -> SafeString:
        url = url_of(item.get("selfLink", ""))
        return render.link(url, item["name"]) if url else render.text(item["name"])

    return Column(
        "name",
        _("Name"),
        cell,
        text=lambda item: item["name"],
        paths=("name",),
        find=finding.texts("name"),
        order="name",
    )


def status(resource: Resource, title: str = "") -> Column:
    """The state of a resource, as its declaration says."""
    states = resource.status
    words = {value: text for value, (_tone, text) in states.states.items()}
    return choice(
        states.field, title or _("Status"), words, cell=states.cell, default=states.default
    )


def field(
    path: str,
    title: str,
    *,
    unit: str = "",
    numeric: bool = False,
    key: str = "",
    cell: Cell | None = None,
    **more: Any,
) -> Column:
    """A field as it stands, a number where it has a unit or ``numeric`` says so.

    :param path: where it stands, such as ``description`` or ``scheduling.provisioningModel``
    :param cell: how it looks, where that is more than its text
    """
    if unit or numeric:
        return _number(path, title, unit, key, **more)
    read = functools.partial(_text_at, path)
    return Column(
        key or path.rpartition(".")[2],
        title,
        cell or (lambda item: render.text(read(item))),
        text=read,
        paths=(path,),
        find=finding.texts(path),
        **more,
    )


def _number(path: str, title: str, unit: str, key: str, **more: Any) -> Column:
    def text(item: Json) -> str:
        value = _text_at(path, item)
        return f"{value} {unit}" if value and unit else value

    return Column(
        key or path.rpartition(".")[2],
        title,
        lambda item: render.text(text(item)),
        text=text,
        sort=lambda item: ordering.number(_text_at(path, item)),
        export=functools.partial(_text_at, path),
        paths=(path,),
        find=finding.numbers(unit),
        numeric=True,
        **more,
    )


def gigabytes(path: str, title: str, **more: Any) -> Column:
    """A size in GB."""
    return field(path, title, unit="GB", **more)


def reference(path: str, title: str, *, collection: str = "", key: str = "", **more: Any) -> Column:
    """The resource that a field's URL points at, by its name; linked where it has a page.

    :param collection: what it is one of, where that is not the field's name with an ``s``
    """
    field_name = path.rpartition(".")[2]
    return references(key or field_name, title, {path: collection or f"{field_name}s"}, **more)


def references(
    key: str, title: str, collections: Mapping[str, str], *, linked: bool = True, **more: Any
) -> Column:
    """The resources that the URLs of one or several fields point at, by their names.

    :param collections: each field's path, and what it refers to: ``{"sourceDisk": "disks"}``
    """

    def text(item: Json) -> str:
        return ", ".join(map(last, urls(item)))

    def urls(item: Json) -> list[str]:
        return sorted({url for path in collections for url in _values_at(path, item)})

    return Column(
        key,
        title,
        lambda item: links(urls(item)) if linked else render.text(text(item)),
        text=text,
        paths=tuple(collections),
        find=finding.references(collections),
        collections=collections,
        **more,
    )


def links(urls: Iterable[str]) -> SafeString:
    """The resources that URLs point at by their names, linked where they have pages."""
    pages = [(url_of(url), last(url)) for url in urls if url]
    cells = [(render.link(url, text) if url else render.text(text),) for url, text in pages]
    joined = format_html_join(", ", "{}", cells)
    return format_html("<span>{}</span>", joined) if len(cells) > 1 else joined or render.NOTHING


def choice(
    path: str,
    title: str,
    words: Mapping[str, str],
    *,
    cell: Cell | None = None,
    default: str = "",
    key: str = "",
    **more: Any,
) -> Column:
    """A field with few values, which the page says in its own words: ``Stopped``.

    :param words: GCE's value -> the page's word
    :param default: the value of a resource that has none
    """

    def text(item: Json) -> str:
        value = _text_at(path, item) or default
        return str(words.get(value, value))

    return Column(
        key or path.rpartition(".")[2],
        title,
        cell or (lambda item: render.text(text(item))),
        text=text,
        paths=(path,),
        find=finding.choices(path, words, default),
        words=words,
        **more,
    )


def flag(path: str, title: str, *, on: str = _("On"), off: str = _("Off"), **more: Any) -> Column:
    """A field that is true or false, and false where it is missing."""
    return choice(path, title, {"true": on, "false": off}, default="false", **more)


def by_rows(column: Column) -> Column:
    """A column of rows that are not all resources: what is looked for in it is tested on each row.

    It is found by the page's words, not by GCE's values.
    """
    return dataclasses.replace(column, paths=(), find=finding.by_rows, collections={}, words={})


def addresses(key: str, title: str, *paths: str, **more: Any) -> Column:
    """IP addresses or ranges, each with a button that copies it; sorted by value."""

    def read(item: Json) -> list[str]:
        return [value for path in paths for value in _values_at(path, item)]

    return Column(
        key,
        title,
        lambda item: render.monos(read(item)),
        text=lambda item: ", ".join(read(item)),
        sort=lambda item: ordering.addresses(read(item)),
        paths=paths,
        find=finding.texts(*paths),
        **more,
    )


def copied(path: str, title: str, *, key: str = "", **more: Any) -> Column:
    """An id or another text of machines, with a button that copies it."""
    read = functools.partial(_text_at, path)
    return Column(
        key or path.rpartition(".")[2],
        title,
        lambda item: render.mono(read(item)),
        text=read,
        paths=(path,),
        find=finding.texts(path),
        **more,
    )


def labels(**more: Any) -> Column:
    def text(item: Json) -> str:
        pairs = sorted(item.get("labels", {}).items())
        return ", ".join(f"{key}: {value}" if value else key for key, value in pairs)

    return Column(
        "labels",
        _("Labels"),
        lambda item: render.chips(item.get("labels", {})),
        text=text,
        export=lambda item: text(item).replace(": ", "="),
        paths=("labels",),
        **more,
    )


def chips(
    path: str, title: str, *others: str, key: str = "", otherwise: str = "", **more: Any
) -> Column:
    """A list of texts, such as network tags.

    :param others: further paths whose texts are shown with them
    :param otherwise: what an empty list means
    """
    paths = (path, *others)

    def read(item: Json) -> list[str]:
        return [text for each in paths for text in _values_at(each, item)]

    return Column(
        key or path.rpartition(".")[2],
        title,
        lambda item: render.chip_list(read(item)) if read(item) else render.text(otherwise),
        text=lambda item: ", ".join(read(item)) or str(otherwise),
        paths=paths,
        find=finding.by_rows if otherwise else finding.texts(*paths),
        **more,
    )


def moment(path: str, title: str, *, key: str = "", **more: Any) -> Column:
    """A point in time, in the user's time zone."""
    return Column(
        key or path.rpartition(".")[2],
        title,
        lambda item: render.moment(_text_at(path, item)),
        sort=lambda item: ordering.moment(_text_at(path, item)),
        export=functools.partial(_text_at, path),
        paths=(path,),
        find=finding.moments,
        **more,
    )


def created(**more: Any) -> Column:
    path = "creationTimestamp"
    return moment(path, _("Created"), key="created", order=f"{path} desc", **more)


def _values_at(path: str, item: Any) -> list[str]:
    """The values at a path; of a repeated field every element's."""
    found = [item]
    for step in path.split("."):
        children = [each.get(step) for each in found if isinstance(each, dict)]
        found = [
            value
            for child in children
            for value in (child if isinstance(child, list) else [child])
            if value is not None
        ]
    return [_said(value) for value in found]


def _text_at(path: str, item: Json) -> str:
    return ", ".join(_values_at(path, item))


def _said(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
