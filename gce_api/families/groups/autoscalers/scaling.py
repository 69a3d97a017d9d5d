"""How large an autoscaler wants its group to be, and when its schedules begin and end.

A schedule is a cron expression in a time zone, at whose times at least so many replicas are
needed for so long (``AutoscalingPolicyScalingSchedule``). A metric needs a number of replicas that
changes often: what it needed lately is kept as a history, so that a group grows at once, and
shrinks when the need has been smaller for a while.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cronsim import CronSim

Json = dict[str, Any]
# how many replicas a metric needed: each since when (seconds since 1970), and how many
History = list[list[Any]]

MODE = "ON"
SMALLEST = 2  # what GCE takes for the least where nothing is said, if the most allows
STABILIZATION = 600  # seconds; GCE's default of stabilizationPeriodSec


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


def recommended(policy: Json, size: int, now: datetime, history: History | None = None) -> int:
    """The size that a policy wants.

    :param size: what the group's is; it stays where there are neither schedules nor a metric that
        was measured, within the bounds.
    """
    least, most = bounds(policy)
    needs = [_slowly(policy, history, now)] if history else []
    if policy.get("scalingSchedules"):
        needs.append(required(policy, now))
        if policy.get("cpuUtilization") and not history:
            needs.append(size)
    return max(least, min(max(needs, default=size), most))


def required(policy: Json, now: datetime) -> int:
    """How many replicas the schedules that are active now need."""
    schedules = (policy.get("scalingSchedules") or {}).values()
    active = [s["minRequiredReplicas"] for s in schedules if window(s, now).active]
    return max(active, default=0)


def wanted(policy: Json, size: int, now: datetime, history: History | None = None) -> int:
    """The size that a group is to be given: its own one where the mode forbids the change."""
    target = recommended(policy, size, now, history)
    mode = policy.get("mode") or MODE
    if mode == "OFF" or (mode in ("ONLY_SCALE_OUT", "ONLY_UP") and target < size):
        return size
    return target


def noted(policy: Json, history: History, size: int, needed: int, now: datetime) -> History:
    """The history with what is needed now, and without what is too old to matter.

    It begins with the size of the group: what was before is not known.
    """
    moment = now.timestamp()
    longer = history or [[moment, size]]
    if longer[-1][1] != needed:
        longer = [*longer, [moment, needed]]
    _, control = _control(policy)
    return _since(longer, moment - max(_stabilization(policy), control))


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


def _slowly(policy: Json, history: History, now: datetime) -> int:
    """The most that was needed while the load stabilizes, and no fewer than ``scaleInControl``
    lets go of what was needed in its time."""
    stable = _peak(policy, history, now, _stabilization(policy))
    given, seconds = _control(policy)
    if not seconds:
        return stable
    peak = _peak(policy, history, now, seconds)
    percent = given.get("percent", 100)
    allowed = given.get("fixed", round(percent * peak / 100))
    return max(stable, peak - allowed)


def _peak(policy: Json, history: History, now: datetime, seconds: int) -> int:
    _, most = bounds(policy)
    recent = _since(history, now.timestamp() - seconds)
    return min(max(int(needed) for _, needed in recent), most)


def _since(history: History, moment: float) -> History:
    """What held at a moment or after it."""
    ends = [*(start for start, _ in history[1:]), float("inf")]
    return [entry for entry, end in zip(history, ends, strict=True) if end > moment]


def _stabilization(policy: Json) -> int:
    seconds: int = policy.get("stabilizationPeriodSec", STABILIZATION)
    return seconds


def _control(policy: Json) -> tuple[Json, int]:
    """How many replicas may go (``FixedOrPercent``) and in how many seconds; 0: any time."""
    control = policy.get("scaleInControl") or {}
    return control.get("maxScaledInReplicas") or {}, control.get("timeWindowSec") or 0
