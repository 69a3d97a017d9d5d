"""What stands in a list's filter field: words, ``field:value`` pairs, or GCE's own grammar."""

from __future__ import annotations

import dataclasses
import re

from gce_dashboard.i18n import gettext as _

_FIELD = r"[A-Za-z_][\w-]*(?:\.(?:[\w-]+|\"[^\"]*\"))*"
_QUOTED = r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'"
_SIGN = r"!=|<=|>=|[:=<>]"
# a value may begin with a sign in quotes only: "https://..." is a word
_PAIR = re.compile(rf"(?P<field>{_FIELD})(?P<sign>{_SIGN})(?P<value>{_QUOTED}|[^\s\"'=<>!:/]\S*)")
_HALF_PAIR = re.compile(rf"{_FIELD}(?:{_SIGN})")
_ADDRESS = re.compile(r"[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f.]{0,15}){2,}(?:/\d+)?")  # IPv6, or MAC
_ANY_QUOTED = re.compile(_QUOTED)
_CONDITION = re.compile(rf"{_SIGN}|\s(?:eq|ne)\s")
# between terms only the endpoint reads these
_CONNECTION = re.compile(rf"AND|OR|NOT|eq|ne|{_SIGN}")


class Unreadable(ValueError):
    """The text is no filter; ``str()`` of it is a sentence for the user that says why."""


@dataclasses.dataclass(frozen=True)
class Term:
    """One condition.

    :ivar text: as it was typed
    :ivar value: the word, without quotes; what the field is compared with
    :ivar field: "" where the word may stand anywhere
    :ivar sign: ``:``, ``=``, ``!=``, ``<``, ``<=``, ``>`` or ``>=``, "" for a word
    :ivar negated: whether it begins with a minus
    :ivar grammar: an expression of GCE's grammar that only the endpoint reads
    """

    text: str
    value: str = ""
    field: str = ""
    sign: str = ""
    negated: bool = False
    grammar: bool = False


def read(text: str) -> list[Term]:
    """The conditions in a text, all of which have to hold.

    :raises Unreadable: a quotation mark or bracket is not closed, or a value is missing
    """
    pieces = _pieces(text)
    if any(_CONNECTION.fullmatch(piece) for piece in pieces):
        return [Term(text, grammar=True)]
    return [_term(piece) for piece in pieces]


def _pieces(text: str) -> list[str]:
    """The text cut where a space is outside of quotation marks and brackets."""
    # what is quoted is hidden from the search, character by character
    hidden = _ANY_QUOTED.sub(lambda match: "q" * len(match[0]), text)
    if '"' in hidden:
        raise Unreadable(_("A quotation mark is not closed."))
    depth = 0
    begin = 0
    pieces = []
    for place, character in enumerate(hidden + " "):
        depth += (character == "(") - (character == ")")
        if depth < 0:
            raise Unreadable(_("A bracket is closed that was not opened."))
        if character.isspace() and not depth:
            pieces.append(text[begin:place])
            begin = place + 1
    if depth:
        raise Unreadable(_("A bracket is not closed."))
    return [piece for piece in pieces if piece]


def _term(piece: str) -> Term:
    negated = re.match(r"-[\w\"'(]", piece) is not None
    rest = piece[1:] if negated else piece
    if rest.startswith("(") and _CONDITION.search(rest):
        return Term(piece, grammar=True)
    pair = None if _ADDRESS.fullmatch(rest) else _PAIR.fullmatch(rest)
    if pair:
        return Term(piece, unquoted(pair["value"]), pair["field"], pair["sign"], negated)
    if _HALF_PAIR.fullmatch(rest):
        raise Unreadable(_("“%s” needs a value right behind it.") % rest)
    return Term(piece, unquoted(rest), negated=negated)


def unquoted(text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return re.sub(r"\\(.)", r"\1", text[1:-1])
    return text


def quoted(text: str) -> str:
    """A value as GCE's grammar reads it back, whatever is in it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
