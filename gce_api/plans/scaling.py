"""How large an autoscaler wants its group to be, and when its schedules begin and end.

A schedule is a cron expression in a time zone, at whose times at least so many replicas are
needed for so long (``AutoscalingPolicyScalingSchedule``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cronsim import CronSim

Json = dict[str, Any]

MODE = "ON"
SMALLEST = 2  # what GCE takes for the least where nothing is said, if the most allows


@dataclass(frozen=True)
class Window:
    """Where a schedule is at a moment: whether it is active, its last start and its next one."""

    active: bool
    last: datetime | None
    next: datetime | None


def bounds(policy: Json) -> tuple[int, int]:
    """The fewest and most replicas that a policy allows."""
    most: int = policy["maxNumReplicas"]
    return policy.get("minNumReplicas", min(SMALLEST, most)), most


def recommended(policy: Json, size: int, now: datetime) -> int:
    """The size that a policy wants.

    :param size: what the group's is; it stays where there are no schedules, within the bounds.
    """
    least, most = bounds(policy)
    if policy.get("scalingSchedules"):
        size = required(policy, now)
    return max(least, min(size, most))


def required(policy: Json, now: datetime) -> int:
    """How many replicas the schedules that are active now need."""
    schedules = (policy.get("scalingSchedules") or {}).values()
    active = [s["minRequiredReplicas"] for s in schedules if window(s, now).active]
    return max(active, default=0)


def wanted(policy: Json, size: int, now: datetime) -> int:
    """The size that a group is to be given: its own one where the mode forbids the change."""
    target = recommended(policy, size, now)
    mode = policy.get("mode") or MODE
    if mode == "OFF" or (mode in ("ONLY_SCALE_OUT", "ONLY_UP") and target < size):
        return size
    return target


def window(schedule: Json, now: datetime) -> Window:
    """Where a schedule is at a moment."""
    if schedule.get("disabled"):
        return Window(active=False, last=None, next=None)
    local = now.astimezone(ZoneInfo(schedule.get("timeZone") or "UTC"))
    # a moment on which a schedule begins belongs to it
    last = next(CronSim(schedule["schedule"], local + timedelta(seconds=1), reverse=True), None)
    following = next(CronSim(schedule["schedule"], local), None)
    duration = timedelta(seconds=schedule["durationSec"])
    return Window(
        active=last is not None and now < last.astimezone(UTC) + duration, last=last, next=following
    )
