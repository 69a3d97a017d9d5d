"""What is kept of an autoscaler."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError

from gce_api.families.groups.autoscalers.scaling import bounds
from gce_api.families.groups.autoscalers.utilization import TARGET
from gce_api.families.groups.groups.api import MANAGERS
from gce_api.families.groups.managers.plan import MOST, size_of
from gce_api.families.shared.call import Call
from gce_api.families.shared.kept import scope_of
from gce_api.google import errors

UNSUPPORTED = {
    "customMetricUtilizations": "Autoscaling by metrics of one's own is not available here",
    "loadBalancingUtilization": "Autoscaling by the load of a load balancer is not available here",
}
INSTEAD = "use scalingSchedules (gcloud: --set-schedule)."
MOST_SCHEDULES = 128
SHORTEST = 300  # seconds that a schedule lasts at least

Json = dict[str, Any]


def plan_autoscaler(call: Call, body: Json) -> Json:
    """The content of an autoscaler: its description, policy and target.

    :raises errors.GceError: it cannot be had as asked for.
    """
    asked = body.get("autoscalingPolicy") or {}
    policy = {name: value for name, value in asked.items() if value not in ({}, [])}
    _check_policy(policy)
    # GCE's default is to scale by CPU utilization
    if "cpuUtilization" in asked or (_measures(call) and not policy.get("scalingSchedules")):
        policy["cpuUtilization"] = _cpu(call, asked.get("cpuUtilization") or {})
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
    for name, message in UNSUPPORTED.items():
        if policy.get(name):
            raise errors.Unsupported(f"{message}: {INSTEAD}")
    if "maxNumReplicas" not in policy:
        raise errors.Required(f"Invalid value for field '{field}.maxNumReplicas': ''.")
    size_of(policy["maxNumReplicas"])
    least, most = bounds(policy)
    if not 0 <= least <= most:
        raise errors.Invalid(
            f"Invalid value for field '{field}.minNumReplicas': '{least}'. Must be between 0 and "
            f"maxNumReplicas ({most})."
        )
    _check_scale_in(policy, field)
    schedules = policy.get("scalingSchedules") or {}
    if len(schedules) > MOST_SCHEDULES:
        raise errors.Invalid(
            f"Invalid value for field '{field}.scalingSchedules': {len(schedules)} given. At most "
            f"{MOST_SCHEDULES} are possible."
        )
    for name, schedule in schedules.items():
        _check_schedule(schedule, f"{field}.scalingSchedules[{name}]")


def _cpu(call: Call, asked: Json) -> Json:
    """The CPU utilization to aim at.

    :raises errors.Unsupported: there is nothing here that measures it.
    """
    field = "resource.autoscalingPolicy.cpuUtilization"
    if not _is_configured(call):
        raise errors.Unsupported(
            "Autoscaling by cpuUtilization needs telemetry, which is not configured here: "
            + INSTEAD
        )
    if not call.cloud.has_metrics:
        raise errors.Unsupported(
            "Autoscaling by cpuUtilization needs telemetry, and the region "
            f"'{call.cloud.name}' has no service of the type 'metric' (Gnocchi): {INSTEAD}"
        )
    if asked.get("predictiveMethod", "NONE") != "NONE":
        raise errors.Unsupported(f"'{field}.predictiveMethod' is not available here.")
    target = asked.get("utilizationTarget", TARGET)
    if not 0 < target <= 1:
        raise errors.Invalid(
            f"Invalid value for field '{field}.utilizationTarget': '{target}'. Must be more than 0 "
            "and at most 1."
        )
    return {**asked, "utilizationTarget": target}


def _measures(call: Call) -> bool:
    return _is_configured(call) and call.cloud.has_metrics


def _is_configured(call: Call) -> bool:
    telemetry: str = call.services.conf.autoscaling.telemetry
    return telemetry != "none"


def _check_scale_in(policy: Json, field: str) -> None:
    """What says how slowly a group shrinks."""
    control = policy.get("scaleInControl") or {}
    given = control.get("maxScaledInReplicas") or {}
    for name, value, least, most in (
        ("stabilizationPeriodSec", policy.get("stabilizationPeriodSec"), 0, 3600),
        ("scaleInControl.timeWindowSec", control.get("timeWindowSec"), 60, 3600),
        ("scaleInControl.maxScaledInReplicas.fixed", given.get("fixed"), 0, MOST),
        ("scaleInControl.maxScaledInReplicas.percent", given.get("percent"), 0, 100),
        ("coolDownPeriodSec", policy.get("coolDownPeriodSec"), 0, 3600),
    ):
        if value is not None and not least <= value <= most:
            raise errors.Invalid(
                f"Invalid value for field '{field}.{name}': '{value}'. Must be between {least} and "
                f"{most}."
            )


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
