"""Requests for time series: what they mean, and the pages that answer them."""

import pytest

from gce_api.families.monitoring.time_series.find import Series
from gce_api.families.monitoring.time_series.plan import plan_query
from gce_api.families.monitoring.time_series.show import to_answer
from gce_api.families.monitoring.time_series.spans import Span
from gce_api.google import errors

COMPUTE = "compute.googleapis.com/instance"
RECEIVED = f'metric.type = "{COMPUTE}/network/received_bytes_count"'
CPU = f'metric.type = "{COMPUTE}/cpu/utilization"'
END = 1_800_000_000


def asked(filter=RECEIVED, **more):
    """Parameters by their names, with _ for the point."""
    interval = {
        "interval.startTime": ["2027-01-15T07:00:00Z"],
        "interval.endTime": ["2027-01-15T08:00:00+00:00"],
    }
    words = {name.replace("_", "."): [value] for name, value in more.items()}
    return {"filter": [filter], **interval, **words}


def aligned(aligner="ALIGN_RATE", period="60s", **more):
    return asked(aggregation_perSeriesAligner=aligner, aggregation_alignmentPeriod=period, **more)


def series(name, *values):
    spans = [Span(END - 60 * (n + 1), END - 60 * n, value) for n, value in enumerate(values)]
    return Series({"instance_name": name}, {"zone": "z"}, spans[::-1])


def test_a_query_is_about_one_metric_in_an_interval():
    query = plan_query(asked(f'{RECEIVED} AND resource.label."zone" = "r-a"'))
    assert query.metric.type == f"{COMPUTE}/network/received_bytes_count"
    assert (query.start, query.end) == (END - 3600, END)
    assert query.aligner == ""


@pytest.mark.parametrize(
    ("parameters", "code", "words"),
    [
        ({}, 400, "Required field 'filter'"),
        (asked('resource.type = "gce_instance"'), 400, "exactly one metric"),
        (asked(f"{RECEIVED} OR {CPU}"), 400, "exactly one metric"),
        (asked('metric.type = "compute.googleapis.com/nothing"'), 404, "Cannot find metric"),
        (asked(f'{RECEIVED} AND resource.labels.colour = "red"'), 400, "resource.labels.colour"),
        (asked(f"{RECEIVED} AND"), 400, "Invalid list filter"),
        ({"filter": [CPU]}, 400, "interval.endTime"),
        (asked() | {"interval.endTime": ["yesterday"]}, 400, "interval.endTime"),
        (asked() | {"interval.startTime": ["2028-01-01T00:00:00Z"]}, 400, "after the end"),
        (aligned("ALIGN_MEAN"), 400, "ALIGN_RATE or ALIGN_DELTA"),
        (aligned("ALIGN_PERCENTILE_99"), 400, "perSeriesAligner"),
        (aligned(period="1s"), 400, "at least 60s"),
        (aligned(period=""), 400, "alignmentPeriod"),
        (asked(aggregation_crossSeriesReducer="REDUCE_SUM"), 400, "Only aligned"),
        (asked(pageSize="many"), 400, "pageSize"),
        (asked(pageToken="x"), 400, "pageToken"),
        (asked(orderBy="name"), 400, "orderBy"),
        (asked(secondaryAggregation_perSeriesAligner="ALIGN_MAX"), 400, "secondaryAggregation"),
    ],
)
def test_what_cannot_be_answered_is_refused_by_name(parameters, code, words):
    with pytest.raises(errors.GceError) as refused:
        plan_query(parameters)
    assert refused.value.code == code
    assert words in refused.value.message


def test_bytes_are_counted_in_whole_numbers_and_rates_are_not():
    (raw,) = to_answer(plan_query(asked()), [series("a", 1.5, 2)])["timeSeries"]
    assert (raw["metricKind"], raw["valueType"], raw["unit"]) == ("DELTA", "INT64", "By")
    assert [point["value"] for point in raw["points"]] == [
        {"int64Value": "90"},
        {"int64Value": "120"},
    ]
    newest = raw["points"][0]["interval"]
    assert newest == {
        "startTime": "2027-01-15T07:59:00.000Z",
        "endTime": "2027-01-15T08:00:00.000Z",
    }
    (rate,) = to_answer(plan_query(aligned()), [series("a", 1.5, 2)])["timeSeries"]
    assert (rate["metricKind"], rate["valueType"], rate["unit"]) == ("GAUGE", "DOUBLE", "By/s")
    assert [point["value"]["doubleValue"] for point in rate["points"]] == [1.5, 2]


def test_series_are_added_up_by_what_they_have_in_common():
    whole = aligned(aggregation_crossSeriesReducer="REDUCE_SUM")
    (found,) = to_answer(plan_query(whole), [series("a", 1), series("b", 2)])["timeSeries"]
    assert found["metric"]["labels"] == {}
    assert found["points"][0]["value"] == {"doubleValue": 3}
    whole["aggregation.groupByFields"] = ["metric.labels.instance_name"]
    shown = to_answer(plan_query(whole), [series("a", 1), series("b", 2)])["timeSeries"]
    assert [each["metric"]["labels"] for each in shown] == [
        {"instance_name": "a"},
        {"instance_name": "b"},
    ]


def test_pages_hold_so_many_points_and_leave_none_out():
    every = [series("a", 1, 2, 3), series("b", 4)]
    token, seen = "", []
    while True:
        answer = to_answer(plan_query(asked(pageSize="2", pageToken=token)), every)
        seen.append(
            [
                (each["metric"]["labels"]["instance_name"], point["value"]["int64Value"])
                for each in answer["timeSeries"]
                for point in each["points"]
            ]
        )
        token = answer.get("nextPageToken", "")
        if not token:
            break
    assert seen == [[("a", "60"), ("a", "120")], [("a", "180"), ("b", "240")]]


def test_a_token_is_of_one_query():
    token = to_answer(plan_query(asked(pageSize="1")), [series("a", 1, 2)])["nextPageToken"]
    with pytest.raises(errors.Invalid):
        plan_query(asked(CPU, pageToken=token))


def test_headers_are_the_series_without_their_points():
    shown = to_answer(plan_query(asked(view="HEADERS")), [series("a", 1, 2), series("b", 1)])
    assert [each["metric"]["labels"]["instance_name"] for each in shown["timeSeries"]] == ["a", "b"]
    assert "points" not in shown["timeSeries"][0]
