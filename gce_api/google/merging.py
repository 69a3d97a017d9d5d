"""JSON merge patch (RFC 7396): what a PATCH of GCE does to a resource."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def patched(present: Json, patch: Json) -> Json:
    """A copy of ``present`` with a patch: objects field by field, ``null`` removes a field.

    Anything else, lists too, replaces what there is. The result holds no null.
    """
    result = dict(present)
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        elif isinstance(value, dict):
            before = result.get(name)
            result[name] = patched(before if isinstance(before, dict) else {}, value)
        else:
            result[name] = without_nulls(value)
    return result


def without_nulls(value: Any) -> Any:
    """A copy of JSON without the fields and elements that are null."""
    if isinstance(value, dict):
        return patched({}, value)
    if isinstance(value, list):
        return [without_nulls(element) for element in value if element is not None]
    return value
