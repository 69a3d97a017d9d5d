"""Google's discovery document of compute v1, the source of every route and schema.

The document itself comes with google-api-python-client; nothing of it is kept here.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Any

SERVICE_PATH = "compute/v1/"


@dataclass(frozen=True)
class Method:
    """One method: ``compute.instances.list`` with its verb, path template and schemas.

    ``parameters`` maps a name to its JSON schema of the document (``location`` is ``path`` or
    ``query``); ``request`` and ``response`` are schema names, ``None`` where there is no body.
    """

    id: str
    verb: str
    path: str
    parameters: dict[str, dict[str, Any]]
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


class Document:
    """The parsed document with its methods and schemas by name."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.raw = raw
        self.schemas: dict[str, dict[str, Any]] = raw["schemas"]
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

    def restricted(self, method_ids: Collection[str], root_url: str) -> dict[str, Any]:
        """The raw document cut to ``method_ids``, served from ``root_url`` (ends with /)."""
        cut = dict(self.raw)
        cut.pop("mtlsRootUrl", None)
        cut.pop("endpoints", None)
        cut["rootUrl"] = root_url
        cut["baseUrl"] = root_url + SERVICE_PATH
        cut["resources"] = _restrict(self.raw["resources"], set(method_ids))
        return cut


def _walk(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from node.get("methods", {}).values()
    for child in node.get("resources", {}).values():
        yield from _walk(child)


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
    """The document, parsed once per process (40 ms)."""
    folder = resources.files("googleapiclient").joinpath("discovery_cache", "documents")
    return Document(json.loads(folder.joinpath("compute.v1.json").read_bytes()))
