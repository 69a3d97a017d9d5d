"""A list's rows as HTML: by hand, because a page has up to 500 of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from gce_dashboard.framework import render, wording
from gce_dashboard.framework.columns import Column
from gce_dashboard.framework.markup import format_html
from gce_dashboard.i18n import gettext as _

Json = dict[str, Any]


class Rows:
    """Makes the rows of one page; what they have in common is made once.

    :param selectable: whether a row begins with a box to select it
    """

    def __init__(self, columns: Sequence[Column], *, selectable: bool):
        tags = [_tags(column, first=not index) for index, column in enumerate(columns)]
        self.cells = [(column.cell, *tag) for column, tag in zip(columns, tags, strict=True)]
        self.selectable = selectable
        self.select = _("Select %s")

    def row(self, item: Json, outline: Json) -> SafeString:
        """One row; cells are escaped by :mod:`.render`, everything else here.

        :param outline: what its ``data-`` attributes say: key, name, actions, remarks, reasons
        """
        name = outline["name"]
        notes = "".join(
            f' data-{kind}="{escape(json.dumps(outline[kind]))}"'
            for kind in ("remarks", "reasons")
            if outline[kind]
        )
        parts = [
            f'<tr data-key="{escape(outline["key"])}" data-name="{escape(name)}"'
            f' data-actions="{" ".join(outline["actions"])}"{notes}>'
        ]
        if self.selectable:
            label = escape(self.select % name)
            parts.append(
                f'<td class="gce-select"><input type="checkbox" aria-label="{label}"></td>'
            )
        parts += [f"{start}{cell(item)}{end}" for cell, start, end in self.cells]
        if item.get("_operation"):
            doing = wording.sentences(item["_operation"])[0]
            parts[-len(self.cells)] = parts[-len(self.cells)].replace(
                "</th>", f"{_sign(doing)}</th>"
            )
        parts.append("</tr>")
        return mark_safe("".join(parts))


def _sign(doing: str) -> SafeString:
    """What is being done to the row's resource."""
    return format_html(
        '<span class="gce-status gce-busy gce-under-way" data-gce-operation>{}'
        "<span>{}</span></span>",
        render.icon("busy"),
        doing,
    )


def _tags(column: Column, *, first: bool) -> tuple[str, str]:
    if first:
        return f'<th scope="row" data-column="{column.key}">', "</th>"
    number = ' class="gce-number"' if column.numeric else ""
    title = escape(str(column.title))
    return f'<td data-column="{column.key}" data-title="{title}"{number}>', "</td>"
