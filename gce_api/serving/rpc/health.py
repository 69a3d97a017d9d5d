"""``/`` and ``/healthcheck``: what this is and whether it works, for anybody to see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
import sqlalchemy
from oslo_log import log
from werkzeug.wrappers import Request, Response

from gce_api import __version__
from gce_api.database.connection import Database
from gce_api.google.registry import HANDLERS
from gce_api.openstack.parallel import gather
from gce_api.serving.rpc.site import Site

LOG = log.getLogger(__name__)

Json = dict[str, Any]


def root(site: Site, request: Request) -> Json:
    """A short answer for those who open the address in a browser."""
    url = site.root(request)
    return {
        "name": "Compute Engine API on OpenStack",
        "version": version(),
        "compute": url + "compute/v1/",
        "discovery": url + "discovery/v1/apis/compute/v1/rest",
        "health": url + "healthcheck",
    }


def check(site: Site, request: Request) -> Response:
    """Version, number of methods, and whether Keystone and the database answer and the endpoint's
    own user can log in; else 503.

    Remembered for five seconds, as anybody may ask.
    """
    with site.lock:
        if "health" not in site.memory:
            site.memory["health"] = _ask(site)
        found = site.memory["health"]
    return Response(
        orjson.dumps(found, option=orjson.OPT_INDENT_2),
        200 if found["status"] == "OK" else 503,
        content_type="application/json; charset=UTF-8",
    )


def version() -> str:
    """The version of this endpoint."""
    return __version__


def _ask(site: Site) -> Json:
    services = site.services
    checks = {
        "keystone": services.authenticator.ping,
        "own user": services.authenticator.log_in_oneself,
        "database": lambda: _ping(services.database),
    }
    results = gather(*(lambda ask=ask: _is_fine(ask) for ask in checks.values()))
    fine = dict(zip(checks, results, strict=True))
    return {
        "status": "OK" if all(fine.values()) else "FAILED",
        "version": version(),
        "methods": len(HANDLERS),
        "checks": {name: "OK" if is_fine else "FAILED" for name, is_fine in fine.items()},
    }


def _ping(database: Database) -> None:
    with database.reader() as session:
        session.execute(sqlalchemy.text("SELECT 1"))


def _is_fine(ask: Callable[[], None]) -> bool:
    try:
        ask()
    except Exception as error:
        LOG.warning("Health check: %s", error)
        return False
    return True
