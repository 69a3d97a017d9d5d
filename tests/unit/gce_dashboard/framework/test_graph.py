"""Values over time as a picture and a table."""

import pytest

from gce_dashboard.framework.graph import BYTES, COUNT, PERCENT, Drawn, Graph


def graph(*points, unit=COUNT, end=6000, **more):
    lines = [Drawn("Line", points)]
    return Graph(title="T", unit=unit, lines=lines, start=0, end=end, period=60, **more)


@pytest.mark.parametrize(
    ("highest", "unit", "marks"),
    [
        (0.43, PERCENT, ["50%", "25%", "0%"]),
        (0.003, PERCENT, ["1%", "0.5%", "0%"]),
        (0.3, PERCENT, ["50%", "25%", "0%"]),
        (1.0, PERCENT, ["100%", "50%", "0%"]),
        (2_100_000, BYTES, ["2.5 MB/s", "1.25 MB/s", "0 B/s"]),
        (0, BYTES, ["1 kB/s", "500 B/s", "0 B/s"]),
        (3, COUNT, ["5", "2.5", "0"]),
    ],
)
def test_the_marks_are_round_and_not_below_any_value(highest, unit, marks):
    assert graph((0, highest), unit=unit).marks == marks


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (1.998, "2 B/s"),
        (1.96, "1.96 B/s"),
        (61.97, "62 B/s"),
        (61.94, "61.9 B/s"),
        (125.9, "126 B/s"),
        (0, "0 B/s"),
        (1_500_000, "1.5 MB/s"),
    ],
)
def test_a_value_is_written_as_short_as_it_can_be_told(value, said):
    assert BYTES.say(value) == said


def test_a_line_is_broken_where_nothing_was_measured_for_long():
    paths = graph((0, 1), (60, 1), (5000, 1), (5060, 1)).paths
    assert paths.count("M") == 2


def test_a_single_value_can_be_seen():
    assert "h0.01" in graph((60, 1)).paths


def test_the_table_says_what_the_picture_shows_the_latest_first():
    rows = graph((0, 1), (3000, 2)).rows
    assert [(place, values) for place, _, values in rows] == [(500.0, ["2"]), (0.0, ["1"])]


def test_nothing_at_all_is_no_picture():
    assert "Nothing was measured" in graph().html()
