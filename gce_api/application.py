"""The WSGI application: from a request to a handler and back."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable
from typing import Any

import orjson
from oslo_log import log
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Request, Response

from gce_api import errors, lists, registry
from gce_api.call import Call, Services
from gce_api.discovery import SERVICE_PATH, document
from gce_api.links import Links
from gce_api.openstack import failures
from gce_api.routing import Router

LOG = log.getLogger(__name__)


class Application:
    """Serves compute v1 below ``/compute/v1/`` of any host."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._router = Router(document())
        self._handlers = registry.load()

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        request = Request(environ)
        request_id = f"req-{uuid.uuid4()}"
        try:
            status, body = 200, self.handle(request, request_id)
        except errors.GceError as error:
            status, body = error.code, error.body()
        response = Response(
            orjson.dumps(body, option=orjson.OPT_INDENT_2),
            status,
            content_type="application/json; charset=UTF-8",
            headers={"X-Openstack-Request-Id": request_id},
        )
        return response(environ, start_response)

    def handle(self, request: Request, request_id: str) -> dict[str, Any]:
        """Answer one request; every failure comes out as a :class:`errors.GceError`."""
        try:
            return self._answer(request, request_id)
        except errors.GceError:
            raise
        except HTTPException as error:
            raise errors.Invalid(error.description or error.name) from error
        except Exception as error:
            translated = failures.translate(error)
            if translated is None:
                LOG.exception("Request %s failed", request_id)
                raise errors.GceError(f"Internal error. Request id: {request_id}") from error
            LOG.info("Request %s: OpenStack answered: %s", request_id, error)
            raise translated from error

    def _answer(self, request: Request, request_id: str) -> dict[str, Any]:
        method, params = self._router.match(request.method, request.path)
        token = _bearer(request)
        caller = self._services.authenticator.caller(token, params["project"])
        handler = self._handlers.get(method.id)
        if handler is None:
            raise errors.NotImplementedMethod(f"Method '{method.id}' is not implemented here.")
        call = Call(
            method=method,
            params={**request.args, **params},
            body=request.get_json(silent=True) or {},
            caller=caller,
            links=Links(request.host_url + SERVICE_PATH, caller.project.id),
            services=self._services,
            request_id=request_id,
        )
        if lists.is_list(call):
            return lists.answer(call, handler)
        return self._services.operations.repeated(call) or handler.function(call)


def _bearer(request: Request) -> str:
    """The token of the Authorization header (RFC 6750).

    :raises errors.Unauthorized: there is none.
    """
    found = re.fullmatch(r"Bearer\s+(\S+)", request.headers.get("Authorization", ""), re.I)
    if not found:
        raise errors.Unauthorized("Request is missing required authentication credentials.")
    return found[1]
