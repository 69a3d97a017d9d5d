"""From verb and path to a method of the discovery document, with Werkzeug's router."""

from __future__ import annotations

import re

from werkzeug.exceptions import HTTPException
from werkzeug.exceptions import MethodNotAllowed as WrongVerb
from werkzeug.routing import Map, Rule

from gce_api import errors
from gce_api.discovery import SERVICE_PATH, Document, Method

_PLACEHOLDER = re.compile(r"\{(\+?)(\w+)\}")


class Router:
    """Finds the method and the path parameters of a request."""

    def __init__(self, document: Document) -> None:
        self._methods = document.methods
        rules = [
            Rule("/" + SERVICE_PATH + _template(method), methods=[method.verb], endpoint=method.id)
            for method in document.methods.values()
        ]
        self._map = Map(rules, strict_slashes=False, merge_slashes=False)

    def match(self, verb: str, path: str) -> tuple[Method, dict[str, str]]:
        """Return the method and its path parameters.

        :raises errors.NotFound: no method has this path.
        :raises errors.MethodNotAllowed: the path exists with other verbs.
        """
        try:
            method_id, parameters = self._map.bind("", "/").match(path, method=verb)
        except WrongVerb as error:
            raise errors.MethodNotAllowed(f"{verb} is not possible on {path}") from error
        except HTTPException as error:
            raise errors.NotFound(f"The path '{path}' is not part of this API") from error
        return self._methods[method_id], dict(parameters)


def _template(method: Method) -> str:
    return _PLACEHOLDER.sub(lambda m: f"<{'path:' if m[1] else ''}{m[2]}>", method.path)
