"""What a resource's page is made of: cards of facts, tables, text, and tabs of them."""

from __future__ import annotations

import dataclasses
import functools
import json
import zlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from gce_dashboard import api
from gce_dashboard.framework import render
from gce_dashboard.framework.columns import Column
from gce_dashboard.i18n import gettext as _
from gce_dashboard.i18n import gettext_lazy

Json = dict[str, Any]
Fetch = Callable[[api.Client, str], list[Json]]


@dataclasses.dataclass(frozen=True)
class Shown:
    """What a panel is made from: the page, the resource, and what the panel has fetched."""

    page: Any
    item: Json
    fetched: Any = None


class Panel(Protocol):
    """A card of a page.

    :ivar fetch: what it needs beside the resource, given the resource's path; fetched with it
    """

    fetch: Fetch | None

    def html(self, shown: Shown) -> str: ...


@dataclasses.dataclass(frozen=True, kw_only=True)
class Card:
    """What all panels have in common.

    :ivar actions: names of the page's actions whose buttons stand in the card's head
    :ivar link: words and address of a page that its head leads to: all of them, or one that adds
    :ivar adds: the collections that its links add one of, that of ``link`` first
    :ivar wide: whether it takes the whole width
    :ivar when: whether there is anything to show of a resource
    """

    title: str = ""
    actions: tuple[str, ...] = ()
    link: Callable[[Json], tuple[str, str] | None] | None = None
    adds: tuple[str, ...] = ()
    wide: bool = False
    fetch: Fetch | None = None
    when: Callable[[Json], Any] | None = None

    template = ""

    @property
    def needs(self) -> list[str]:
        """The permissions that the pages need which its links lead to."""
        return [f"compute.{collection}.create" for collection in self.adds]

    def context(self, shown: Shown) -> Json:
        raise NotImplementedError

    def html(self, shown: Shown) -> str:
        if self.when and not self.when(shown.item):
            return ""
        known = {action.name: action for action in shown.page.actions}
        buttons = [known[name] for name in self.actions if name in known]
        context = {
            "card": self,
            "link": self.link(shown.item) if self.link else None,
            "buttons": [each for each in buttons if each.needs or each.applies(shown.item)],
            **self.context(shown),
        }
        return render_to_string(f"gce_dashboard/panels/{self.template}.html", context)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Facts(Card):
    """Names and values, as columns of a list have them."""

    columns: Sequence[Column] = ()
    template = "facts"

    def context(self, shown: Shown) -> Json:
        facts = [(column.title, fact(column, shown.item)) for column in self.columns]
        return {"facts": [fact for fact in facts if fact[1] != render.NOTHING]}


def fact(column: Column, item: Json) -> SafeString:
    """What a column shows; the name of what the page is about would lead to where one is."""
    return render.text(column.text_of(item)) if column.key == "name" else column.cell(item)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Table(Card):
    """Rows out of the resource, or fetched: ``rows`` gets the resource and what was fetched."""

    columns: Sequence[Column] = ()
    rows: Callable[[Json, Any], Iterable[Json]] = lambda item, fetched: fetched or []
    empty: str = gettext_lazy("None")
    template = "table"
    wide: bool = True

    def context(self, shown: Shown) -> Json:
        if isinstance(shown.fetched, api.GceError):
            shown.page.report(shown.fetched, _("%s could not be listed") % self.title)
            return {"failed": True}
        rows = self.rows(shown.item, shown.fetched)
        cells = [[(column, column.cell(row)) for column in self.columns] for row in rows]
        return {"columns": self.columns, "rows": cells, "empty": self.empty}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Text(Card):
    """A text as it is, with a button that copies it."""

    text: Callable[[Json], str] = lambda item: ""
    template = "text"
    wide: bool = True

    def context(self, shown: Shown) -> Json:
        text = self.text(shown.item)
        return {"text": text, "id": f"gce-text-{zlib.crc32(f'{self.title} {text}'.encode())}"}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Cell(Card):
    """One value without a name, such as labels."""

    cell: Callable[[Json], Any] = lambda item: render.NOTHING
    template = "cell"

    def context(self, shown: Shown) -> Json:
        return {"value": self.cell(shown.item)}


@dataclasses.dataclass(frozen=True, kw_only=True)
class Template(Card):
    """A panel with a template of its own, for what no other kind can show."""

    name: str
    values: Callable[[Shown], Json] = lambda shown: {"item": shown.item}

    def html(self, shown: Shown) -> str:
        return render_to_string(self.name, self.values(shown), shown.page.request)


@dataclasses.dataclass(frozen=True)
class Tab:
    """A tab of a page.

    :ivar live: whether its panels are made anew with every look; False for what looks by itself
    :ivar about: the other collection that it shows; left out where that has no pages
    """

    name: str
    title: str
    panels: tuple[Any, ...]
    live: bool = True
    about: str = ""

    def html(self, page: Any, item: Json, fetched: dict[int, Any]) -> str:
        cards = [
            {"html": panel.html(Shown(page, item, fetched.get(id(panel)))), "wide": panel.wide}
            for panel in self.panels
        ]
        return render_to_string("gce_dashboard/panels/tab.html", {"cards": cards})


def labels() -> Card:
    """The labels, with their edit where the page has one."""
    return Cell(
        title=gettext_lazy("Labels"),
        actions=("setLabels",),
        cell=lambda item: render.chips(item.get("labels", {})),
    )


@dataclasses.dataclass(frozen=True, kw_only=True)
class _Rest(Card):
    template = "rest"
    wide: bool = True

    def context(self, shown: Shown) -> Json:
        plain = {key: value for key, value in shown.item.items() if not key.startswith("_")}
        return {
            "url": shown.page.rest_url,
            "text": json.dumps(plain, indent=2, ensure_ascii=False),
        }


REST = Tab("json", gettext_lazy("Equivalent REST"), (_Rest(),))


def fetched_with(
    panels: Iterable[Any], client: api.Client, path: str
) -> tuple[list[int], list[Callable[[], Any]]]:
    """The calls that panels need made, and whose they are."""
    asking = [panel for panel in panels if panel.fetch]
    calls: list[Callable[[], Any]] = [
        functools.partial(panel.fetch, client, path) for panel in asking
    ]
    return [id(panel) for panel in asking], calls
