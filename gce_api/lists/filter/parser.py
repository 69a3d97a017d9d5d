"""From the text of a filter to a :class:`~gce_api.lists.filter.conditions.Condition`."""

from __future__ import annotations

import functools
import itertools
import re
from typing import Any

import lark
import re2

from gce_api.google import errors, links
from gce_api.lists.filter.conditions import (
    All,
    Any_,
    Condition,
    Equals,
    Has,
    Matches,
    Not,
    Ordered,
)

LONGEST = 4096  # characters; gcloud's longest, a list of 100 names, is shorter
DEEPEST = 50  # parentheses within each other; what is far deeper would exhaust the stack

_IS_LEGACY = re.compile(r"[\s(]*[\w.-]+\s+(eq|ne)\s")
_STEP = re.compile(r"\"([^\"]*)\"|([\w-]+)")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def parse(text: str) -> Condition:
    """Parse a filter; an empty one is met by every row.

    :raises errors.Invalid: it is no filter of either grammar.
    """
    return _parsed(_legacy() if _IS_LEGACY.match(text) else _aip160(), text)


def parse_monitoring(text: str) -> Condition:
    """Parse a filter of Cloud Monitoring.

    :raises errors.Invalid: it is none.
    """
    return _parsed(_monitoring(), text)


def _parsed(grammar: lark.Lark, text: str) -> Condition:
    try:
        if len(text) > LONGEST or _depth(text) > DEEPEST:
            raise ValueError("too long or too deep")
        return grammar.parse(text)  # type: ignore[return-value]
    except (lark.exceptions.LarkError, re2.error, ValueError) as error:
        raise invalid(text) from error


def _depth(text: str) -> int:
    """How many parentheses are open at the same time, at most."""
    steps = ((character == "(") - (character == ")") for character in text)
    return max(itertools.accumulate(steps), default=0)


def invalid(text: str, why: str = "") -> errors.Invalid:
    """Google's error for a filter that cannot be used."""
    sentence = f"Invalid value for field 'filter': '{text}'. Invalid list filter expression."
    return errors.Invalid(f"{sentence} {why}".rstrip())


class _Builder(lark.Transformer[Any, Condition]):
    """What the grammars share."""

    def start(self, children: list[Condition]) -> Condition:
        return self.conjunction(children)

    def conjunction(self, children: list[Condition]) -> Condition:
        return children[0] if len(children) == 1 else All(tuple(children))

    def disjunction(self, children: list[Condition]) -> Condition:
        return children[0] if len(children) == 1 else Any_(tuple(children))

    def negation(self, children: list[Condition]) -> Condition:
        return _negate(children[0])


class _Aip160(_Builder):
    def restriction(self, children: list[lark.Token]) -> Condition:
        field, sign, value = children
        path, text = _path(field), _unquote(value)
        if sign == ":":
            return Has(path, text)
        if sign == "=":
            return Equals(path, text)
        if sign == "!=":
            return Not(Equals(path, text))
        return Ordered(path, str(sign), text)


class _Legacy(_Builder):
    def restriction(self, children: list[lark.Token]) -> Condition:
        field, sign, value = children
        # a quote is the one escape that is not the regular expression's own
        text = str(value)[1:-1].replace('\\"', '"') if value.type == "QUOTED" else str(value)
        condition = Matches(tuple(field.split(".")), _pattern(links.below_base(text)))
        return condition if sign == "eq" else Not(condition)


class _Monitoring(_Aip160):
    def function(self, children: list[lark.Token]) -> Any:
        """The pattern of the texts that a function is true of."""
        name, *texts = children
        plain = "|".join(re2.escape(_unquote(text)) for text in texts)
        return _pattern(
            {
                "starts_with": f"(?s:(?:{plain}).*)",
                "ends_with": f"(?s:.*(?:{plain}))",
                "has_substring": f"(?s:.*(?:{plain}).*)",
                "one_of": plain,
                "monitoring.regex.full_match": "|".join(_unquote(text) for text in texts),
            }[str(name)]
        )

    def restriction(self, children: list[Any]) -> Condition:
        field, sign, value = children
        if isinstance(value, lark.Token):
            return super().restriction(children)
        if sign == ":":
            raise ValueError("a function is compared by = or !=")
        condition = Matches(_path(field), value)
        return condition if sign == "=" else Not(condition)


def _path(field: str) -> tuple[str, ...]:
    return tuple(quoted or plain for quoted, plain in _STEP.findall(field))


def _pattern(text: str) -> Any:
    """A regular expression in RE2's syntax, as Google's; its time grows linearly with the text."""
    options = re2.Options()
    options.log_errors = False
    return re2.compile(text, options)


def _negate(condition: Condition) -> Condition:
    return condition.condition if isinstance(condition, Not) else Not(condition)


def _unquote(token: lark.Token) -> str:
    return _ESCAPED.sub(r"\1", token[1:-1]) if token.type == "QUOTED" else str(token)


@functools.cache
def _aip160() -> lark.Lark:
    return _grammar("aip160.lark", _Aip160())


@functools.cache
def _legacy() -> lark.Lark:
    return _grammar("legacy.lark", _Legacy())


@functools.cache
def _monitoring() -> lark.Lark:
    return _grammar("monitoring.lark", _Monitoring())


def _grammar(file: str, builder: _Builder) -> lark.Lark:
    return lark.Lark.open_from_package(
        "gce_api.lists.filter", file, ("",), parser="lalr", transformer=builder
    )
