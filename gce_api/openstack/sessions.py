"""keystoneauth's sessions, which tell each service for which request they call it, and count."""

from __future__ import annotations

import time
from typing import Any, cast

import requests
from keystoneauth1 import exceptions, loading, session
from oslo_config import cfg
from prometheus_client import Counter, Histogram

from gce_api.openstack import tracing

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
    """A session whose every call carries the id of the request that it is for."""

    def request(self, url: str, method: str, *rest: Any, **options: Any) -> requests.Response:
        # openstacksdk gives it as None
        options["global_request_id"] = options.get("global_request_id") or tracing.current()
        # Keystone is also asked by what has no catalogue yet
        service = (options.get("endpoint_filter") or {}).get("service_type") or "identity"
        began, status = time.perf_counter(), "none"
        try:
            response = super().request(url, method, *rest, **options)
            status = str(response.status_code)
            return response
        except exceptions.HttpError as error:
            status = str(error.http_status)
            raise
        finally:
            UPSTREAM.labels(service).observe(time.perf_counter() - began)
            ANSWERS.labels(service, status).inc()


class _Loader(loading.session.Session):
    @property
    def plugin_class(self) -> type[Session]:
        return Session


def load(conf: cfg.ConfigOpts, group: str, **options: Any) -> Session:
    """A session by the TLS and time-out settings of a group, as keystoneauth's own loader."""
    return cast(Session, _Loader().load_from_conf_options(conf, group, **options))
