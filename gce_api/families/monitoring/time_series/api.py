"""Cloud Monitoring v3, as far as it is about what Compute Engine measures.

https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.timeSeries/list
"""

from __future__ import annotations

from typing import Any

from gce_api.families.monitoring.metrics import METRICS
from gce_api.families.monitoring.time_series import find
from gce_api.families.monitoring.time_series.plan import Parameters, plan_query
from gce_api.families.monitoring.time_series.show import to_answer, to_descriptor
from gce_api.families.shared.call import Services
from gce_api.lists import filter as filters
from gce_api.openstack.caller import Caller

Json = dict[str, Any]


def list_time_series(services: Services, caller: Caller, parameters: Parameters) -> Json:
    """``monitoring.projects.timeSeries.list``.

    :raises errors.GceError: the query is refused, or there is no telemetry.
    """
    query = plan_query(parameters)
    return to_answer(query, find.for_query(services, caller, query))


def list_metric_descriptors(caller: Caller, parameters: Parameters) -> Json:
    """``monitoring.projects.metricDescriptors.list``: there are few, so they are one page.

    :raises errors.Invalid: the filter is none.
    """
    text = (parameters.get("filter") or [""])[-1]
    condition = filters.parse_monitoring(text) if text.strip() else None
    found = [
        metric
        for metric in METRICS.values()
        if condition is None or condition.matches({"metric": {"type": metric.type}})
    ]
    return {"metricDescriptors": [to_descriptor(caller.project.id, each) for each in found]}
