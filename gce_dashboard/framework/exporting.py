"""What a list's filter matches, as a file: CSV of the columns that are shown, or GCE's own JSON.

It is written as the endpoint's pages come, so that it is as long as the list is.
"""

from __future__ import annotations

import contextvars
import csv
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from django.http import StreamingHttpResponse

from gce_dashboard.framework.columns import Column

Json = dict[str, Any]
Pages = Iterator[list[Json]]

TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
# what a spreadsheet would take for a formula
_FORMULA = re.compile(r"^[=+\-@\t\r]")
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?")


def respond(kind: str, name: str, pages: Pages, columns: Sequence[Column]) -> StreamingHttpResponse:
    """A download; the first page is fetched at once, so that what fails can still be told.

    :param kind: one of :data:`TYPES`
    :param name: of the file, without its ending
    """
    first = next(pages, [])
    parts = _csv(first, pages, columns) if kind == "csv" else _json(first, pages)
    response = StreamingHttpResponse(_within(parts), content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def _within(parts: Iterator[str]) -> Iterator[str]:
    """The parts in the language and project of the request, which has ended by then."""
    context = contextvars.copy_context()
    while (part := context.run(next, parts, None)) is not None:
        yield part


class _Line:
    """A file for :mod:`csv` that gives back what is written."""

    def write(self, text: str) -> str:
        return text


def _csv(first: list[Json], pages: Pages, columns: Sequence[Column]) -> Iterator[str]:
    write = csv.writer(_Line()).writerow
    yield str(write([_harmless(str(column.title)) for column in columns]))
    for items in _all(first, pages):
        yield "".join(
            str(write([_harmless(str(column.export_of(item))) for column in columns]))
            for item in items
        )


def _harmless(text: str) -> str:
    """A cell that no spreadsheet runs: an apostrophe before it makes it a text."""
    return "'" + text if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def _json(first: list[Json], pages: Pages) -> Iterator[str]:
    separator = "[\n"
    for items in _all(first, pages):
        for item in items:
            yield separator + json.dumps(_public(item), indent=2)
            separator = ",\n"
    yield "\n]\n" if separator == ",\n" else "[]\n"


def _public(item: Json) -> Json:
    """The resource as the endpoint shows it, without what pages have added."""
    return {key: value for key, value in item.items() if not key.startswith("_")}


def _all(first: list[Json], pages: Pages) -> Iterator[list[Json]]:
    yield first
    yield from pages
