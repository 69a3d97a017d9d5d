"""One request for a method of the discovery document: checked, authorised, handled, rendered."""

from __future__ import annotations

import re
from typing import Any

import orjson
from oslo_context.context import RequestContext
from werkzeug.wrappers import Request

from gce_api.families.shared import performing
from gce_api.families.shared.call import Services, type_of
from gce_api.google import coverage, errors, validation
from gce_api.google.discovery import Method, document
from gce_api.google.links import Links, root_of
from gce_api.google.registry import Handler
from gce_api.google.rendering import Renderer
from gce_api.openstack.caller import Caller
from gce_api.serving import loading
from gce_api.serving.routing import version_of


class Dispatcher:
    """Answers methods by the handlers that are registered for them."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._handlers = loading.load()
        self._renderer = Renderer(document())

    def answer(
        self, request: Request, method: Method, path: dict[str, str], context: RequestContext
    ) -> dict[str, Any]:
        """The JSON answer to a request; notes in ``context`` who asked.

        :raises errors.GceError: the request is refused, or a handler failed with one.
        """
        handler = self._handlers.get(method.id)
        if handler is None:
            raise _missing(method)
        caller = self._caller(handler, bearer(request), path)
        _note(context, caller)
        self._services.rates.request(caller)
        given = _json(request, method)
        self._services.policy.check(method.id, caller, _resource(method, path, given))
        call = type_of(method)(
            method=method,
            params=validation.parameters(method, path, request.args),
            patch=validation.body(document(), method, given),
            caller=caller,
            links=Links(
                root_of(self._services.conf, request) + version_of(request.path), caller.project.id
            ),
            services=self._services,
            request_id=context.request_id,
        )
        return self._renderer.render(method.response, performing.answer(call))

    def _caller(self, handler: Handler, token: str, path: dict[str, str]) -> Caller:
        """Who asks; the project in the path may be given by its number or UUID."""
        authenticator = self._services.authenticator
        try:
            caller = authenticator.caller(token, path["project"])
        except errors.NotFound:
            if not handler.public:
                raise
            return authenticator.visitor(token)
        path["project"] = caller.project.id
        return caller


def _missing(method: Method) -> errors.GceError:
    """The refusal of a method without a handler; says why where that will not change."""
    why = coverage.reason(method)
    return errors.NotImplementedMethod(
        f"Method '{method.id}' is not implemented here{': ' + why if why else ''}."
    )


def _note(context: RequestContext, caller: Caller) -> None:
    """Let the log say who it is about."""
    context.user_id, context.user_name = caller.access.user_id, caller.user
    context.project_id, context.project_name = caller.project.uuid, caller.project.id


def bearer(request: Request) -> str:
    """The token of the Authorization header (RFC 6750).

    :raises errors.Unauthorized: there is none.
    """
    found = re.fullmatch(r"Bearer\s+([!-~]+)", request.headers.get("Authorization", ""), re.I)
    if not found:
        raise errors.Unauthorized("Request is missing required authentication credentials.")
    return found[1]


def _json(request: Request, method: Method) -> Any:
    """The parsed body, ``None`` where there is none or the method takes none.

    :raises errors.Invalid: it is not JSON.
    """
    if method.request is None:
        return None  # some clients send junk where none is defined
    data = request.get_data()
    try:
        return orjson.loads(data) if data.strip() else None
    except orjson.JSONDecodeError as error:
        raise errors.Invalid(f"Parse Error: the body is not JSON: {error}") from error


def _resource(method: Method, path: dict[str, str], given: Any) -> str:
    """Path of what a call is about: of the resource, or of the collection for a list.

    :param given: the body, which is not checked yet: who may not call learns nothing of it.
    """
    place = method.path.replace("{+", "{").format_map(path)
    if method.name == "insert" and isinstance(given, dict):
        return f"{place}/{given.get('name') or ''}".rstrip("/")
    return place.removesuffix("/" + method.name)
