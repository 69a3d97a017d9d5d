"""Google's discovery document of compute v1, the source of every route and schema.

The document itself comes with google-api-python-client; nothing of it is kept here.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

FILE = "compute.v1.json"
SERVICE_PATH = "compute/v1/"
Schema = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Method:
    """One method: ``compute.instances.list`` with its verb, path template and schemas.

    ``parameters`` maps a name to its JSON schema of the document (``location`` is ``path`` or
    ``query``); ``request`` and ``response`` are schema names, ``None`` where there is no body.
    """

    id: str
    verb: str
    path: str
    parameters: dict[str, Schema]
    request: str | None
    response: str | None

    @property
    def collection(self) -> str:
        """``instances`` for ``compute.instances.list``."""
        return self.id.split(".")[-2]

    @property
    def name(self) -> str:
        """``list`` for ``compute.instances.list``."""
        return self.id.rsplit(".", 1)[1]

    @property
    def is_read(self) -> bool:
        """Whether it changes nothing; a few questions are POSTs."""
        questions = ("get", "list", "test", "validate", "wait")
        return self.verb == "GET" or self.name.startswith(questions)

    @property
    def is_list(self) -> bool:
        """Whether it answers with pages of rows."""
        return "pageToken" in self.parameters


class Document:
    """The parsed document with its methods and schemas by name."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.raw = raw
        self.schemas: dict[str, Schema] = raw["schemas"]
        self.methods: dict[str, Method] = {
            entry["id"]: Method(
                id=entry["id"],
                verb=entry["httpMethod"],
                path=entry["path"],
                parameters=entry.get("parameters", {}),
                request=entry.get("request", {}).get("$ref"),
                response=entry.get("response", {}).get("$ref"),
            )
            for entry in _walk(raw)
        }

    def has_field(self, schema: str, path: Sequence[str]) -> bool:
        """Whether a resource can have ``("labels", "env")``; lists are seen through."""
        node = self.schemas[schema]
        for step in path:
            node = self._element(node)
            found = node.get("properties", {}).get(step) or node.get("additionalProperties")
            if found is None:
                return False
            node = found
        return True

    def _element(self, node: Schema) -> Schema:
        while "$ref" in node or node["type"] == "array":
            node = self.schemas[node["$ref"]] if "$ref" in node else node["items"]
        return node

    def restricted(self, method_ids: Collection[str], root_url: str) -> dict[str, Any]:
        """The raw document cut to ``method_ids``, served from ``root_url`` (ends with /)."""
        cut = dict(self.raw)
        cut.pop("mtlsRootUrl", None)
        cut.pop("endpoints", None)
        cut["rootUrl"] = root_url
        cut["baseUrl"] = root_url + SERVICE_PATH
        cut["resources"] = _restrict(self.raw["resources"], set(method_ids))
        cut["schemas"] = self._used_schemas(self.methods[name] for name in method_ids)
        return cut

    def _used_schemas(self, methods: Iterable[Method]) -> dict[str, Schema]:
        """The schemas that the methods need, directly or through others."""
        found: set[str] = set()
        waiting = {name for m in methods for name in (m.request, m.response) if name}
        while waiting:
            found |= waiting
            waiting = {ref for name in waiting for ref in _references(self.schemas[name])} - found
        return {name: schema for name, schema in self.schemas.items() if name in found}


def _walk(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from node.get("methods", {}).values()
    for child in node.get("resources", {}).values():
        yield from _walk(child)


def _references(schema: Schema) -> Iterator[str]:
    if "$ref" in schema:
        yield schema["$ref"]
    for key in ("items", "additionalProperties"):
        if key in schema:
            yield from _references(schema[key])
    for field in schema.get("properties", {}).values():
        yield from _references(field)


def _restrict(tree: dict[str, Any], keep: set[str]) -> dict[str, Any]:
    """The resource tree with only the methods of ``keep``; empty resources are left out."""
    out = {}
    for name, node in tree.items():
        methods = {k: m for k, m in node.get("methods", {}).items() if m["id"] in keep}
        children = _restrict(node.get("resources", {}), keep)
        cut = {k: v for k, v in (("methods", methods), ("resources", children)) if v}
        if cut:
            out[name] = cut
    return out


@functools.cache
def document() -> Document:
    """The document, parsed once per process (40 ms).

    A wheel has it; an editable installation takes it from google-api-python-client, as does the
    build of the wheel (``distributions/api``).
    """
    own = resources.files("gce_api.google").joinpath(FILE)
    if own.is_file():
        return Document(json.loads(own.read_bytes()))
    folder = resources.files("googleapiclient").joinpath("discovery_cache", "documents")
    return Document(json.loads(folder.joinpath(FILE).read_bytes()))
