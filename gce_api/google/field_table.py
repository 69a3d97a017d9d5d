"""The fields of bodies as a table: of each method, what becomes of each of them.

``gce-api fields`` prints it, ``docs/coverage.rst`` has it beside the methods.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from gce_api.google import inputs
from gce_api.google.discovery import Method

NEST = 8  # schemas within each other, which is more than any body has


@dataclass(frozen=True)
class Row:
    """A field by its path in the body, ``disks.initializeParams.labels``."""

    path: str
    fate: inputs.Fate

    @property
    def why(self) -> str:
        """Why it is refused, and what is not."""
        passing = f" Taken: {', '.join(self.fate.passing)}." if self.fate.passing else ""
        return self.fate.why + passing


def rows_of(method: Method) -> list[Row]:
    """The input fields of a method's body; what is within one that is kept or refused is, too."""
    return list(_walk(method, method.request, "", NEST)) if method.request else []


def counts(methods: Iterable[Method]) -> dict[str, int]:
    """How many fields of the methods' bodies are done, kept and refused."""
    found = dict.fromkeys((inputs.DONE, inputs.KEPT, inputs.REFUSED), 0)
    for method in methods:
        for row in rows_of(method):
            found[row.fate.kind] += 1
    return found


def section(methods: Iterable[Method]) -> Iterator[str]:
    """Lines of reStructuredText on the bodies of a family's methods; those that are alike once."""
    alike: dict[tuple[Row, ...], list[str]] = {}
    for method in methods:
        if rows := rows_of(method):
            alike.setdefault(tuple(rows), []).append(method.name)
    for fields, names in alike.items():
        yield f"\n*fields of* {', '.join(f'``{name}``' for name in names)}\n"
        for kind in (inputs.DONE, inputs.KEPT, inputs.REFUSED):
            paths = [f"``{row.path}``" for row in fields if row.fate.kind == kind]
            if paths:
                text = f"{kind}: {', '.join(paths)}"
                yield textwrap.fill(
                    text, 99, initial_indent="    | ", subsequent_indent="      ",
                    break_long_words=False, break_on_hyphens=False,
                ) + "\n"  # fmt: skip


def _walk(method: Method, schema: str, before: str, depth: int) -> Iterator[Row]:
    for name, field in sorted(inputs.fields_of(schema).items()):
        fate, path = inputs.fate(schema, name, method), before + name
        if fate.kind == inputs.OUTPUT:
            continue
        called, inner = inputs.resolved(f"{schema}.{name}", field)
        if fate.kind == inputs.DONE and "properties" in inner and depth:
            yield from _walk(method, called, f"{path}.", depth - 1)
        else:
            yield Row(path, fate)
