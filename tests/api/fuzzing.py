"""Requests that the discovery document allows, or nearly: strategies for hypothesis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from gce_api.discovery import Method, document

DEPTH = 3  # of nested objects
NAMES = ("fuzz-a", "fuzz-b", "default", "Not-A-Name", "9" * 19, "x" * 70, "-", "ä", "a b", "%2e%2e")
URLS = (
    "zones/us-central1-a",
    "zones/us-central1-a/machineTypes/e2-small",
    "zones/us-central1-a/diskTypes/pd-ssd",
    "zones/us-central1-a/instances/fuzz-a",
    "zones/us-central1-a/disks/fuzz-a",
    "global/networks/default",
    "global/networks/fuzz-a",
    "regions/us-central1/subnetworks/fuzz-a",
    "regions/us-central1/targetPools/fuzz-a",
    "global/instanceTemplates/fuzz-a",
    "projects/debian-cloud/global/images/family/debian-13",
    "projects/demo/global/networks/default",
    "https://example.org/compute/v1/projects/x/zones/y/disks/z",
)
TEXTS = (*NAMES, *URLS, "", "10.9.0.0/24", "10.9.0.7", "tcp", "80", "1-70000", "nic0", "\x00", "🙂")
INTEGERS = (0, 1, -1, 10, 80, 65536, 2**31 - 1, 2**31, 2**63 - 1, 2**63, -(2**63) - 1)
JUNK = (None, "", [], {}, 0, True, [[]], {"x": {}}, "x" * 5000)


@dataclass(frozen=True)
class Request:
    """What to send: path below ``compute/v1/``, query and JSON body."""

    path: dict[str, str]
    query: dict[str, str]
    body: Any


def requests_of(method: Method) -> st.SearchStrategy[Request]:
    """Requests of a method: mostly well formed, of names that are there or not."""
    places = {"zone": ("us-central1-a", "us-central1-z"), "region": ("us-central1", "nowhere")}
    path, query = {}, {}
    for name, schema in method.parameters.items():
        if name == "project":
            continue
        if schema["location"] == "path":
            path[name] = st.sampled_from(places.get(name, NAMES))
        else:
            query[name] = _text_of(schema)
    required = {n: s for n, s in query.items() if method.parameters[n].get("required")}
    optional = {n: s for n, s in query.items() if n not in required}
    body = _body(method.request) if method.request else st.none()
    return st.builds(
        Request,
        st.fixed_dictionaries(path),
        st.fixed_dictionaries(required, optional=optional),
        body,
    )


def _body(schema: str) -> st.SearchStrategy[Any]:
    good = _object(document().schemas[schema], DEPTH)
    return st.one_of(good, good, good, good, st.sampled_from(JUNK))


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
    """Some of a schema's fields; its name, where it has one, is often a good one."""
    if depth <= 0:
        return st.just({})
    fields = schema.get("properties", {})
    if not fields and "additionalProperties" in schema:
        return st.dictionaries(st.sampled_from(TEXTS), st.sampled_from(TEXTS), max_size=2)
    found = {name: st.deferred(lambda s=field: _value(s, depth)) for name, field in fields.items()}
    if "name" in found:
        found["name"] = st.sampled_from(("fuzz-a", "fuzz-b", *TEXTS))
    return st.fixed_dictionaries({}, optional=found)
