"""From verb and path to a method of the discovery document.

A tree of path segments: general routers take a second of start-up to prepare for a thousand
routes, and to build URLs that nobody asks them for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gce_api.google import errors
from gce_api.google.discovery import SERVICE_PATH, Document, Method

_PLACEHOLDER = re.compile(r"\{(\+?)(\w+)\}")
_OTHER_VERSIONS = re.compile(r"^/compute/(?:beta|alpha)/")


@dataclass
class _Node:
    """A segment of paths: what may follow, and what ends here.

    ``one`` follows where the next segment is a parameter, ``several`` where it is one that may
    hold slashes (``{+parent}``). ``targets`` has by verb the target and its parameters' names.
    """

    literals: dict[str, _Node] = field(default_factory=dict)
    one: _Node | None = None
    several: _Node | None = None
    targets: dict[str, tuple[Any, Sequence[str]]] = field(default_factory=dict)

    def add(self, segments: Sequence[str]) -> _Node:
        """The node at the end of a template, made where it is missing."""
        node = self
        for segment in segments:
            placeholder = _PLACEHOLDER.fullmatch(segment)
            if not placeholder:
                node = node.literals.setdefault(segment, _Node())
            elif placeholder[1]:
                node.several = node.several or _Node()
                node = node.several
            else:
                node.one = node.one or _Node()
                node = node.one
        return node

    def find(self, segments: Sequence[str], values: tuple[str, ...] = ()) -> Iterator[_Found]:
        """The nodes at the end of a path with its parameters' values, literal ones first."""
        if not segments:
            yield self, values
            return
        head, rest = segments[0], segments[1:]
        if head in self.literals:
            yield from self.literals[head].find(rest, values)
        if self.one and head:
            yield from self.one.find(rest, (*values, head))
        if self.several:
            for end in range(1, len(segments)):
                value = "/".join(segments[:end])
                yield from self.several.find(segments[end:], (*values, value))


_Found = tuple[_Node, tuple[str, ...]]


class Router:
    """Finds the method, or the page, and the path parameters of a request.

    A page is what is not in the document (``/healthcheck``): any object that stands for it, by
    verb and path. ``/compute/beta/`` and ``/compute/alpha/`` are taken for v1.
    """

    def __init__(self, document: Document, pages: Mapping[tuple[str, str], Any]) -> None:
        self._root = _Node()
        for method in document.methods.values():
            self._add(method.verb, "/" + SERVICE_PATH + method.path, method)
        for (verb, path), page in pages.items():
            self._add(verb, path, page)

    def match(self, verb: str, path: str) -> tuple[Method | Any, dict[str, str]]:
        """Return the method or page, and its path parameters; HEAD is a GET.

        :raises errors.NotFound: nothing has this path.
        :raises errors.MethodNotAllowed: the path exists with other verbs.
        """
        allowed: set[str] = set()
        for node, values in self._root.find(
            _segments(_OTHER_VERSIONS.sub("/" + SERVICE_PATH, path))
        ):
            found = node.targets.get("GET" if verb == "HEAD" else verb)
            if found:
                return found[0], dict(zip(found[1], values, strict=True))
            allowed |= node.targets.keys()
        if not allowed:
            raise errors.NotFound(f"The path '{path}' is not part of this API")
        allowed |= {"HEAD"} if "GET" in allowed else set()
        raise errors.MethodNotAllowed(f"{verb} is not possible on {path}", allowed)

    def _add(self, verb: str, template: str, target: Any) -> None:
        names = [name for _, name in _PLACEHOLDER.findall(template)]
        self._root.add(_segments(template)).targets[verb] = (target, names)


def is_api_path(path: str) -> bool:
    """Whether a path is below compute v1, whether or not a method has it."""
    return _OTHER_VERSIONS.sub("/" + SERVICE_PATH, path).startswith("/" + SERVICE_PATH)


def version_of(path: str) -> str:
    """``compute/beta/`` for a path below it, so that links lead back to where the client came."""
    found = _OTHER_VERSIONS.match(path)
    return found[0][1:] if found else SERVICE_PATH


def _segments(path: str) -> list[str]:
    """The segments of a path; a slash at the end does not matter."""
    return path.strip("/").split("/")
