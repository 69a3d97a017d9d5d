"""What is worked out of what was measured."""

from datetime import UTC, datetime

import pytest

from gce_api.families.monitoring.time_series import spans
from gce_api.families.monitoring.time_series.spans import Span
from gce_api.openstack.telemetry import Point


def points(*pairs, granularity=300.0):
    return [Point(datetime.fromtimestamp(at, UTC), granularity, value) for at, value in pairs]


def test_a_counter_grows_evenly_between_two_looks():
    assert spans.of_counter(points((0, 0), (300, 3000), (600, 3600))) == [
        Span(0, 300, 10),
        Span(300, 600, 2),
    ]


def test_a_counter_that_began_anew_says_nothing_of_that_time():
    assert spans.of_counter(points((0, 9000), (300, 0), (600, 300))) == [Span(300, 600, 1)]


def test_what_is_too_old_for_the_finest_granularity_is_told_by_a_coarser_one():
    fine = points((1200, 1200), (1260, 1320), granularity=60.0)
    coarse = points((0, 0), (600, 600), (1200, 1200), (1800, 1800), granularity=600.0)
    assert spans.of_counter([*fine, *coarse]) == [
        Span(0, 600, 1),
        Span(600, 1200, 1),
        Span(1200, 1260, 2),
    ]


def test_a_sum_is_that_of_the_parts_that_are_known():
    one, other = [Span(0, 100, 1), Span(100, 200, 2)], [Span(50, 150, 10)]
    assert spans.summed([one, other]) == [
        Span(0, 50, 1),
        Span(50, 100, 11),
        Span(100, 150, 12),
        Span(150, 200, 2),
    ]


@pytest.mark.parametrize(
    ("aligner", "values"),
    [
        ("ALIGN_MEAN", [1, 1.5]),
        ("ALIGN_RATE", [1, 1.5]),
        ("ALIGN_DELTA", [30, 90]),
        ("ALIGN_MIN", [1, 1]),
        ("ALIGN_MAX", [1, 2]),
    ],
)
def test_periods_are_counted_back_from_the_end(aligner, values):
    known = [Span(30, 90, 1), Span(90, 120, 2)]
    found = spans.aligned(known, 120, 60, aligner)
    assert [(each.start, each.end) for each in found] == [(0, 60), (60, 120)]
    assert [each.value for each in found] == values


def test_a_period_of_which_nothing_is_known_has_no_value():
    found = spans.aligned([Span(0, 60, 1), Span(240, 300, 1)], 300, 60, "ALIGN_MEAN")
    assert [each.end for each in found] == [60, 300]


def test_what_holds_always_is_seen_once_a_minute():
    changes = spans.of_changes([(0, 2), (100, 3)], 130)
    assert changes == [Span(0, 100, 2), Span(100, 130, 3)]
    assert spans.sampled(changes, 60) == [Span(0, 60, 2), Span(60, 100, 2), Span(100, 130, 3)]


def test_series_that_are_aligned_alike_become_one():
    one, other = [Span(0, 60, 1), Span(60, 120, 2)], [Span(60, 120, 4)]
    assert [each.value for each in spans.reduced([one, other], "REDUCE_SUM")] == [1, 6]
    assert [each.value for each in spans.reduced([one, other], "REDUCE_MEAN")] == [1, 3]
