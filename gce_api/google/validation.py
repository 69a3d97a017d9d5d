"""Requests checked against the discovery document: parameters and bodies.

A direct walk over the document's schemas, which are JSON schema in a dialect of Google's own
(64-bit integers are strings, ``annotations.required`` names methods): generic validators would
need them converted and would not give Google's messages.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from gce_api.google import errors, rules
from gce_api.google.discovery import Document, Method

Schema = dict[str, Any]

# what clients send to every list, and the document does not mention at every one
OF_LISTS: dict[str, Schema] = {
    "fields": {"type": "string"},
    "returnPartialSuccess": {"type": "boolean"},
}

# places that clients say where the document has none, and Google ignores: libcloud with images,
# Ansible with snapshots
STRAY = ("zone", "region")

_INTEGER = re.compile(r"-?[0-9]+")
_RANGES = {
    "int32": (-(2**31), 2**31 - 1),
    "uint32": (0, 2**32 - 1),
    "int64": (-(2**63), 2**63 - 1),
    "uint64": (0, 2**64 - 1),
    "fixed64": (0, 2**64 - 1),
}
# a project may be a Keystone UUID, and `-` stands for every zone
_PATTERNS = {
    "project": ".+",
    "zone": "-|[a-z][-a-z0-9]{0,62}|[1-9][0-9]{0,19}",
    "region": "[a-z][-a-z0-9]{0,62}|[1-9][0-9]{0,19}",
}


def parameters(
    method: Method, path: Mapping[str, str], query: MultiDict[str, str]
) -> dict[str, Any]:
    """The path and query parameters of a request by name, as the types that the document says.

    Unknown query parameters are ignored, as Google does. Defaults of the document are filled in.

    :raises errors.Invalid: a value is of the wrong type, out of range or not in the enumeration.
    :raises errors.Required: a parameter is missing.
    """
    found: dict[str, Any] = {}
    for name, schema in (method.parameters | (OF_LISTS if method.is_list else {})).items():
        if name in path:
            pattern = _PATTERNS.get(name) or schema.get("pattern", ".+")
            found[name] = _matching(pattern, path[name], name)
        elif name in query and schema.get("repeated"):
            found[name] = [_scalar(schema, text, name) for text in query.getlist(name)]
        elif name in query:
            found[name] = _scalar(schema, query[name], name)
        elif "default" in schema:
            found[name] = _scalar(schema, schema["default"], name)
        elif schema.get("required"):
            raise errors.Required(f"Required field '{name}' not specified")
    return found


def body(document: Document, method: Method, value: Any) -> dict[str, Any]:
    """The JSON body of a request, numbers and booleans as such.

    A 64-bit integer may come as string or as number and leaves as ``int``. Fields that are null
    are kept: in a PATCH they say something (:mod:`gce_api.google.merging`). An empty string is no
    body: Node.js sends it for one that is left out.

    :raises errors.Invalid: it has an unknown field, a wrong type or an unknown enumeration value.
    :raises errors.Required: a field is missing that this method needs.
    """
    if method.request is None:
        return {}
    # a patch merges: what the document wants of it, it has from the resource that is there
    checker = _Checker(document.schemas, "" if method.verb == "PATCH" else method.id)
    schema = document.schemas[method.request]
    if value == "":
        value = None
    if not value and checker.required(schema):
        raise errors.Required("Required field 'resource' not specified")
    return checker.object(schema, {} if value is None else value, "resource")


# what the document wants and Google has a default for
DEFAULTED = {("compute.routes.insert", "priority")}
# what is said by leaving it empty, or out: `--metadata=block=`
MAY_BE_EMPTY = {"value"}


class _Checker:
    """Walks one value along its schema; ``where`` is the value's place, ``resource.disks[0]``."""

    def __init__(self, schemas: dict[str, Schema], method_id: str) -> None:
        self._schemas = schemas
        self._method_id = method_id

    def value(self, schema: Schema, value: Any, where: str) -> Any:
        if "$ref" in schema:
            schema = self._schemas[schema["$ref"]]
        kind = schema["type"]
        if kind == "object":
            return self.object(schema, value, where)
        if kind == "array":
            return self.array(schema, value, where)
        return _scalar(schema, value, where)

    def object(self, schema: Schema, value: Any, where: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise _invalid(where, value, "Must be an object.")
        known, others = schema.get("properties", {}), schema.get("additionalProperties")
        found: dict[str, Any] = {}
        for name, field in value.items():
            of_field = known.get(name, others)
            if of_field is None and name in STRAY:
                continue
            if field is None:  # some clients send every field
                found |= {name: None} if of_field else {}
                continue
            if of_field is None:
                raise errors.Invalid(
                    f"Invalid JSON payload received. Unknown name \"{name}\" at '{where}': "
                    "Cannot find field."
                )
            found[name] = self.value(of_field, field, f"{where}.{name}")
            rules.check(name, of_field, found[name], f"{where}.{name}")
        for name in self.required(schema):
            if found.get(name) in (None, ""):
                raise errors.Required(f"Required field '{where}.{name}' not specified")
        return found

    def array(self, schema: Schema, value: Any, where: str) -> list[Any]:
        if not isinstance(value, list):
            raise _invalid(where, value, "Must be a list.")
        found = [
            self.value(schema["items"], element, f"{where}[{index}]")
            for index, element in enumerate(value)
            if element is not None
        ]
        if "pattern" in schema:  # of its elements
            for index, element in enumerate(found):
                _matching(schema["pattern"], element, f"{where}[{index}]")
        return found

    def required(self, schema: Schema) -> list[str]:
        """The fields of an object that the method needs."""
        return [
            name
            for name, field in schema.get("properties", {}).items()
            if self._method_id in field.get("annotations", {}).get("required", ())
            and (self._method_id, name) not in DEFAULTED
            and name not in MAY_BE_EMPTY
        ]


def _scalar(schema: Schema, value: Any, where: str) -> Any:
    kind, form = schema["type"], schema.get("format")
    if kind == "any":
        return value
    if kind == "boolean":
        return _boolean(value, where)
    if form in _RANGES:
        return _integer(value, where, *_RANGES[form])
    if kind == "number":
        return _number(value, where)
    if isinstance(value, int) and not isinstance(value, bool):  # a port, where a range is wanted
        value = str(value)
    if not isinstance(value, str):
        raise _invalid(where, value, "Must be a string.")
    if "enum" in schema and value not in schema["enum"]:
        raise _invalid(where, value, f"Must be one of: {', '.join(schema['enum'])}.")
    # an empty text is how some clients leave a field out
    return _matching(schema["pattern"], value, where) if value and "pattern" in schema else value


def _boolean(value: Any, where: str) -> bool:
    if isinstance(value, bool):
        return value
    text = value.lower() if isinstance(value, str) else None
    if text not in ("true", "false"):  # Python clients say True in a query
        raise _invalid(where, value, "Must be true or false.")
    return text == "true"


def _integer(value: Any, where: str, low: int, high: int) -> int:
    if isinstance(value, str) and _INTEGER.fullmatch(value) and len(value) <= 20:
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise _invalid(where, value, "Must be an integer.")
    if not low <= value <= high:
        raise _invalid(where, value, f"Must be between {low} and {high}, inclusive.")
    return value


def _number(value: Any, where: str) -> float:
    try:
        return float("no" if isinstance(value, bool) else value)
    except (TypeError, ValueError) as error:
        raise _invalid(where, value, "Must be a number.") from error


def _matching(pattern: str, text: str, where: str) -> str:
    if not _compiled(pattern).fullmatch(text):
        raise _invalid(where, text, f"Must be a match of regex '{pattern}'")
    return text


@functools.cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)  # as Google's own library reads it


def _invalid(where: str, value: Any, why: str) -> errors.Invalid:
    return errors.Invalid(f"Invalid value for field '{where}': '{value}'. {why}")
