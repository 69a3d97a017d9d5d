"""Requests that the discovery document allows, or nearly: strategies for hypothesis.

Most are right but for a field or two, as those get past the first checks; the others are made of
the document alone, or junk.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from gce_api.google.discovery import Method, document
from tests.api.contract import REGION, ZONE
from tests.api.serving import sound_bodies

DEPTH = 3  # of nested objects
A = sound_bodies.A
NAMES = ("fuzz-b", "default", "Not-A-Name", "9" * 19, "x" * 70, "-", "ä", "a b", "%2e%2e", "fuzz-m")
URLS = (
    f"zones/{ZONE}",
    f"zones/{ZONE}/machineTypes/e2-small",
    f"zones/{ZONE}/diskTypes/pd-ssd",
    sound_bodies.INSTANCE,
    sound_bodies.DISK,
    "global/networks/default",
    sound_bodies.NETWORK,
    sound_bodies.SUBNETWORK,
    f"regions/{REGION}/targetPools/{A}",
    sound_bodies.TEMPLATE,
    sound_bodies.IMAGE,
    f"global/snapshots/{A}",
    f"global/images/{A}",
    f"global/backendServices/{A}",
    f"global/healthChecks/{A}",
    f"zones/{ZONE}/instanceGroups/fuzz-m",
    "projects/demo/global/networks/default",
    "https://example.org/compute/v1/projects/x/zones/y/disks/z",
)
ADDRESSES = ("10.9.0.0/24", "10.9.0.7", "0.0.0.0/0", "10.9.0.255", "fd00::/64", "::1", "1.2.3.4/99")
TEXTS = (A, *NAMES, *URLS, *ADDRESSES, "", "tcp", "80", "1-70000", "nic0", "\x00", "🙂", "x" * 5000)
INTEGERS = (0, 1, 2, 10, 80, -1, 65536, 2**31 - 1, 2**31, 2**63 - 1, 2**63, -(2**63) - 1)
JUNK = (None, "", [], {}, 0, True, [[]], {"x": {}}, "x" * 5000)


@dataclass(frozen=True)
class Request:
    """What to send: path below ``compute/v1/``, query and JSON body."""

    path: dict[str, str]
    query: dict[str, str]
    body: Any


def requests_of(method: Method) -> st.SearchStrategy[Request]:
    """Requests of a method: mostly well formed, of names that are there or not."""
    family = method.collection.removeprefix("compute.")
    places = {"zone": (ZONE, "us-central1-z"), "region": (REGION, "nowhere")}
    path, query = {}, {}
    for name, schema in method.parameters.items():
        if name == "project":
            continue
        if schema["location"] == "path":
            good, *others = places.get(name, (sound_bodies.path_name(family), *NAMES))
            path[name] = _mostly(good, st.sampled_from(others))
        elif name in sound_bodies.QUERY:
            query[name] = _mostly(sound_bodies.QUERY[name], _text_of(schema))
        else:
            query[name] = _text_of(schema)
    required = {n: s for n, s in query.items() if method.parameters[n].get("required")}
    optional = {n: s for n, s in query.items() if n not in required}
    return st.builds(
        Request,
        st.fixed_dictionaries(path),
        st.builds(lambda a, b: {**a, **b}, st.fixed_dictionaries(required), _some_of(optional, 2)),
        _body(method) if method.request else st.none(),
    )


def _mostly(good: Any, others: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return _weighted((9, st.just(good)), (1, others))


def _weighted(*choices: tuple[int, st.SearchStrategy[Any]]) -> st.SearchStrategy[Any]:
    """One of the strategies, each as often as its weight says."""
    every = [strategy for weight, strategy in choices for _ in range(weight)]
    return st.integers(0, len(every) - 1).flatmap(every.__getitem__)


def _some_of(fields: dict[str, st.SearchStrategy[Any]], most: int) -> st.SearchStrategy[Any]:
    """A few of the fields: a request with all of them fails at the first that is wrong."""
    if not fields:
        return st.just({})
    return st.lists(st.sampled_from(sorted(fields)), max_size=most, unique=True).flatmap(
        lambda names: st.fixed_dictionaries({name: fields[name] for name in names})
    )


def _body(method: Method) -> st.SearchStrategy[Any]:
    schema = document().schemas[method.request]
    any_body = _object(schema, DEPTH)
    sound = sound_bodies.body_of(method.id.removeprefix("compute."))
    if sound is None:
        return _weighted((8, any_body), (1, st.sampled_from(JUNK)))
    nearly = _nearly(schema, sound)
    return _weighted((2, st.just(sound)), (7, nearly), (1, any_body), (1, st.sampled_from(JUNK)))


def _nearly(schema: dict[str, Any], sound: dict[str, Any]) -> st.SearchStrategy[Any]:
    """A sound body with another name at times, and up to two fields that are missing or odd."""
    places = list(_places(schema, sound))

    @st.composite
    def changed(draw):
        body = copy.deepcopy(sound)
        if "name" in sound:
            body["name"] = draw(st.sampled_from((sound["name"], "fuzz-b", "fuzz-c")))
        for _ in range(draw(st.sampled_from((1, 1, 2)))):
            where, field, of_field = draw(st.sampled_from(places))
            try:
                holder = _at(body, where)
                if draw(st.integers(0, 5)) == 0:
                    holder.pop(field, None)
                else:
                    holder[field] = draw(_value(of_field, DEPTH))
            except (KeyError, IndexError, TypeError, AttributeError):
                continue  # the first change took it away
        return body

    return changed()


def _at(body: Any, where: tuple[str | int, ...]) -> Any:
    for key in where:
        body = body[key]
    return body


def _places(schema: dict[str, Any], value: Any, where: tuple[str | int, ...] = ()) -> Any:
    """Every field that an object of a body has or could have: its holder's path, name, schema."""
    schema = document().schemas[schema["$ref"]] if "$ref" in schema else schema
    if isinstance(value, list):
        for index, element in enumerate(value):
            yield from _places(schema["items"], element, (*where, index))
    if not isinstance(value, dict):
        return
    for name, field in schema.get("properties", {}).items():
        yield where, name, field
        if name in value:
            yield from [(where, name, field)] * 3
            yield from _places(field, value[name], (*where, name))


