"""What a request for time series asks for."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from gce_api.families.monitoring.metrics import DELTA, LABELS_OF, METRICS, Metric
from gce_api.families.monitoring.time_series.spans import ALIGNERS, REDUCERS
from gce_api.google import errors
from gce_api.lists import filter as filters
from gce_api.lists import paging
from gce_api.lists.filter.conditions import All, Condition, Equals

MOST_POINTS = 100_000  # of a page, as Google's
MOST_PERIODS = 50_000  # of an interval
SHORTEST_PERIOD = 60  # seconds, as Google's
OF_GAUGE = ("ALIGN_MEAN", "ALIGN_MIN", "ALIGN_MAX")
OF_DELTA = ("ALIGN_RATE", "ALIGN_DELTA")
VIEWS = ("", "FULL", "HEADERS")
TYPE = ("metric", "type")

Parameters = Mapping[str, Sequence[str]]
Path = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Query:
    """Time series that are asked for.

    :ivar start: of the interval, in seconds since 1970, like ``end``.
    :ivar aligner: one of Google's, "" for none; ``period``: the seconds that it works over.
    :ivar reducer: one of Google's, "" for none.
    :ivar group_by: the labels by which it tells series apart.
    :ivar after: where the page begins; ``digest``: of the query, for the token of the next one.
    """

    metric: Metric
    condition: Condition
    start: float
    end: float
    aligner: str
    period: float
    reducer: str
    group_by: tuple[Path, ...]
    headers_only: bool
    page_size: int
    after: Any
    digest: str


def plan_query(parameters: Parameters) -> Query:
    """The query that the parameters of a request mean.

    :raises errors.GceError: they mean none, or one that is not served here.
    """
    _check_unused(parameters)
    condition = filters.parse_monitoring(_required(parameters, "filter"))
    metric = _metric(condition, _one(parameters, "filter"))
    for path in condition.paths():
        _check_path(path, metric, "filter")
    end = _moment(parameters, "interval.endTime") or _absent("interval.endTime")
    start = _moment(parameters, "interval.startTime") or end
    if start > end:
        raise _invalid("interval.startTime", parameters, "It is after the end of the interval.")
    aligner, period = _alignment(parameters, metric, end - start)
    reducer, group_by = _reduction(parameters, metric, aligner)
    digest = _digest(parameters)
    token = _one(parameters, "pageToken")
    return Query(
        metric=metric,
        condition=condition,
        start=start,
        end=end,
        aligner=aligner,
        period=period,
        reducer=reducer,
        group_by=group_by,
        headers_only=_choice(parameters, "view", VIEWS) == "HEADERS",
        page_size=page_size(parameters),
        after=paging.decode(token, digest) if token else None,
        digest=digest,
    )


def conjuncts(condition: Condition) -> Sequence[Condition]:
    """The conditions all of which have to hold."""
    return condition.conditions if isinstance(condition, All) else (condition,)


def page_size(parameters: Parameters) -> int:
    """How much a page holds: what is asked for, up to the most.

    :raises errors.Invalid: it is no number.
    """
    text = _one(parameters, "pageSize")
    if text and not re.fullmatch("[0-9]{1,10}", text):
        raise _invalid("pageSize", parameters, "It must be a number.")
    return min(int(text or 0) or MOST_POINTS, MOST_POINTS)


def _metric(condition: Condition, text: str) -> Metric:
    """The metric that a filter is about.

    :raises errors.Invalid: there is not one.
    :raises errors.NotFound: it is not known here.
    """
    parts = conjuncts(condition)
    named = [part.value for part in parts if isinstance(part, Equals) and part.path == TYPE]
    if len(named) != 1:
        raise errors.Invalid(
            f'Field filter had an invalid value of "{text}": '
            'It must name exactly one metric, as metric.type = "...".'
        )
    if named[0] not in METRICS:
        raise errors.NotFound(f'Cannot find metric(s) that match type = "{named[0]}".')
    return METRICS[named[0]]


def _check_path(path: Path, metric: Metric, field: str) -> None:
    """Refuse what no series of a metric has.

    :raises errors.Invalid: it has none of this name.
    """
    known: dict[Path, Sequence[str]] = {
        ("metric", "labels"): metric.labels,
        ("resource", "labels"): LABELS_OF[metric.resource],
    }
    plural = (path[0], "labels", *path[2:]) if path[1:2] in (("label",), ("labels",)) else path
    if path in (TYPE, ("resource", "type"), ("project",)):
        return
    if len(plural) != 3 or plural[2] not in known.get(plural[:2], ()):
        raise errors.Invalid(
            f'Field {field} had an invalid value: "{".".join(path)}" is not known of the metric '
            f'"{metric.type}".'
        )


def _alignment(parameters: Parameters, metric: Metric, seconds: float) -> tuple[str, float]:
    """The aligner, "" for none, and its period."""
    field = "aggregation.perSeriesAligner"
    aligner = _choice(parameters, field, ("", "ALIGN_NONE", *ALIGNERS))
    if aligner in ("", "ALIGN_NONE"):
        return "", 0.0
    fitting = OF_DELTA if metric.kind == DELTA else OF_GAUGE
    if aligner not in fitting:
        why = f"A metric of the kind {metric.kind} is aligned by {' or '.join(fitting)}."
        raise _invalid(field, parameters, why)
    text = _required(parameters, "aggregation.alignmentPeriod")
    found = re.fullmatch(r"([0-9]{1,9}(?:\.[0-9]{1,9})?)s", text)
    if not found or float(found[1]) < SHORTEST_PERIOD:
        why = f"It must be at least {SHORTEST_PERIOD}s."
        raise _invalid("aggregation.alignmentPeriod", parameters, why)
    period = float(found[1])
    if seconds / period > MOST_PERIODS:
        why = f"The interval has more than {MOST_PERIODS} periods of this length."
        raise _invalid("aggregation.alignmentPeriod", parameters, why)
    return aligner, period


def _reduction(
    parameters: Parameters, metric: Metric, aligner: str
) -> tuple[str, tuple[Path, ...]]:
    """The reducer, "" for none, and the labels that it leaves."""
    field = "aggregation.crossSeriesReducer"
    reducer = _choice(parameters, field, ("", "REDUCE_NONE", *REDUCERS))
    if reducer in ("", "REDUCE_NONE"):
        return "", ()
    if not aligner:
        raise _invalid(field, parameters, "Only aligned series can be reduced.")
    paths = []
    for name in parameters.get("aggregation.groupByFields", ()):
        path = tuple(name.replace('"', "").split("."))
        _check_path(path, metric, "aggregation.groupByFields")
        paths.append(path)
    return reducer, tuple(paths)


def _check_unused(parameters: Parameters) -> None:
    """Refuse what would have an effect at Google's and has none here.

    :raises errors.Unsupported: it is asked for.
    """
    for name in parameters:
        if name.startswith("secondaryAggregation.") or (name == "orderBy" and parameters[name][0]):
            raise errors.Unsupported(f"'{name}' is not available here.")


def _choice(parameters: Parameters, field: str, choices: Sequence[str]) -> str:
    value = _one(parameters, field)
    if value not in choices:
        listed = ", ".join(filter(None, choices))
        raise _invalid(field, parameters, f"There are {listed} here.")
    return value


def _moment(parameters: Parameters, field: str) -> float | None:
    text = _one(parameters, field)
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError) as error:
        why = "It must be a time such as 2026-01-31T10:00:00Z."
        raise _invalid(field, parameters, why) from error


def _one(parameters: Parameters, field: str) -> str:
    """The last value of a parameter, "" where there is none."""
    return (parameters.get(field) or [""])[-1]


def _required(parameters: Parameters, field: str) -> str:
    return _one(parameters, field) or _absent(field)


def _absent(field: str) -> Any:
    raise errors.Required(f"Required field '{field}' not specified")


def _invalid(field: str, parameters: Parameters, why: str) -> errors.Invalid:
    return errors.Invalid(
        f'Field {field} had an invalid value of "{_one(parameters, field)}": {why}'
    )


def _digest(parameters: Parameters) -> str:
    """Of what a page's token repeats."""
    said = sorted((n, list(v)) for n, v in parameters.items() if n not in ("pageToken", "pageSize"))
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]
