"""The WSGI application: from a request to an answer, whatever happens."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote

import orjson
from oslo_log import log
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Request, Response

from gce_api.database import outage
from gce_api.families.shared.call import Services
from gce_api.google import errors, fields
from gce_api.google.discovery import Method, document
from gce_api.openstack import failures, tracing
from gce_api.serving import metrics
from gce_api.serving.dispatch import Dispatcher, bearer
from gce_api.serving.readiness import Readiness, checks
from gce_api.serving.routing import Router, is_api_path
from gce_api.serving.rpc import PAGES, Site

LOG = log.getLogger(__name__)
RETRY_AFTER = "5"  # seconds; what is away is seldom back sooner
ACCESS = log.getLogger("gce_api.access")


class Application:
    """Serves compute v1 below ``/compute/v1/`` of any host, and the pages around it."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._router = Router(document(), PAGES)
        self._dispatcher = Dispatcher(services)
        hops = services.conf.api.trusted_proxies
        self._behind_proxies = (
            ProxyFix(self._respond, hops, hops, hops, hops, hops) if hops else self._respond
        )
        self._site = Site(
            services,
            self.respond,
            Readiness(checks(services), services.conf.healthcheck.disable_by_file_path),
        )

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        return self._behind_proxies(environ, start_response)

    def _respond(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        return self.respond(environ)(environ, start_response)

    def respond(self, environ: dict[str, Any]) -> Response:
        """The response to one request; failures come in Google's shape, with a request id."""
        exchange = _Exchange(Request(environ))
        exchange.request.max_content_length = self._services.conf.api.max_body
        try:
            response = self._answer(exchange)
        except errors.GceError as error:
            response = _failure(error)
        except HTTPException as error:
            response = _failure(_from_werkzeug(error))
        except Exception as error:
            response = _failure(_from_upstream(error, exchange.context.request_id))
        if response.status_code == 401:
            self._forget(exchange.request)
        response.headers[tracing.HEADER] = exchange.context.request_id
        exchange.note(response.status_code)
        return response

    def _answer(self, exchange: _Exchange) -> Response:
        request = exchange.request
        if request.method == "OPTIONS":
            return self._options(request)
        if is_api_path(request.path):
            # before anything else is looked at: a stranger learns nothing, not even what is there
            self._services.authenticator.check(bearer(request))
        selection = fields.parse(request.args["fields"]) if request.args.get("fields") else {}
        target, path = self._router.match(request.method, request.path)
        if isinstance(target, Method):
            exchange.label = target.id
            answer = self._dispatcher.answer(request, target, path, exchange.context)
        else:
            exchange.label = target.__name__
            answer = target(self._site, request, **path)
        if isinstance(answer, Response):
            return answer
        return _json(fields.select(selection, answer), pretty=_is_pretty(request))

    def _options(self, request: Request) -> Response:
        """The verbs of a path (RFC 9110, 9.3.7)."""
        try:
            self._router.match("OPTIONS", request.path)
        except errors.MethodNotAllowed as error:
            return Response(status=204, headers={"Allow": ", ".join([*error.allowed, "OPTIONS"])})
        return Response(status=204)

    def _forget(self, request: Request) -> None:
        """Check a token anew that Keystone, or a service behind us, has just refused."""
        try:
            self._services.authenticator.forget(bearer(request))
        except errors.Unauthorized:
            return


class _Exchange:
    """One request on its way, and what the log says of it."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.context = tracing.begin(request.headers.get(tracing.HEADER))
        self.label = "-"
        self._started = time.perf_counter()

    def note(self, status: int) -> None:
        """Count the request, and log a line of it; no query, as that may hold a token."""
        seconds = time.perf_counter() - self._started
        metrics.REQUESTS.labels(self.label, status).inc()
        metrics.DURATIONS.labels(self.label).observe(seconds)
        ACCESS.info(
            "%s %s %s %s project=%s user=%s status=%d ms=%.0f",
            self.request.remote_addr or "-",
            self.request.method,
            quote(self.request.path),
            self.label,
            self.context.project_name or "-",
            self.context.user_name or "-",
            status,
            seconds * 1000,
        )


def _from_werkzeug(error: HTTPException) -> errors.GceError:
    if isinstance(error, RequestEntityTooLarge):
        return errors.TooLarge("The request is too large.")
    return errors.Invalid(error.description or error.name)


def _from_upstream(error: Exception, request_id: str) -> errors.GceError:
    translated = failures.translate(error)
    if translated is None:
        LOG.exception("The request failed")
        return errors.GceError(f"Internal error. Request id: {request_id}")
    if not outage.is_away(error):
        LOG.info("OpenStack answered: %s", error)
    return translated


def _failure(error: errors.GceError) -> Response:
    response = _json(error.body(), status=error.code)
    if isinstance(error, errors.Unauthorized):
        response.headers["WWW-Authenticate"] = 'Bearer realm="OpenStack"'
    if isinstance(error, errors.TooMany):
        response.headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, errors.Unavailable):
        response.headers["Retry-After"] = RETRY_AFTER
    if isinstance(error, errors.MethodNotAllowed):
        response.headers["Allow"] = ", ".join(error.allowed)
    return response


def _json(body: Any, *, status: int = 200, pretty: bool = True) -> Response:
    return Response(
        orjson.dumps(body, option=orjson.OPT_INDENT_2 if pretty else None),
        status,
        content_type="application/json; charset=UTF-8",
    )


def _is_pretty(request: Request) -> bool:
    return request.args.get("prettyPrint", "true").lower() != "false"
