"""Taking a body: what cannot be done or kept is refused, before anything is planned.

Left out in silence, it would be missed later: a disk without the key that was to encrypt it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gce_api.google import errors, inputs
from gce_api.google.discovery import Method, Schema, document

Json = dict[str, Any]
Present = Callable[[], Json]  # what the body is to change, as GCE shows it
Path = tuple[str | int, ...]


def accept(method: Method, body: Json, present: Present = dict) -> Json:
    """The part of a validated body that is done or kept, with its nulls, and what says nothing.

    What asks for what is the case anyway passes, as tools send back what they have read.

    :raises errors.Unsupported: it asks for something else.
    """
    if method.request is None:
        return body
    return _Walk(method, present).object(method.request, body, ())


def says_something(value: Any) -> bool:
    """Whether a field is more than what some clients send for one that is not set."""
    if isinstance(value, dict):
        return any(map(says_something, value.values()))
    if isinstance(value, list):
        return any(map(says_something, value))
    return bool(value) and not (isinstance(value, str) and "UNSPECIFIED" in value)


def is_same(given: Any, shown: Any) -> bool:
    """Whether a value asks for what is shown: URLs may be partial, numbers texts."""
    if isinstance(given, dict):
        has = shown if isinstance(shown, dict) else {}
        return all(is_same(v, has.get(name)) for name, v in given.items() if says_something(v))
    if isinstance(given, list):
        has_all = isinstance(shown, list) and len(shown) == len(given)
        return has_all and all(map(is_same, given, shown))
    one, other = str(given), str(shown)
    return one == other or ("/" in one and other.endswith(f"/{one.lstrip('/')}"))


class _Walk:
    """Goes through one body along the document."""

    def __init__(self, method: Method, present: Present) -> None:
        self._method = method
        self._present = present

    def object(self, schema: str, value: Json, path: Path) -> Json:
        taken: Json = {}
        for name, field in value.items():
            fate, where = inputs.fate(schema, name, self._method), (*path, name)
            if fate.kind == inputs.DONE:
                of = inputs.fields_of(schema)[name]
                taken[name] = self._within(f"{schema}.{name}", of, field, where)
            elif fate.kind == inputs.KEPT or _passes(field, fate):
                taken[name] = field
            elif fate.kind == inputs.REFUSED and not self._is_there(field, where):
                raise _refusal(field, where, fate.why)
        return taken

    def _within(self, called: str, schema: Schema, value: Any, path: Path) -> Any:
        if "$ref" in schema:
            called, schema = schema["$ref"], document().schemas[schema["$ref"]]
        if isinstance(value, list):
            items = schema.get("items", {})
            return [self._within(called, items, each, (*path, n)) for n, each in enumerate(value)]
        if not isinstance(value, dict):
            return value
        if isinstance(of_all := schema.get("additionalProperties"), dict):
            return {
                key: self._within(called, of_all, each, (*path, key)) for key, each in value.items()
            }
        return self.object(called, value, path) if "properties" in schema else value

    def _is_there(self, value: Any, path: Path) -> bool:
        """Whether a value is what is shown of the resource that is to be changed."""
        shown: Any = self._present()
        for step in path:
            shown = _step(shown, step)
        return says_something(shown) and is_same(value, shown)


def _passes(value: Any, fate: inputs.Fate) -> bool:
    """Whether a field that is refused says nothing, or what is the case anyway."""
    if fate.kind != inputs.REFUSED:
        return False
    return not says_something(value) or str(value) in fate.passing


def _step(shown: Any, step: str | int) -> Any:
    if isinstance(shown, dict):
        return shown.get(str(step))
    if isinstance(shown, list) and isinstance(step, int) and step < len(shown):
        return shown[step]
    return None


def _refusal(value: Any, path: Path, why: str) -> errors.Unsupported:
    said = "" if isinstance(value, dict | list) else f"'{value}'. "
    return errors.Unsupported(f"Invalid value for field '{_text(path)}': {said}{why}")


def _text(path: Path) -> str:
    """``resource.disks[0].mode``."""
    return "resource" + "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in path)
