"""Partial responses: the ``fields`` parameter, which every method takes.

``items(id,disks/source)`` keeps of each item its ``id`` and of its disks their ``source``; ``*``
stands for every field. https://cloud.google.com/compute/docs/api/how-tos/performance
"""

from __future__ import annotations

import functools
from typing import Any

import lark

from gce_api.google import errors

Selection = dict[str, Any]  # field to the selection within it; an empty one keeps everything

LONGEST = 4096  # characters


def parse(text: str) -> Selection:
    """Parse a field selection.

    :raises errors.Invalid: it is malformed.
    """
    try:
        if len(text) > LONGEST:
            raise ValueError("too long")
        return _grammar().parse(text)  # type: ignore[return-value]  # what the transformer returns
    except (lark.exceptions.LarkError, ValueError, RecursionError) as error:
        raise errors.Invalid(f"Invalid field selection {text}") from error


def select(selection: Selection, value: Any) -> Any:
    """The part of a JSON value that a selection keeps."""
    if not selection:
        return value
    if isinstance(value, list):
        return [select(selection, element) for element in value]
    if not isinstance(value, dict):
        return value
    every = selection.get("*")
    return {
        name: select(within, field)
        for name, field in value.items()
        if (within := selection.get(name, every)) is not None
    }


class _Builder(lark.Transformer[Any, Selection]):
    def start(self, selections: list[Selection]) -> Selection:
        return functools.reduce(_merge, selections)

    group = start

    def selection(self, parts: list[Any]) -> Selection:
        *names, within = parts
        for name in reversed(names):
            within = {str(name): within or {}}
        return within


def _merge(one: Selection, other: Selection) -> Selection:
    """Both selections; everything of a field where one of them keeps everything."""
    merged = {**one, **other}
    for name in one.keys() & other.keys():
        merged[name] = _merge(one[name], other[name]) if one[name] and other[name] else {}
    return merged


@functools.cache
def _grammar() -> lark.Lark:
    return lark.Lark.open_from_package(
        "gce_api.google",
        "fields.lark",
        ("",),
        parser="lalr",
        transformer=_Builder(),
        maybe_placeholders=True,
    )
