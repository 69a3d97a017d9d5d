"""keystoneauth's sessions, which tell each service for which request they call it, and count."""

from __future__ import annotations

import time
from typing import Any, cast
from urllib.parse import urlsplit

import requests
from keystoneauth1 import exceptions, loading, session
from oslo_config import cfg
from prometheus_client import Counter, Histogram

from gce_api.openstack import tracing
from gce_api.openstack.gates import GATES

UNANSWERED = "none"
UPSTREAM = Histogram(
    "gce_api_upstream_seconds",
    "Time that OpenStack's services take to answer",
    ["service"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60),
)
ANSWERS = Counter(
    "gce_api_upstream_requests",
    "Requests to OpenStack's services by the status of the answer, or `none`",
    ["service", "status"],
)


class Session(session.Session):
    """A session whose every call carries the id of the request that it is for, and goes through
    its service's gate.

    :raises errors.Unavailable: besides keystoneauth's errors, where the service hangs.
    """

    def request(self, url: str, method: str, *rest: Any, **options: Any) -> requests.Response:
        # openstacksdk gives it as None
        options["global_request_id"] = options.get("global_request_id") or tracing.current()
        service, place = _service(url, options.get("endpoint_filter") or {})
        began, status = time.perf_counter(), UNANSWERED
        try:
            with GATES[service, place].passage() as through:
                try:
                    response = super().request(url, method, *rest, **options)
                except exceptions.HttpError as error:
                    status = str(error.http_status)
                    raise
                else:
                    status = str(response.status_code)
                    return response
                finally:
                    through.is_answered = status != UNANSWERED
        finally:
            UPSTREAM.labels(service).observe(time.perf_counter() - began)
            ANSWERS.labels(service, status).inc()


def _service(url: str, wanted: dict[str, Any]) -> tuple[str, str]:
    """The type of the service that a call is for, and where it is.

    keystoneauth asks for tokens, and for a service's versions, by URLs alone.
    """
    if "service_type" in wanted:
        return wanted["service_type"], wanted.get("region_name") or ""
    parts = urlsplit(url)
    kind = "identity" if "/auth/tokens" in parts.path else "discovery"
    return kind, parts.netloc + "/".join(parts.path.split("/")[:2])


class _Loader(loading.session.Session):
    @property
    def plugin_class(self) -> type[Session]:
        return Session


def load(conf: cfg.ConfigOpts, group: str, **options: Any) -> Session:
    """A session by the TLS and time-out settings of a group, as keystoneauth's own loader."""
    return cast(Session, _Loader().load_from_conf_options(conf, group, **options))
