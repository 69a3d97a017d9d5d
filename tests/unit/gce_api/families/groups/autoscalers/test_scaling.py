"""How large an autoscaler wants its group to be."""

from datetime import UTC, datetime, timedelta

import pytest

from gce_api.families.groups.autoscalers import scaling

# a Monday; Berlin is an hour ahead of UTC in winter
MORNING = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
TARGET = {"utilizationTarget": 0.6}


def policy(**more):
    work = {
        "schedule": "0 8 * * MON-FRI",
        "timeZone": "Europe/Berlin",
        "durationSec": 36000,
        "minRequiredReplicas": 5,
    }
    return {"minNumReplicas": 1, "maxNumReplicas": 10, "scalingSchedules": {"work": work}, **more}


@pytest.mark.parametrize(
    ("now", "size"),
    [
        (MORNING, 5),
        (MORNING.replace(hour=6, minute=59, second=59), 1),
        (MORNING.replace(hour=16, minute=59), 5),
        (MORNING.replace(hour=17), 1),
        (NIGHT, 1),
    ],
)
def test_a_schedule_holds_from_its_start_for_its_duration(now, size):
    assert scaling.recommended(policy(), 3, now) == size


def test_the_most_is_more_than_a_schedule_may_have():
    assert scaling.recommended(policy(maxNumReplicas=4), 3, MORNING) == 4


def test_the_largest_of_several_schedules_counts():
    said = policy()
    said["scalingSchedules"]["sale"] = said["scalingSchedules"]["work"] | {"minRequiredReplicas": 8}
    assert scaling.recommended(said, 3, MORNING) == 8
    said["scalingSchedules"]["sale"]["disabled"] = True
    assert scaling.recommended(said, 3, MORNING) == 5


@pytest.mark.parametrize(("size", "kept"), [(0, 1), (7, 7), (11, 10)])
def test_without_schedules_a_group_stays_within_the_bounds(size, kept):
    assert scaling.recommended(policy(scalingSchedules={}), size, MORNING) == kept


@pytest.mark.parametrize(
    ("mode", "size", "given"),
    [("ON", 8, 5), ("ONLY_SCALE_OUT", 8, 8), ("ONLY_SCALE_OUT", 2, 5), ("OFF", 2, 2)],
)
def test_the_mode_says_what_may_be_changed(mode, size, given):
    assert scaling.wanted(policy(mode=mode), size, MORNING) == given


def test_a_window_knows_its_last_and_next_start():
    found = scaling.window(policy()["scalingSchedules"]["work"], NIGHT)
    assert found.last == MORNING
    assert found.next == MORNING.replace(day=24)
    assert not found.active


def measured(*needs, **more):
    """A policy, and the history of what was needed so many minutes after seven."""
    said = {"minNumReplicas": 1, "maxNumReplicas": 10, "cpuUtilization": TARGET, **more}
    history, size = [], 2
    for minutes, needed in needs:
        now = MORNING + timedelta(minutes=minutes)
        history = scaling.noted(said, history, size, needed, now)
        size = scaling.wanted(said, size, now, history)
    return said, history, size


def test_a_group_grows_at_once_and_shrinks_when_the_load_was_low_for_ten_minutes():
    assert measured((0, 5))[2] == 5
    assert measured((0, 5), (1, 3), (10.9, 3))[2] == 5
    assert measured((0, 5), (1, 3), (11.1, 3))[2] == 3
    assert measured((0, 5), (1, 3), (9, 4), (11.1, 3))[2] == 4
    assert measured((0, 5), (1, 3), stabilizationPeriodSec=0)[2] == 3
    assert measured((0, 20))[2] == 10
    assert measured((0, 1), (9, 1))[2] == 2  # it is not known what was before


def test_what_is_too_old_is_forgotten():
    _, history, _ = measured(*((minutes, minutes % 7) for minutes in range(100)))
    assert len(history) <= 11


@pytest.mark.parametrize(
    ("allowed", "size"), [({"fixed": 2}, 6), ({"percent": 50}, 4), ({"fixed": 9}, 1)]
)
def test_a_group_loses_no_more_members_than_it_may_in_a_time(allowed, size):
    control = {"maxScaledInReplicas": allowed, "timeWindowSec": 1800}
    needs = (0, 8), (1, 1), (15, 1)
    assert measured(*needs, scaleInControl=control)[2] == size
    assert measured(*needs, (31.1, 1), scaleInControl=control)[2] == 1


def test_of_schedules_and_load_the_larger_counts():
    said, history, _ = measured((0, 3))
    work = policy()["scalingSchedules"]
    assert scaling.recommended({**said, "scalingSchedules": work}, 2, MORNING, history) == 5
    said, history, _ = measured((0, 7))
    assert scaling.recommended({**said, "scalingSchedules": work}, 2, MORNING, history) == 7
    unmeasured = {**said, "scalingSchedules": work}
    assert scaling.recommended(unmeasured, 6, MORNING, None) == 6
