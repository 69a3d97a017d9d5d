"""What is kept of an autoscaler."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError

from gce_api.families.groups.autoscalers.scaling import bounds
from gce_api.families.groups.autoscalers.utilization import TARGET
from gce_api.families.groups.managers.plan import MOST, size_of
from gce_api.families.shared.known import Known
from gce_api.google import errors

UNSUPPORTED = {
    "customMetricUtilizations": "Autoscaling by metrics of one's own is not available here",
    "loadBalancingUtilization": "Autoscaling by the load of a load balancer is not available here",
}
INSTEAD = "use scalingSchedules (gcloud: --set-schedule)."
MOST_SCHEDULES = 128
SHORTEST = 300  # seconds that a schedule lasts at least

_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)  # whether a schedule can be does not depend on it

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class FoundForScaler:
    """What an autoscaler's body may refer to, and whether anything here measures the CPU.

    :param region: of its group, by GCE's name.
    :param telemetry: whether the endpoint is configured to ask for measures.
    :param has_metrics: whether the region has a service to ask.
    """

    known: Known
    region: str
    telemetry: bool
    has_metrics: bool


def plan_autoscaler(body: Json, found: FoundForScaler) -> Json:
    """The content of an autoscaler: its description, policy and target.

    :raises errors.GceError: it cannot be had as asked for.
    """
    asked = body.get("autoscalingPolicy") or {}
    policy = {name: value for name, value in asked.items() if value not in ({}, [])}
    _check_policy(policy)
    # GCE's default is to scale by CPU utilization
    measures = found.telemetry and found.has_metrics
    if "cpuUtilization" in asked or (measures and not policy.get("scalingSchedules")):
        policy["cpuUtilization"] = _cpu(asked.get("cpuUtilization") or {}, found)
    content = {"policy": policy, "target": _target(body.get("target"), found.known)}
    if body.get("description"):
        content["description"] = body["description"]
    return content


def check_alone(target: str, name: object, others: Mapping[str, str], project: str) -> None:
    """Refuse a second autoscaler of a group.

    :param others: the autoscalers' paths by their targets; one of the same name is no other.
    :raises errors.ResourceInUse: it has one.
    """
    other = others.get(target)
    if other and other.rpartition("/")[2] != name:
        raise errors.ResourceInUse.by(
            "instance_group_manager",
            f"projects/{project}/{target}",
            f"projects/{project}/{other}",
        )


def _target(url: Any, known: Known) -> str:
    """The path of the group that an autoscaler is for, in its own zone or region."""
    field = "resource.target"
    if not url:
        raise errors.Required(f"Invalid value for field '{field}': ''. There must be a group.")
    reference = known.references.refer(url, "instanceGroupManagers", field)
    place = [p for p in (reference.zone, reference.region) if p]
    if place and place[0] != known.scope.rpartition("/")[2]:
        raise errors.Invalid(
            f"Invalid value for field '{field}': '{url}'. The group is not where the autoscaler is."
        )
    group = known.at(f"{known.scope}/instanceGroups/{reference.name}")
    if group is None:
        raise errors.NotFound.resource(
            f"projects/{known.project}/{known.scope}/instanceGroupManagers/{reference.name}"
        )
    return f"{known.scope}/instanceGroupManagers/{group.name}"


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


def _cpu(asked: Json, found: FoundForScaler) -> Json:
    """The CPU utilization to aim at.

    :raises errors.Unsupported: there is nothing here that measures it.
    """
    field = "resource.autoscalingPolicy.cpuUtilization"
    if not found.telemetry:
        raise errors.Unsupported(
            "Autoscaling by cpuUtilization needs telemetry, which is not configured here: "
            + INSTEAD
        )
    if not found.has_metrics:
        raise errors.Unsupported(
            "Autoscaling by cpuUtilization needs telemetry, and the region "
            f"'{found.region}' has no service of the type 'metric' (Gnocchi): {INSTEAD}"
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
        CronSim(schedule["schedule"], _ANY_TIME)
    except CronSimError as error:
        raise errors.Invalid(
            f"Invalid value for field '{field}.schedule': '{schedule['schedule']}'. {error}"
        ) from error
