"""What becomes of the fields of resource policies."""

from __future__ import annotations

from gce_api.families.storage.resource_policies.plan import UNSUPPORTED
from gce_api.google.inputs import declare

declare(
    "ResourcePolicy",
    done="description diskConsistencyGroupPolicy name snapshotSchedulePolicy",
    kept="groupPlacementPolicy",
    refused=UNSUPPORTED,
)
declare("ResourcePolicyDiskConsistencyGroupPolicy")
declare("ResourcePolicySnapshotSchedulePolicy", done="retentionPolicy schedule snapshotProperties")
declare(
    "ResourcePolicySnapshotSchedulePolicyRetentionPolicy",
    done="maxRetentionDays onSourceDiskDelete",
)
declare(
    "ResourcePolicySnapshotSchedulePolicySchedule",
    done="dailySchedule hourlySchedule weeklySchedule",
)
declare("ResourcePolicyDailyCycle", done="daysInCycle startTime")
declare("ResourcePolicyHourlyCycle", done="hoursInCycle startTime")
declare("ResourcePolicyWeeklyCycle", done="dayOfWeeks")
declare("ResourcePolicyWeeklyCycleDayOfWeek", done="day startTime")
declare(
    "ResourcePolicySnapshotSchedulePolicySnapshotProperties",
    done="labels storageLocations",
    kept="chainName guestFlush",
)
