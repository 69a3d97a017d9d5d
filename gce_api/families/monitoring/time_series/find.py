"""Where time series come from: Gnocchi for instances, what is kept for instance groups."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from gce_api.database import resources
from gce_api.database.references import MANAGERS
from gce_api.families.groups.managers.sizes import HISTORY
from gce_api.families.monitoring.metrics import CPU, GROUP, Metric
from gce_api.families.monitoring.time_series import spans
from gce_api.families.monitoring.time_series.plan import Query, conjuncts
from gce_api.families.monitoring.time_series.spans import Span
from gce_api.families.shared.call import Services
from gce_api.google import errors
from gce_api.google.names import gce_names, numeric_id
from gce_api.openstack import places, servers, telemetry
from gce_api.openstack.caller import Caller
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.identity import number
from gce_api.openstack.parallel import map_regions
from gce_api.openstack.rows import Row

Labels = dict[str, str]
BEFORE = 3600.0  # seconds before the interval in which a counter may have been looked at last
SAMPLES = 60.0  # seconds between the points of what is known at any moment


@dataclass(frozen=True)
class Series:
    """What was measured of one thing, in order; ``metric`` and ``resource``: the labels of both."""

    metric: Labels
    resource: Labels
    spans: list[Span]


def for_query(services: Services, caller: Caller, query: Query) -> list[Series]:
    """The series that a query is about, in its interval, not aligned yet.

    :raises errors.Unsupported: there is no telemetry to ask.
    """
    if query.metric.resource == GROUP:
        found = _of_groups(services, caller)
    else:
        clouds = _measuring(services, caller)
        parts = map_regions(lambda cloud: list(_of_instances(cloud, query)), clouds)
        found = itertools.chain.from_iterable(parts)
    matching = (each for each in found if query.condition.matches(row(query.metric, each, caller)))
    return [replace(each, spans=part) for each in matching if (part := _in_interval(each, query))]


def _in_interval(series: Series, query: Query) -> list[Span]:
    """What is known of a series in the interval; what is known of any moment, once a minute."""
    found = spans.clipped(series.spans, query.start, query.end)
    always = query.metric.meter is None and not query.aligner
    return spans.sampled(found, SAMPLES) if always else found


def row(metric: Metric, series: Series, caller: Caller) -> dict[str, object]:
    """A series as a filter sees it: labels go by either of Google's names for them."""
    return {
        "metric": {"type": metric.type, "labels": series.metric, "label": series.metric},
        "resource": {
            "type": metric.resource,
            "labels": series.resource,
            "label": series.resource,
        },
        "project": caller.project.id,
    }


def _measuring(services: Services, caller: Caller) -> list[Cloud]:
    """The regions that measure.

    :raises errors.Unsupported: none does.
    """
    every = [services.clouds.get(caller, name) for name in services.clouds.regions(caller)]
    found = [cloud for cloud in every if cloud.has_metrics]
    if services.conf.autoscaling.telemetry == "none" or not found:
        raise errors.Unsupported(
            "Instances are not measured here: the cloud has no telemetry, or the endpoint is not "
            "configured to read it."
        )
    return found


def _of_groups(services: Services, caller: Caller) -> Iterator[Series]:
    """The size of each managed group that there is, since that is written down."""
    now = datetime.now(UTC).timestamp()
    with services.database.reader() as session:
        rows = list(resources.listed(session, caller.project.uuid, MANAGERS))
    for group in rows:
        labels = {
            "project_id": caller.project.id,
            "instance_group_id": numeric_id(group.id),
            "instance_group_name": group.name,
            "location": group.scope.partition("/")[2],
        }
        history = [(since / 1000, size) for since, size in group.content.get(HISTORY, [])]
        yield Series({}, labels, spans.of_changes(history, now))


def _of_instances(cloud: Cloud, query: Query) -> Iterator[Series]:
    """What was measured of a region's instances: one query of Nova and one of Gnocchi."""
    metric, found = query.metric, {server.id: server for server in servers.detailed(cloud)}
    assert metric.meter
    named = dict(_wanted(cloud, query, found))
    points = telemetry.measured(
        cloud, metric.meter, named, _at(query.start - BEFORE), _at(query.end + SAMPLES)
    )
    known: dict[tuple[str, str], list[list[Span]]] = {}
    for (server, part), of_part in points.items():
        by_part = part if "device_name" in metric.labels else ""
        scale = metric.scale * (found[server]["flavor"]["vcpus"] if metric == CPU else 1)
        known.setdefault((server, by_part), []).append(spans.of_counter(of_part, scale))
    for (server, part), every in known.items():
        labels = {"device_name": part} if part else {}
        yield Series(named[server].metric | labels, named[server].resource, spans.summed(every))


def _wanted(cloud: Cloud, query: Query, found: dict[str, Row]) -> Iterator[tuple[str, Series]]:
    """The servers that may be meant, with the labels of their instances.

    What a filter says of the labels that only Gnocchi knows is left for later.
    """
    asked = [
        part
        for part in conjuncts(query.condition)
        if all("device_name" not in path for path in part.paths())
    ]
    zones = {server.id: places.of_server(cloud, server) for server in found.values()}
    names = gce_names(found.values(), lambda server: zones[server.id])
    for server in found.values():
        labels = {
            "project_id": cloud.caller.project.id,
            "instance_id": number(server),
            "zone": zones[server.id],
        }
        series = Series({"instance_name": names[server.id]}, labels, [])
        seen = row(query.metric, series, cloud.caller)
        if all(part.matches(seen) for part in asked):
            yield server.id, series


def _at(moment: float) -> datetime:
    return datetime.fromtimestamp(max(moment, 0.0), UTC)
