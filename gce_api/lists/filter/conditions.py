"""What a parsed filter is made of: conditions that a row of JSON meets or not."""

from __future__ import annotations

import datetime
import operator
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from gce_api.google import links

Path = tuple[str, ...]

_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?")
_DATE = re.compile(r"\d{4}-\d\d-\d\d([T ].*)?", re.ASCII)
_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class Condition(Protocol):
    """A test of a row, and the fields that it looks at."""

    def matches(self, row: Any) -> bool: ...

    def paths(self) -> Iterator[Path]: ...


@dataclass(frozen=True)
class All:
    """Every one of the conditions holds."""

    conditions: tuple[Condition, ...]

    def matches(self, row: Any) -> bool:
        return all(condition.matches(row) for condition in self.conditions)

    def paths(self) -> Iterator[Path]:
        for condition in self.conditions:
            yield from condition.paths()


@dataclass(frozen=True)
class Any_:
    """At least one of the conditions holds."""

    conditions: tuple[Condition, ...]

    def matches(self, row: Any) -> bool:
        return any(condition.matches(row) for condition in self.conditions)

    def paths(self) -> Iterator[Path]:
        for condition in self.conditions:
            yield from condition.paths()


@dataclass(frozen=True)
class Not:
    """The condition does not hold."""

    condition: Condition

    def matches(self, row: Any) -> bool:
        return not self.condition.matches(row)

    def paths(self) -> Iterator[Path]:
        return self.condition.paths()


@dataclass(frozen=True)
class Matches:
    """The whole field, or a link without its base, matches an RE2 expression (legacy ``eq``)."""

    path: Path
    pattern: Any

    def matches(self, row: Any) -> bool:
        return any(self._holds(_text(value)) for value in _values(row, self.path))

    def _holds(self, text: str) -> bool:
        return any(self.pattern.fullmatch(form) for form in {text, links.below_base(text)})

    def paths(self) -> Iterator[Path]:
        yield self.path


@dataclass(frozen=True)
class Equals:
    """The field is the value: as number, instant or boolean where both are; ``*`` is any text."""

    path: Path
    value: str

    def matches(self, row: Any) -> bool:
        return any(_equal(value, self.value) for value in _values(row, self.path))

    def paths(self) -> Iterator[Path]:
        yield self.path


@dataclass(frozen=True)
class Ordered:
    """The field is less or greater than the value, as number or instant where both are."""

    path: Path
    sign: str
    value: str

    def matches(self, row: Any) -> bool:
        return any(self._holds(value) for value in _values(row, self.path))

    def _holds(self, value: Any) -> bool:
        left, right = _comparable(value, self.value)
        return _ORDER[self.sign](left, right)

    def paths(self) -> Iterator[Path]:
        yield self.path


@dataclass(frozen=True)
class Has:
    """The field is set (``:*``), has the key, or holds the text in any case."""

    path: Path
    value: str

    def matches(self, row: Any) -> bool:
        found = list(_values(row, self.path, leaves=False))
        if self.value == "*":
            return any(value not in ({}, [], "") for value in found)
        return any(self._in(value) for value in found)

    def _in(self, value: Any) -> bool:
        if isinstance(value, dict):
            return self.value in value
        if _equal(value, self.value):
            return True
        return isinstance(value, str) and bool(_wildcard(self.value.lower()).search(value.lower()))

    def paths(self) -> Iterator[Path]:
        yield self.path


def _values(row: Any, path: Path, *, leaves: bool = True) -> Iterator[Any]:
    """The values at a path; of a repeated field every element's. No value for what is not there.

    ``leaves``: only strings, numbers and booleans.
    """
    if isinstance(row, list):
        for element in row:
            yield from _values(element, path, leaves=leaves)
    elif path:
        if isinstance(row, dict) and row.get(path[0]) is not None:
            yield from _values(row[path[0]], path[1:], leaves=leaves)
    elif not (leaves and isinstance(row, dict)):
        yield row


def _equal(value: Any, text: str) -> bool:
    left, right = _comparable(value, text)
    if left == right:
        return True
    return isinstance(value, str) and "*" in text and bool(_wildcard(right).fullmatch(left))


def _comparable(value: Any, text: str) -> tuple[Any, Any]:
    """Both as numbers or as instants (seconds) where both are, else both as text.

    Links are compared without their base: scripts filter by ``https://www.googleapis.com/...``.
    """
    if isinstance(value, bool):
        return _text(value), text.lower()
    own = _text(value)
    if _NUMBER.fullmatch(own) and _NUMBER.fullmatch(text):
        return (
            (int(own), int(text)) if own.isdigit() and text.isdigit() else (float(own), float(text))
        )
    if _DATE.fullmatch(own) and _DATE.fullmatch(text):
        instants = _instant(own), _instant(text)
        if None not in instants:
            return instants
    return links.below_base(own), links.below_base(text)


def _instant(text: str) -> float | None:
    """Seconds since 1970 of an ISO 8601 date or time (UTC where it has no offset)."""
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)).timestamp()


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _wildcard(text: str) -> re.Pattern[str]:
    """The pattern of a text in which ``*`` stands for any text."""
    return re.compile(".*".join(re.escape(part) for part in text.split("*")), re.DOTALL)
