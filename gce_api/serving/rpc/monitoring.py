"""Cloud Monitoring v3: metrics and time series of a project."""

from __future__ import annotations

from typing import Any

from werkzeug.wrappers import Request

from gce_api.families.monitoring.time_series import api
from gce_api.openstack.caller import Caller
from gce_api.serving.dispatch import bearer
from gce_api.serving.rpc.site import Site

Json = dict[str, Any]


def list_time_series(site: Site, request: Request, project: str) -> Json:
    """``GET /v3/projects/P/timeSeries``.

    :raises errors.NotFound: no such project, as far as this user may know.
    """
    caller = _caller(site, request, project, "monitoring.timeSeries.list")
    return api.list_time_series(site.services, caller, request.args.to_dict(flat=False))


def list_metric_descriptors(site: Site, request: Request, project: str) -> Json:
    """``GET /v3/projects/P/metricDescriptors``."""
    caller = _caller(site, request, project, "monitoring.metricDescriptors.list")
    return api.list_metric_descriptors(caller, request.args.to_dict(flat=False))


def _caller(site: Site, request: Request, project: str, permission: str) -> Caller:
    """Who asks, if they may."""
    caller = site.services.authenticator.caller(bearer(request), project)
    site.services.policy.check(permission, caller, f"projects/{caller.project.id}")
    return caller
