"""How busy a group's instances are, and how many the target utilization needs."""

from datetime import UTC, datetime, timedelta

import pytest

from gce_api.families.groups.autoscalers import utilization
from gce_api.families.groups.autoscalers.utilization import Load
from gce_api.openstack.rows import Row
from gce_api.openstack.telemetry import Point

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SECOND = 1e9  # nanoseconds


def server(name, minutes=60, vcpus=2):
    begun = (NOW - timedelta(minutes=minutes)).replace(tzinfo=None).isoformat()
    return Row(id=name, flavor={"vcpus": vcpus}, **{"OS-SRV-USG:launched_at": begun})


def points(granularity, *seconds):
    """Points that follow one another; the last one is of now."""
    first = NOW - timedelta(seconds=granularity * (len(seconds) - 1))
    return [
        Point(first + timedelta(seconds=granularity * index), granularity, worked * SECOND)
        for index, worked in enumerate(seconds)
    ]


def busy(measured, vcpus=2):
    one = server("vm", vcpus=vcpus)
    return utilization.load_of([one], [one], {"vm": measured}).utilizations


@pytest.mark.parametrize(
    ("measured", "found"),
    [
        (points(300, 0, 120, 540), [0.7]),  # the last five minutes, of 2 vCPUs
        (points(60, 0, 120, 120, 210), [0.75]),
        (points(10, 0, 0, 10, 20, 30, 40, 50, 60), [0.5]),  # the last minute
        ([*points(300, 0, 120), *points(60, 0, 6)], [0.05]),  # the finest of an archive policy
        (points(60, 900, 30), []),  # the counter began anew
        (points(60, 30), []),
        ([], []),
    ],
)
def test_the_last_minute_or_period_counts(measured, found):
    assert busy(measured) == pytest.approx(found)


def test_a_server_counts_when_it_has_initialized():
    old, new = server("old", minutes=3), server("new", minutes=1)
    assert utilization.ready([old, new], 120, NOW) == [old]
    assert utilization.ready([Row(id="building")], 0, NOW) == []


@pytest.mark.parametrize(
    ("utilizations", "size", "target", "needed"),
    [
        ([0.9, 0.9], 2, 0.6, 3),
        ([0.6, 0.6, 0.6], 3, 0.6, 3),
        ([0.1, 0.1, 0.1, 0.1], 4, 0.6, 1),
        ([0.0, 0.0], 2, 0.5, 0),
        ([1.0, 1.0], 4, 0.5, 4),  # two that are new may take what is too much
        ([1.0, 1.0, 1.0], 4, 0.5, 6),
        ([0.3, 0.3], 4, 0.6, 3),  # or have as much to do as they should
        ([], 3, 0.6, 3),
    ],
)
def test_a_group_is_to_be_as_large_as_its_load_needs(utilizations, size, target, needed):
    load = Load(len(utilizations), len(utilizations), utilizations)
    assert utilization.needed(load, size, target) == needed
