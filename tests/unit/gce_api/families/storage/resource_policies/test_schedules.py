"""When snapshot schedules fall due, and what they call their snapshots."""

from datetime import UTC, datetime

import pytest

from gce_api.families.storage.resource_policies.schedules import latest, plan_policy, snapshot_name
from gce_api.google import errors
from gce_api.google.names import NAME

HOURLY = {"hourlySchedule": {"hoursInCycle": 6, "startTime": "01:00"}}
DAILY = {"dailySchedule": {"daysInCycle": 1, "startTime": "20:00"}}
WEEKLY = {
    "weeklySchedule": {
        "dayOfWeeks": [
            {"day": "MONDAY", "startTime": "03:00"},
            {"day": "FRIDAY", "startTime": "23:00"},
        ]
    }
}
MONDAY = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("schedule", "now", "due"),
    [
        (HOURLY, MONDAY, datetime(2026, 11, 23, 7, tzinfo=UTC)),
        (DAILY, MONDAY, datetime(2026, 11, 22, 20, tzinfo=UTC)),
        (DAILY, MONDAY.replace(hour=20, minute=0), datetime(2026, 11, 23, 20, tzinfo=UTC)),
        (WEEKLY, MONDAY, datetime(2026, 11, 23, 3, tzinfo=UTC)),
        (WEEKLY, MONDAY.replace(hour=2), datetime(2026, 11, 20, 23, tzinfo=UTC)),
    ],
)
def test_a_schedule_falls_due_at_its_last_start(schedule, now, due):
    assert latest(schedule, now) == due


def test_a_start_in_another_time_zone_is_kept_in_utc():
    policy = plan_policy({"schedule": {"dailySchedule": {"startTime": "07:00-5"}}})
    daily = policy["schedule"]["dailySchedule"]
    assert (daily["startTime"], daily["daysInCycle"]) == ("12:00", 1)


@pytest.mark.parametrize(
    "policy",
    [
        {},
        {"schedule": {**HOURLY, **DAILY}},
        {"schedule": {"hourlySchedule": {"hoursInCycle": 0, "startTime": "00:00"}}},
        {"schedule": {"hourlySchedule": {"hoursInCycle": 1, "startTime": "00:30"}}},
        {"schedule": {"dailySchedule": {"daysInCycle": 2, "startTime": "00:00"}}},
        {
            "schedule": {
                "weeklySchedule": {"dayOfWeeks": [{"day": "INVALID", "startTime": "00:00"}]}
            }
        },
        {"schedule": DAILY, "retentionPolicy": {"maxRetentionDays": 0}},
    ],
)
def test_a_schedule_that_makes_no_sense_is_refused(policy):
    with pytest.raises(errors.Invalid, match="snapshotSchedulePolicy"):
        plan_policy(policy)


def test_a_scheduled_snapshot_has_a_name_of_its_disk_and_time():
    first = snapshot_name("data", "us-central1-a", "uuid-1", MONDAY)
    assert first.startswith("data-us-central1-a-20261123123000-")
    assert first == snapshot_name("data", "us-central1-a", "uuid-1", MONDAY)
    assert first != snapshot_name("data", "us-central1-a", "uuid-2", MONDAY)
    assert NAME.fullmatch(snapshot_name("d" * 63, "us-central1-a", "uuid-1", MONDAY))
