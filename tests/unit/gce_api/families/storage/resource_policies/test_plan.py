"""What is kept of resource policies."""

import pytest

from gce_api.families.storage.resource_policies.found import GROUP, PLACEMENT, SCHEDULE
from gce_api.families.storage.resource_policies.plan import content_of, given_by, patched
from gce_api.google import errors

DAILY = {"schedule": {"dailySchedule": {"daysInCycle": 1, "startTime": "04:00"}}}
RETENTION = {"maxRetentionDays": 7, "onSourceDiskDelete": "KEEP_AUTO_SNAPSHOTS"}


def test_a_policy_has_one_kind():
    assert content_of({GROUP: {}}) == {GROUP: {}, "description": None}
    for body in ({}, {GROUP: {}, PLACEMENT: {}}):
        with pytest.raises(errors.Required):
            content_of(body)


def test_schedules_of_instances_are_refused():
    with pytest.raises(errors.Unsupported):
        content_of({"instanceSchedulePolicy": {}})


def test_a_patch_of_a_schedule_keeps_the_parts_that_it_does_not_have():
    present = {**content_of({SCHEDULE: DAILY}), "agent": {"id": "a"}}
    after = patched(present, {SCHEDULE: {"retentionPolicy": RETENTION}})
    assert after[SCHEDULE]["schedule"] == present[SCHEDULE]["schedule"]
    assert after[SCHEDULE]["retentionPolicy"] == RETENTION
    assert after["agent"] == {"id": "a"}


def test_a_mask_takes_away_what_the_body_does_not_have():
    patch = {"description": "new"}
    assert given_by(patch, "") == patch
    assert given_by(patch, "snapshotSchedulePolicy.retentionPolicy,description") == {
        SCHEDULE: None,
        "description": "new",
    }
