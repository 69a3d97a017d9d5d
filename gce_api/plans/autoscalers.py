"""What is kept of an autoscaler."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError

from gce_api import errors
from gce_api.call import Call
from gce_api.kept import scope_of
from gce_api.plans.managers import size_of
from gce_api.plans.scaling import bounds
from gce_api.resources.instance_groups import MANAGERS

METRICS = ("cpuUtilization", "customMetricUtilizations", "loadBalancingUtilization")
MOST_SCHEDULES = 128
SHORTEST = 300  # seconds that a schedule lasts at least

Json = dict[str, Any]


def plan_autoscaler(call: Call, body: Json) -> Json:
    """The content of an autoscaler: its description, policy and target.

    :raises errors.GceError: it cannot be had as asked for.
    """
    policy = body.get("autoscalingPolicy") or {}
    _check_policy(policy)
    policy = {name: value for name, value in policy.items() if value != {}}
    content = {"policy": policy, "target": _target(call, body.get("target"))}
    if body.get("description"):
        content["description"] = body["description"]
    return content


def _target(call: Call, url: Any) -> str:
    """The path of the group that an autoscaler is for, in its own zone or region."""
    field = "resource.target"
    if not url:
        raise errors.Required(f"Invalid value for field '{field}': ''. There must be a group.")
    reference = call.refer(url, "instanceGroupManagers", field)
    scope = scope_of(call)
    place = [p for p in (reference.zone, reference.region) if p]
    if place and place[0] != scope.rpartition("/")[2]:
        raise errors.Invalid(
            f"Invalid value for field '{field}': '{url}'. The group is not where the autoscaler is."
        )
    group = MANAGERS.find(call, scope, reference.name)
    return f"{scope}/instanceGroupManagers/{group.name}"


def _check_policy(policy: Json) -> None:
    field = "resource.autoscalingPolicy"
    metric = next((name for name in METRICS if policy.get(name)), None)
    if metric:
        raise errors.Unsupported(
            f"Autoscaling by {metric} needs telemetry, which is not configured here: use "
            "scalingSchedules."
        )
    if "maxNumReplicas" not in policy:
        raise errors.Required(f"Invalid value for field '{field}.maxNumReplicas': ''.")
    size_of(policy["maxNumReplicas"])
    least, most = bounds(policy)
    if not 0 <= least <= most:
        raise errors.Invalid(
            f"Invalid value for field '{field}.minNumReplicas': '{least}'. Must be between 0 and "
            f"maxNumReplicas ({most})."
        )
    schedules = policy.get("scalingSchedules") or {}
    if len(schedules) > MOST_SCHEDULES:
        raise errors.Invalid(
            f"Invalid value for field '{field}.scalingSchedules': {len(schedules)} given. At most "
            f"{MOST_SCHEDULES} are possible."
        )
    for name, schedule in schedules.items():
        _check_schedule(schedule, f"{field}.scalingSchedules[{name}]")


def _check_schedule(schedule: Json, field: str) -> None:
    for name in ("schedule", "durationSec", "minRequiredReplicas"):
        if name not in schedule:
            raise errors.Required(f"Invalid value for field '{field}.{name}': ''.")
    if schedule["durationSec"] < SHORTEST or schedule["minRequiredReplicas"] < 0:
        raise errors.Invalid(
            f"Invalid value for field '{field}': '{schedule['durationSec']}'. A schedule lasts "
            f"{SHORTEST} seconds at least, and needs no negative number of replicas."
        )
    try:
        ZoneInfo(schedule.get("timeZone") or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise errors.Invalid(
            f"Invalid value for field '{field}.timeZone': '{schedule['timeZone']}'. There is no "
            "such time zone."
        ) from error
    try:
        CronSim(schedule["schedule"], datetime.now(UTC))
    except CronSimError as error:
        raise errors.Invalid(
            f"Invalid value for field '{field}.schedule': '{schedule['schedule']}'. {error}"
        ) from error
