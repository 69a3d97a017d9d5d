"""What Google asks of labels, network tags and metadata: one rule for every body that has some.

Sources: "Requirements for labels" and "Limitations" of custom metadata in Compute Engine's docs.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any

from gce_api.google import errors

MOST_TAGS = 64  # network tags of an instance
MOST_LABELS = 64
LONGEST_LABEL = 63  # characters, of a key and of a value
LARGEST_VALUE = 256 * 1024  # bytes of one value of metadata
LARGEST_METADATA = 512 * 1024  # bytes of all keys and values

_LETTERS = {"Ll", "Lo"}  # lower case ones, and those of scripts without cases
_DIGITS = {"Nd", "Nl", "No"}


def check(name: str, schema: Mapping[str, Any], value: Any, where: str) -> None:
    """Check a field of a body, if it is one that there is a rule for.

    :param name: of the field; ``schema`` is the document's for it, ``where`` its place.
    :raises errors.Invalid: it breaks the rule.
    """
    if name == "labels" and "additionalProperties" in schema:
        check_labels(value, where)
    elif schema.get("$ref") == "Tags" and len(value.get("items") or ()) > MOST_TAGS:
        raise _invalid(where, len(value["items"]), f"At most {MOST_TAGS} tags are possible.")
    elif schema.get("$ref") == "Metadata":
        check_metadata(value, where)


def check_labels(labels: Mapping[str, str | None], where: str) -> None:
    """A label that is ``None`` is removed by the patch that it stands in.

    :raises errors.Invalid: there are too many, or one has a form that labels cannot have.
    """
    if len(labels) > MOST_LABELS:
        raise _invalid(where, len(labels), f"At most {MOST_LABELS} labels are possible.")
    for key, value in labels.items():
        if not (key and _is_word(key) and unicodedata.category(key[0]) in _LETTERS):
            raise _invalid(
                where,
                key,
                "The key of a label begins with a lower case letter, and has lower case letters, "
                f"digits, underscores and dashes only, {LONGEST_LABEL} at most.",
            )
        if value is not None and not _is_word(value):
            raise _invalid(
                f"{where}.{key}",
                value,
                "The value of a label has lower case letters, digits, underscores and dashes "
                f"only, {LONGEST_LABEL} at most.",
            )


def check_metadata(metadata: Mapping[str, Any], where: str) -> None:
    """:raises errors.Invalid: a value, or all of it, is too large."""
    total = 0
    for number, item in enumerate(metadata.get("items") or ()):
        size = len((item.get("value") or "").encode())
        if size > LARGEST_VALUE:
            raise _invalid(
                f"{where}.items[{number}].value",
                f"{size} bytes",
                f"A value may have {LARGEST_VALUE} bytes at most.",
            )
        total += size + len((item.get("key") or "").encode())
    if total > LARGEST_METADATA:
        raise _invalid(
            where, f"{total} bytes", f"All metadata may have {LARGEST_METADATA} bytes at most."
        )


def _is_word(text: str) -> bool:
    return len(text) <= LONGEST_LABEL and all(
        letter in "_-" or unicodedata.category(letter) in _LETTERS | _DIGITS for letter in text
    )


def _invalid(where: str, value: Any, why: str) -> errors.Invalid:
    return errors.Invalid(f"Invalid value for field '{where}': '{value}'. {why}")
