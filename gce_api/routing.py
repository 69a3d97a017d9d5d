"""From verb and path to a method of the discovery document, with Werkzeug's router."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from werkzeug.exceptions import HTTPException
from werkzeug.exceptions import MethodNotAllowed as WrongVerb
from werkzeug.routing import Map, Rule

from gce_api import errors
from gce_api.discovery import SERVICE_PATH, Document, Method

_PLACEHOLDER = re.compile(r"\{(\+?)(\w+)\}")
_OTHER_VERSIONS = re.compile(r"^/compute/(?:beta|alpha)/")


class Router:
    """Finds the method, or the page, and the path parameters of a request.

    A page is what is not in the document (``/healthcheck``): any object that stands for it, by
    verb and path. ``/compute/beta/`` and ``/compute/alpha/`` are taken for v1.
    """

    def __init__(self, document: Document, pages: Mapping[tuple[str, str], Any]) -> None:
        methods = (
            Rule("/" + SERVICE_PATH + _template(method), methods=[method.verb], endpoint=method)
            for method in document.methods.values()
        )
        others = (Rule(path, methods=[verb], endpoint=page) for (verb, path), page in pages.items())
        self._map = Map([*methods, *others], strict_slashes=False, merge_slashes=False)

    def match(self, verb: str, path: str) -> tuple[Method | Any, dict[str, str]]:
        """Return the method or page, and its path parameters.

        :raises errors.NotFound: nothing has this path.
        :raises errors.MethodNotAllowed: the path exists with other verbs.
        """
        known = _OTHER_VERSIONS.sub("/" + SERVICE_PATH, path)
        try:
            target, parameters = self._map.bind("", "/").match(known, method=verb)
        except WrongVerb as error:
            raise errors.MethodNotAllowed(
                f"{verb} is not possible on {path}", error.valid_methods or ()
            ) from error
        except HTTPException as error:
            raise errors.NotFound(f"The path '{path}' is not part of this API") from error
        return target, dict(parameters)


def version_of(path: str) -> str:
    """``compute/beta/`` for a path below it, so that links lead back to where the client came."""
    found = _OTHER_VERSIONS.match(path)
    return found[0][1:] if found else SERVICE_PATH


def _template(method: Method) -> str:
    return _PLACEHOLDER.sub(lambda m: f"<{'path:' if m[1] else ''}{m[2]}>", method.path)
