"""A list's rows as HTML: by hand, because a page has up to 500 of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from gce_dashboard.framework.columns import Column
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

    def row(
        self,
        item: Json,
        key: str,
        name: str,
        actions: list[str],
        notes: dict[str, dict[str, str]],
    ) -> SafeString:
        """One row; cells are escaped by :mod:`.render`, everything else here.

        :param notes: what its ``data-`` attributes say, a dictionary each: remarks, reasons
        """
        remarked = "".join(
            f' data-{kind}="{escape(json.dumps(said))}"' for kind, said in notes.items() if said
        )
        parts = [
            f'<tr data-key="{escape(key)}" data-name="{escape(name)}"'
            f' data-actions="{" ".join(actions)}"{remarked}>'
        ]
        if self.selectable:
            label = escape(self.select % name)
            parts.append(
                f'<td class="gce-select"><input type="checkbox" aria-label="{label}"></td>'
            )
        parts += [f"{start}{cell(item)}{end}" for cell, start, end in self.cells]
        parts.append("</tr>")
        return mark_safe("".join(parts))


def _tags(column: Column, *, first: bool) -> tuple[str, str]:
    if first:
        return f'<th scope="row" data-column="{column.key}">', "</th>"
    number = ' class="gce-number"' if column.numeric else ""
    hidden = " hidden" if column.optional else ""
    title = escape(str(column.title))
    return f'<td data-column="{column.key}" data-title="{title}"{number}{hidden}>', "</td>"
