"""What a filter says of the name in OpenStack, which OpenStack can then be asked by.

A thing is shown under its own name or, where that is no GCE name or not the only one of its kind,
as ``<cleaned name>-<8 hexadecimal digits>`` (:mod:`gce_api.google.names`). So a filter tells
something of the own name only where it cannot be met by what was appended.
"""

from __future__ import annotations

import re

from gce_api.google.names import NAME
from gce_api.lists.filter.conditions import All, Condition, Equals, Has, Matches

_PATH = ("name",)
_LITERAL = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_WORD = re.compile(r"\.\*\\b(.*)\\b\.\*")  # how gcloud asks for name=web: .*\bweb\b.*
_ENDS_AS_APPENDED = re.compile(r"(.*-)?[0-9a-f]{8}")
_MAY_END_IN_APPENDED = re.compile(r"(.*-)?[0-9a-f]{0,8}")
_PREPENDED = re.compile(r"x(-.*)?")  # to what would not begin with a letter


def own_name(condition: Condition) -> str | None:
    """A regular expression found in the own name of all that meets the condition.

    It takes no alternatives, as Nova escapes ``|`` on MySQL, and is met by other names as well:
    what it finds is still to be filtered. ``None``: the condition tells nothing of the own name.
    """
    match condition:
        case All(conditions=parts):
            return next((found for part in parts if (found := own_name(part))), None)
        case Equals(path=path, value=value) if path == _PATH:
            return _exactly(value)
        case Has(path=path, value=value) if path == _PATH:
            return _containing(value.lower(), _MAY_END_IN_APPENDED)
        case Matches(path=path, pattern=compiled) if path == _PATH:
            word = _WORD.fullmatch(compiled.pattern)
            if word is None:
                return _exactly(compiled.pattern)
            return _containing(word[1].replace("\\-", "-"), _ENDS_AS_APPENDED)
    return None


def _exactly(text: str) -> str | None:
    """What is shown as ``text`` has this name itself."""
    if not NAME.fullmatch(text) or _ENDS_AS_APPENDED.fullmatch(text):
        return None
    return f"^{text}$"


def _containing(text: str, appended: re.Pattern[str]) -> str | None:
    """What is shown with ``text`` in its name has it in its own, in any case and punctuation."""
    if not _LITERAL.fullmatch(text) or appended.fullmatch(text) or _PREPENDED.fullmatch(text):
        return None
    return "".join(
        "[^A-Za-z0-9]+"
        if character == "-"
        else f"[{character}{character.upper()}]"
        if character.isalpha()
        else character
        for character in text
    )
