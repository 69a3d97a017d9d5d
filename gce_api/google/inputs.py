"""What becomes of each field that a body may have: it is done, kept or refused.

A family declares it beside the code that does it, in the ``fields.py`` of a resource, by the
schemas of Google's document::

    declare(
        "Address",
        done="address addressType description labels name subnetwork",
        kept="networkTier",
        refused={"networkAttachment": "There is no Private Service Connect here."},
    )

A field that is *done* has its effect in OpenStack; what is within it has declarations of its own.
One that is *kept*, with all that is within it, has none and is shown again as it was sent. All
others are *refused*, unless they say nothing; what only an answer has is left out. So a plan gets
no field but those that are done or kept (:mod:`gce_api.google.accepting`): what is not declared has
no effect.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gce_api.google.discovery import Method, Schema, document

DONE, KEPT, REFUSED, OUTPUT = "done", "kept", "refused", "output"
NOT_HERE = "It is not available here."

# what every resource says of itself, where the document does not say that only an answer has it
IDENTITY = ("creationTimestamp", "id", "kind", "region", "selfLink", "selfLinkWithId", "zone")
FINGERPRINTS = ("fingerprint", "labelFingerprint")
# methods that make something, of which nobody can have seen a fingerprint
MAKING = ("addNetworkInterface", "attachDisk", "bulkInsert", "createSnapshot", "insert", "validate")

_OUTPUT = re.compile(r"\[?output[ -]only", re.I)


@dataclass(frozen=True)
class Fate:
    """What becomes of a field: ``why`` it is refused, but for the values that ``passing`` has."""

    kind: str
    why: str = ""
    passing: tuple[str, ...] = ()


class Only(Fate):
    """A refusal of all but the values that are the case anyway, in one text."""

    def __init__(self, values: str, why: str) -> None:
        super().__init__(REFUSED, why, tuple(values.split()))


Refusals = Mapping[str, str | Only]

_FATES: dict[tuple[str, str], dict[str, Fate]] = {}  # by schema and method, "": any
_REASONS: dict[str, str] = {}


def declare(
    schema: str,
    *,
    done: str = "",
    kept: str = "",
    refused: Refusals | None = None,
    methods: str = "",
) -> None:
    """Say what becomes of the fields of a schema, those within ``a.b`` by the schema ``S.a.b``.

    :param refused: why, where there is more to say than that it is not available.
    :param methods: such as ``networks.patch``, if these take other fields than the rest does.
    :raises LookupError: the document has no such field or method, or it is declared twice.
    """
    found = {name: Fate(DONE) for name in done.split()}
    found |= {name: Fate(KEPT) for name in kept.split()}
    for name, why in (refused or {}).items():
        found[name] = why if isinstance(why, Only) else Fate(REFUSED, why)
    strange = found.keys() - fields_of(schema).keys()
    if strange:
        raise LookupError(f"{schema} has no {', '.join(sorted(strange))}")
    for method in methods.split() or [""]:
        if method and f"compute.{method}" not in document().methods:
            raise LookupError(f"{method} is no method of the discovery document")
        if (schema, method) in _FATES:
            raise LookupError(f"{schema} is declared twice")
        _FATES[schema, method] = found


def all_of(names: str, why: str) -> dict[str, str | Only]:
    """The same refusal of several fields."""
    return dict.fromkeys(names.split(), why)


def explain(reasons: Mapping[str, str]) -> None:
    """Say why fields of these names are refused, of whichever schema they are."""
    _REASONS.update(reasons)


def fate(schema: str, name: str, method: Method) -> Fate:
    """What becomes of a field of a schema in a body of a method."""
    if name in FINGERPRINTS and method.name in MAKING:
        return Fate(OUTPUT)
    short = method.id.removeprefix("compute.")
    declared = _FATES.get((schema, short), _FATES.get((schema, ""), {}))
    if name in declared:
        return declared[name]
    if is_output(name, fields_of(schema)[name]):
        return Fate(OUTPUT)
    return Fate(REFUSED, _FATES.get((schema, ""), {}).get(name, Fate("")).why or _reason(name))


def is_output(name: str, field: Schema) -> bool:
    """Whether only an answer has a field; a client may send it back."""
    text = field.get("description", "")
    return name in IDENTITY or bool(field.get("readOnly") or _OUTPUT.match(text))


def resolved(called: str, field: Schema) -> tuple[str, Schema]:
    """The schema of what is in a field, lists and maps seen through, and what it is called."""
    while True:
        if "$ref" in field:
            called, field = field["$ref"], document().schemas[field["$ref"]]
        elif field.get("type") == "array":
            field = field["items"]
        elif isinstance(field.get("additionalProperties"), dict):
            field = field["additionalProperties"]
        else:
            return called, field


def fields_of(schema: str) -> dict[str, Any]:
    """The fields of a schema."""
    name, *steps = schema.split(".")
    found = document().schemas[name]
    for step in steps:
        found = resolved("", found["properties"][step])[1]
    properties: dict[str, Any] = found.get("properties", {})
    return properties


def _reason(name: str) -> str:
    if name.endswith(("EncryptionKey", "EncryptionKeys")):
        return _REASONS.get("EncryptionKey", NOT_HERE)
    return _REASONS.get(name, NOT_HERE)
