"""``/``, ``/healthcheck`` and ``/healthcheck/ready``: what this is and how it does, for anybody."""

from __future__ import annotations

from typing import Any

import orjson
from werkzeug.wrappers import Request, Response

from gce_api import __version__
from gce_api.google.registry import HANDLERS
from gce_api.serving.readiness import Readiness
from gce_api.serving.rpc.site import Site

Json = dict[str, Any]


def root(site: Site, request: Request) -> Json:
    """A short answer for those who open the address in a browser."""
    url = site.root(request)
    return {
        "name": "Compute Engine API on OpenStack",
        "version": version(),
        "compute": url + "compute/v1/",
        "discovery": url + "discovery/v1/apis/compute/v1/rest",
        "health": url + "healthcheck/ready",
    }


def alive(site: Site, request: Request) -> Json:
    """That this process answers, its version and the number of its methods; asks nobody else."""
    return {"status": "OK", "version": version(), "methods": len(HANDLERS)}


def ready(site: Site, request: Request) -> Response:
    """Whether all that this process needs works, and for what does not, the reason; else 503."""
    found = _found(site.readiness)
    return Response(
        orjson.dumps(found, option=orjson.OPT_INDENT_2),
        200 if found["status"] == "OK" else 503,
        content_type="application/json; charset=UTF-8",
    )


def _found(readiness: Readiness) -> Json:
    about = {"version": version(), "methods": len(HANDLERS)}
    if readiness.is_disabled:
        return {"status": "DISABLED", **about}
    reasons = readiness.reasons()
    return {
        "status": "FAILED" if any(reasons.values()) else "OK",
        **about,
        "checks": {name: "FAILED" if reason else "OK" for name, reason in reasons.items()},
        "reasons": {name: reason for name, reason in reasons.items() if reason},
    }


def version() -> str:
    """The version of this endpoint."""
    return __version__
