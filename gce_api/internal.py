"""Calling a method of the API from within: from a handler, or from a job in the background."""

from __future__ import annotations

import dataclasses
from typing import Any

from gce_api import registry, validation
from gce_api.auth.keystone import Caller
from gce_api.call import Call, Services
from gce_api.discovery import SERVICE_PATH, document
from gce_api.links import Links

Json = dict[str, Any]


def perform(
    services: Services, caller: Caller, method_id: str, params: Json, body: Json | None = None
) -> Json:
    """Call a method that is no list, without a request; returns what its handler does.

    :param params: path and query parameters, but for ``project``.
    :raises errors.GceError: it is refused.
    """
    root = str(services.conf.api.public_url or "http://localhost").rstrip("/")
    method = document().methods[method_id]
    return _answer(
        Call(
            method=method,
            params={"project": caller.project.id, **params},
            patch=validation.body(document(), method, body),
            caller=caller,
            links=Links(f"{root}/{SERVICE_PATH}", caller.project.id),
            services=services,
        )
    )


def perform_too(call: Call, method_id: str, params: Json, body: Json | None = None) -> Json:
    """The same within a request, for its caller and with its links."""
    method = document().methods[method_id]
    return _answer(
        dataclasses.replace(
            call,
            method=method,
            params={"project": call.params["project"], **params},
            patch=validation.body(document(), method, body),
            page=None,
        )
    )


def _answer(call: Call) -> Json:
    again = call.services.operations.repeated(call)
    found: Json = again or registry.HANDLERS[call.method.id].function(call)
    return found