def _text_of(schema: dict[str, Any]) -> st.SearchStrategy[str]:
    """A query parameter's value."""
    if "enum" in schema:
        return st.sampled_from([*schema["enum"], "NO_SUCH_VALUE"])
    if schema["type"] == "boolean":
        return st.sampled_from(("true", "false", "perhaps"))
    if schema["type"] == "integer":
        return st.sampled_from(INTEGERS).map(str)
    return st.sampled_from(TEXTS)


def _value(schema: dict[str, Any], depth: int) -> st.SearchStrategy[Any]:
    if "$ref" in schema:
        schema = document().schemas[schema["$ref"]]
    kind = schema["type"]
    if kind == "object":
        return _object(schema, depth - 1)
    if kind == "array":
        return st.lists(_value(schema["items"], depth), max_size=2)
    if "enum" in schema:
        return st.sampled_from([*schema["enum"][:6], "NO_SUCH_VALUE"])
    if kind == "boolean":
        return st.booleans()
    if kind in ("integer", "number") or schema.get("format") in ("int64", "uint64"):
        return st.sampled_from(INTEGERS)
    return st.sampled_from(TEXTS)


def _object(schema: dict[str, Any], depth: int) -> st.SearchStrategy[dict[str, Any]]:
    """A few of a schema's fields."""
    if depth <= 0:
        return st.just({})
    fields = schema.get("properties", {})
    if not fields and "additionalProperties" in schema:
        return st.dictionaries(st.sampled_from(TEXTS), st.sampled_from(TEXTS), max_size=2)
    found = {name: st.deferred(lambda s=field: _value(s, depth)) for name, field in fields.items()}
    return _some_of(found, 4)
