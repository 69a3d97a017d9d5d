"""Time series and metrics as Cloud Monitoring shows them."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from gce_api.families.monitoring.metrics import DELTA, GAUGE, Metric
from gce_api.families.monitoring.time_series import spans
from gce_api.families.monitoring.time_series.find import Series
from gce_api.families.monitoring.time_series.plan import Query
from gce_api.families.monitoring.time_series.spans import Span
from gce_api.lists import paging

Json = dict[str, Any]
Keyed = tuple[list[Any], Series, Span | None]  # a point, and where it stands in the whole


def to_answer(query: Query, found: Iterable[Series]) -> Json:
    """A page of series with their points, the newest first."""
    every = sorted(_pieces(query, _combined(query, found)), key=lambda piece: piece[0])
    rest = _after(query, every)
    chosen = rest[: query.page_size]
    answer: Json = {
        "timeSeries": [
            _shown(query, series[0][1], [span for _, _, span in series if span])
            for _, group in itertools.groupby(chosen, key=lambda piece: piece[0][0])
            if (series := list(group))
        ],
        "unit": _unit(query),
    }
    if len(rest) > len(chosen):
        answer["nextPageToken"] = paging.encode(query.digest, chosen[-1][0])
    return answer


def _after(query: Query, every: list[Keyed]) -> list[Keyed]:
    """What is behind the pages that were given before.

    :raises errors.Invalid: the token is none.
    """
    try:
        return [piece for piece in every if query.after is None or piece[0] > query.after]
    except TypeError as error:
        raise paging.not_a_token(query.after) from error


def to_descriptor(project: str, metric: Metric) -> Json:
    """GCE's MetricDescriptor."""
    return {
        "name": f"projects/{project}/metricDescriptors/{metric.type}",
        "type": metric.type,
        "labels": [{"key": key} for key in metric.labels],
        "metricKind": metric.kind,
        "valueType": metric.value_type,
        "unit": metric.unit,
        "description": metric.description,
        "displayName": metric.name,
        "monitoredResourceTypes": [metric.resource],
    }


def _combined(query: Query, found: Iterable[Series]) -> list[Series]:
    """Series aligned and reduced as is asked for."""
    if not query.aligner:
        return list(found)
    aligned = [
        Series(
            each.metric,
            each.resource,
            spans.aligned(each.spans, query.end, query.period, query.aligner),
        )
        for each in found
    ]
    return _reduced(query, aligned) if query.reducer else aligned


def _reduced(query: Query, every: list[Series]) -> list[Series]:
    """One series for each set of values of the labels that are left."""
    groups: dict[tuple[str, ...], list[Series]] = defaultdict(list)
    for each in every:
        groups[tuple(_label(each, path) for path in query.group_by)].append(each)
    return [
        Series(
            _left(query, "metric", values),
            _left(query, "resource", values),
            spans.reduced([each.spans for each in of_group], query.reducer),
        )
        for values, of_group in groups.items()
    ]


def _label(series: Series, path: tuple[str, ...]) -> str:
    return (series.metric if path[0] == "metric" else series.resource).get(path[-1], "")


def _left(query: Query, of: str, values: tuple[str, ...]) -> dict[str, str]:
    pairs = zip(query.group_by, values, strict=True)
    return {path[-1]: value for path, value in pairs if path[0] == of and len(path) == 3}


def _pieces(query: Query, every: Iterable[Series]) -> Iterator[Keyed]:
    """The points, or the series where only these are wanted."""
    for series in every:
        place = [*sorted(series.resource.items()), *sorted(series.metric.items())]
        key = [list(pair) for pair in place]
        if query.headers_only:
            yield [key, 0], series, None
        else:
            for span in series.spans:
                yield [key, -span.end], series, span


def _shown(query: Query, series: Series, points: list[Span]) -> Json:
    metric = query.metric
    shown: Json = {
        "metric": {"type": metric.type, "labels": series.metric},
        "resource": {"type": metric.resource, "labels": series.resource},
        "metricKind": _kind(query),
        "valueType": _value_type(query),
        "unit": _unit(query),
    }
    return shown if query.headers_only else shown | {"points": [_point(query, p) for p in points]}


def _kind(query: Query) -> str:
    return DELTA if query.metric.kind == DELTA and query.aligner in ("", "ALIGN_DELTA") else GAUGE


def _value_type(query: Query) -> str:
    if query.reducer == "REDUCE_COUNT":
        return "INT64"
    exact = query.aligner in ("", "ALIGN_DELTA", "ALIGN_MIN", "ALIGN_MAX")
    return query.metric.value_type if exact and query.reducer != "REDUCE_MEAN" else "DOUBLE"


def _unit(query: Query) -> str:
    return f"{query.metric.unit}/s" if query.aligner == "ALIGN_RATE" else query.metric.unit


def _point(query: Query, span: Span) -> Json:
    counted = query.metric.kind == DELTA and not query.aligner
    value = span.growth if counted else span.value
    end = _time(span.end)
    start = _time(span.start) if _kind(query) == DELTA else end
    shown: Json = (
        {"int64Value": str(round(value))}
        if _value_type(query) == "INT64"
        else {"doubleValue": value}
    )
    return {"interval": {"startTime": start, "endTime": end}, "value": shown}


def _time(moment: float) -> str:
    return (
        datetime.fromtimestamp(moment, UTC)
        .isoformat(timespec="milliseconds")
        .replace("+00:00", "Z")
    )
