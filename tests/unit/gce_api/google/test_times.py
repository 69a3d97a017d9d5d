"""Google's form of times."""

from gce_api.google import times


def test_a_moment_has_milliseconds_and_the_offset_of_pacific_time():
    assert times.rfc3339("2026-11-28T15:58:28.156789Z") == "2026-11-28T07:58:28.156-08:00"
    assert times.rfc3339("2026-07-01T00:00:00") == "2026-06-30T17:00:00.000-07:00"
    assert times.of_milliseconds(1_700_000_000_123) == "2023-11-14T14:13:20.123-08:00"


def test_no_moment_stays_none():
    assert times.rfc3339(None) is None
