"""What every page may use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import orjson
from werkzeug.wrappers import Request, Response

from gce_api.families.shared.call import Services
from gce_api.google import errors
from gce_api.google.links import root_of
from gce_api.serving.readiness import Readiness


@dataclass(frozen=True)
class Site:
    """The services, and the application's own way to answer a request.

    ``respond`` takes a WSGI environment.
    """

    services: Services
    respond: Callable[[dict[str, Any]], Response]
    readiness: Readiness = field(default_factory=lambda: Readiness((), None))

    def root(self, request: Request) -> str:
        """The root URL that the client is given; ends with /."""
        return root_of(self.services.conf, request)


def json_object(request: Request) -> dict[str, Any]:
    """The JSON object of the body; an empty one where there is none.

    :raises errors.Invalid: it is something else.
    """
    data = request.get_data()
    try:
        found = orjson.loads(data) if data.strip() else {}
    except orjson.JSONDecodeError as error:
        raise errors.Invalid(f"Parse Error: the body is not JSON: {error}") from error
    if not isinstance(found, dict):
        raise errors.Invalid("The body is no JSON object.")
    return found
