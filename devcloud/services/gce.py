"""The GCE endpoint."""

from __future__ import annotations

import importlib.util
import sys

from devcloud.layout import Cloud, Service
from devcloud.services import serving

# one is held by a client that waits for an operation, and by one whose service hangs
THREADS = 64


def run(cloud: Cloud, service: Service) -> None:
    from gce_api import wsgi

    conf = str(cloud.etc(service) / "gce-api.conf")
    _sync_database(conf)
    serving.serve(_as_google(wsgi.make_application([conf])), service.port, THREADS)


def _as_google(application):
    """Requests for Google's names, which only ``devcloud run`` brings here, came by https; and
    resources are called by one of these names, whichever was used."""

    def answer(environ, start_response):
        if environ.get("HTTP_HOST", "").endswith(".googleapis.com"):
            environ |= {"wsgi.url_scheme": "https", "HTTP_HOST": "www.googleapis.com"}
        return application(environ, start_response)

    return answer


def _sync_database(conf: str) -> None:
    """As ``gce-api db sync`` does, without another interpreter to start."""
    if importlib.util.find_spec("gce_api.database") is None:
        return
    from gce_api import cli

    sys.argv = ["gce-api", "--config-file", conf, "db", "sync"]
    try:
        cli.main()
    except SystemExit as end:
        if end.code:
            raise
