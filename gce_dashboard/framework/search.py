"""From the text of a filter field to what finds it: the endpoint's filter, and tests of rows.

Whatever the endpoint's ``filter`` can say is said by it. The rest is tested on the rows that it
leaves: labels by their values, what the page computes, dates as they are shown.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Sequence
from typing import Any

from gce_dashboard.framework import terms
from gce_dashboard.framework.columns import Column
from gce_dashboard.framework.terms import Term, quoted
from gce_dashboard.i18n import gettext as _

Json = dict[str, Any]
Test = Callable[[Json], bool]


@dataclasses.dataclass(frozen=True)
class Plan:
    """How a text is searched for.

    :ivar filter: for the endpoint, "" for everything
    :ivar tests: what each row has to pass besides
    :ivar guess: the same where fields that are no column's are labels; None where there are none
    """

    filter: str = ""
    tests: tuple[Test, ...] = ()
    guess: str | None = None

    def matches(self, item: Json) -> bool:
        return all(test(item) for test in self.tests)

    def within(self, only: str) -> Plan:
        """The same among those that another filter of the endpoint finds."""
        if not only:
            return self
        guess = None if self.guess is None else _both(only, self.guess)
        return dataclasses.replace(self, filter=_both(only, self.filter), guess=guess)


def plan(text: str, columns: Sequence[Column], shown: Sequence[Column]) -> Plan:
    """The plan for a text on a page with these columns.

    :param shown: those in which a word without a field is looked for
    :raises terms.Unreadable: the text is no filter
    """
    filters: list[str] = []
    guesses: list[str] = []
    tests: list[Test] = []
    for term in terms.read(text):
        found = _found(term, columns, shown)
        if isinstance(found, str):
            filters.append(found)
            guesses.append(_label(term) if _may_be_label(term, columns) else found)
        else:
            tests.append(found)
    guess = None if guesses == filters else " ".join(guesses)
    return Plan(" ".join(filters), tuple(tests), guess)


def _both(one: str, other: str) -> str:
    return f"{one} ({other})" if other else one


def _found(term: Term, columns: Sequence[Column], shown: Sequence[Column]) -> str | Test:
    """What finds a term: a filter of the endpoint where one can, else a test of a row."""
    if term.grammar:
        return term.text
    if not term.field:
        return _anywhere(term, shown)
    column = column_of(term.field, columns)
    return _in_column(term, column) if column else term.text


def column_of(field: str, columns: Sequence[Column]) -> Column | None:
    """The column that a field means: by its key, GCE's field or, in any case, its title."""
    for column in columns:
        if field in (column.key, *column.paths) or field.casefold() == _word(column.title):
            return column
    return None


def _word(title: object) -> str:
    return str(title).casefold().replace(" ", "-")


def _anywhere(term: Term, shown: Sequence[Column]) -> str | Test:
    found = [column.find(term.value) for column in shown]
    filters = [each for several in found for each in several or ()]
    if None in found or not filters:
        return _test(term, shown, _pattern(term.value).search)
    return _any(filters, negated=term.negated)


def _in_column(term: Term, column: Column) -> str | Test:
    path = column.paths[0] if len(column.paths) == 1 else ""
    if path and (term.value == "*" or term.sign in ("<", "<=", ">", ">=")):
        minus = "-" if term.negated else ""
        return f"{minus}{path}{term.sign}{_value(term.value)}"
    negated = term.negated != (term.sign == "!=")
    filters = _containing(term, column) if term.sign == ":" else _equal(term, column)
    if not filters:
        pattern = _pattern(term.value)
        return _test(term, [column], pattern.search if term.sign == ":" else pattern.fullmatch)
    if filters in ([f"{term.field}={_value(term.value)}"], [f"{term.field}:{quoted(term.value)}"]):
        return term.text
    return _any(filters, negated=negated)


def _containing(term: Term, column: Column) -> list[str] | None:
    filters = column.find(term.value)
    if filters is not None and column.words:  # GCE's own word for it is right as well
        filters = [*filters, *(f"{path}:{quoted(term.value)}" for path in column.paths)]
    return filters


def _equal(term: Term, column: Column) -> list[str]:
    if column.words:
        return [f"{column.paths[0]}={value}" for value in _values(term.value, column)]
    if column.collections and "/" not in term.value:
        return [f'{path}="*/{kind}/{term.value}"' for path, kind in column.collections.items()]
    return [f"{path}={_value(term.value)}" for path in column.paths]


def _values(value: str, column: Column) -> list[str]:
    """GCE's values that the page shows by the same word as this value, or by this word."""
    word = str(column.words.get(value, value)).casefold()
    return [each for each, text in column.words.items() if str(text).casefold() == word] or [value]


def _test(term: Term, columns: Sequence[Column], holds: Callable[[str], object]) -> Test:
    def test(item: Json) -> bool:
        said = (text for each in columns for text in (each.text_of(item), each.export_of(item)))
        return any(holds(str(text)) for text in said) != negated

    negated = term.negated != (term.sign == "!=")
    return test


def _pattern(text: str) -> re.Pattern[str]:
    """The text in any case; ``*`` stands for any text."""
    return re.compile(".*".join(map(re.escape, text.split("*"))), re.IGNORECASE | re.DOTALL)


def _any(filters: Sequence[str], *, negated: bool) -> str:
    if negated:
        return f"NOT ({' OR '.join(filters)})"
    return filters[0] if len(filters) == 1 else f"({' OR '.join(filters)})"


def _value(text: str) -> str:
    """A value as it stands where the grammar allows, so that a filter stays as it was typed."""
    return text if re.fullmatch(r"[-\w.*/]+", text) else quoted(text)


def _may_be_label(term: Term, columns: Sequence[Column]) -> bool:
    if "." in term.field or term.sign not in (":", "=", "!="):
        return False
    return column_of(term.field, columns) is None


def _label(term: Term) -> str:
    minus = "-" if term.negated else ""
    return f"{minus}labels.{term.field}{term.sign}{quoted(term.value)}"


def chips(text: str, columns: Sequence[Column]) -> list[dict[str, str]]:
    """The terms of a text for the filter bar: each as it is in the address, and as it is shown.

    :raises terms.Unreadable: the text is no filter
    """
    return [{"text": term.text, "label": _said(term, columns)} for term in terms.read(text)]


def suggestions(columns: Sequence[Column]) -> list[Json]:
    """The fields that a text may name, each with the page's words for its values."""
    return [
        {
            "key": column.key,
            "title": str(column.title),
            "words": [
                {"text": f"{column.key}={value}", "label": word}
                for word, value in _by_word(column).items()
            ],
        }
        for column in columns
    ]


def _by_word(column: Column) -> dict[str, str]:
    """Each word once, with the first value that it stands for."""
    return {str(word): value for value, word in reversed([*column.words.items()])}


def _said(term: Term, columns: Sequence[Column]) -> str:
    column = column_of(term.field, columns) if term.field else None
    if column is None:
        return term.text
    value = column.words.get(term.value, term.value)
    sign = ": " if term.sign in (":", "=") else f" {term.sign} "
    said = f"{column.title}{sign}{value}"
    return _("not %s") % said if term.negated else said
