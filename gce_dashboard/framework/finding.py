"""Filters of the endpoint that find a text in what a column shows.

Each function makes a ``Find``: from a text to the filters of which any may hold. None of them means
that the text cannot be in the column; None in their place that only the rows can tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from django.utils.dates import MONTHS_3

from gce_dashboard.framework.terms import quoted

Find = Callable[[str], list[str] | None]

_NAME = re.compile(r"[-\w.*]+")
_CLOCK = re.compile(r"[-\d:]+")


def by_rows(text: str) -> None:
    """Only the rows tell."""


def texts(*paths: str) -> Find:
    """The text stands in any of these fields."""
    return lambda text: [f"{path}:{quoted(text)}" for path in paths]


def references(collections: Mapping[str, str]) -> Find:
    """The text stands in the name at the end of a URL, whose other parts nobody sees.

    :param collections: the fields' paths, and what each refers to
    """

    def find(text: str) -> list[str]:
        if not _NAME.fullmatch(text):
            return []
        return [f'{path}="*/{kind}/*{text.lower()}*"' for path, kind in collections.items()]

    return find


def choices(path: str, words: Mapping[str, str], default: str) -> Find:
    """The text stands in the page's word for a value."""

    def find(text: str) -> list[str] | None:
        wanted = text.casefold()
        values = [each for each, word in words.items() if wanted in str(word).casefold()]
        if default in values:
            return None  # a resource that says nothing is one of them, too
        return [f"{path}={value}" for value in values]

    return find


def moments(text: str) -> list[str] | None:
    """A text that is part of no date is in none; a part of one is found by what is shown."""
    months = [str(month).casefold() for month in MONTHS_3.values()]

    def may_stand(piece: str) -> bool:
        return bool(_CLOCK.fullmatch(piece)) or any(piece in month for month in months)

    return None if all(map(may_stand, text.casefold().replace(",", " ").split())) else []


def numbers(unit: str) -> Find:
    """A text that is no part of a number with its unit is in none."""

    def find(text: str) -> list[str] | None:
        rest = re.sub(r"^\d*\.?\d* ?", "", text)
        return None if rest.casefold() in unit.casefold() else []

    return find
