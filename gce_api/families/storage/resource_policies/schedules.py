"""Snapshot schedules: checked when they are asked for, and when they fall due."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from gce_api.google import errors
from gce_api.google.names import LONGEST

WINDOW = "PT14400S"  # ISO 8601; Google tells these four hours of every schedule
CYCLES = ("hourlySchedule", "dailySchedule", "weeklySchedule")
DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
KEEP = "KEEP_AUTO_SNAPSHOTS"
APPLY = "APPLY_RETENTION_POLICY"
FIELD = "resource.snapshotSchedulePolicy"

_START = re.compile(r"(?P<hour>[01]\d|2[0-3]):00(?P<offset>[+-]\d{1,2})?(?::?00)?", re.ASCII)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SUFFIX = 8  # letters at the end of the name of a scheduled snapshot

Schedule = dict[str, Any]
Policy = dict[str, Any]


def plan_policy(given: Policy) -> Policy:
    """Check a SnapshotSchedulePolicy; returns it with its defaults and output fields.

    :raises errors.Invalid: it cannot be followed.
    """
    schedule = given.get("schedule") or {}
    cycles = [name for name in CYCLES if schedule.get(name)]
    if len(cycles) != 1:
        raise _invalid("schedule", schedule, "It must have one of: " + ", ".join(CYCLES) + ".")
    cycle = _CHECKS[cycles[0]](schedule[cycles[0]], f"schedule.{cycles[0]}")
    retention = given.get("retentionPolicy")
    return {**given, "schedule": {cycles[0]: cycle}} | (
        {"retentionPolicy": _retention(retention)} if retention else {}
    )


def latest(schedule: Schedule, now: datetime) -> datetime:
    """The last time at or before ``now`` (UTC) that a checked schedule falls due."""
    return max(_latest(schedule, now))


def snapshot_name(disk: str, place: str, volume_id: str, slot: datetime) -> str:
    """A name like Google's, ``<disk>-<zone or region>-<time>-<suffix>``; one for each slot."""
    suffix = hashlib.sha256(f"{volume_id} {slot.isoformat()}".encode()).hexdigest()[:_SUFFIX]
    rest = f"-{place}-{slot:%Y%m%d%H%M%S}-{suffix}"
    return disk[: max(1, LONGEST - len(rest))].rstrip("-") + rest


def _latest(schedule: Schedule, now: datetime) -> Iterator[datetime]:
    if hourly := schedule.get("hourlySchedule"):
        yield _before(now, _hour(hourly), timedelta(hours=hourly["hoursInCycle"]))
    if daily := schedule.get("dailySchedule"):
        yield _before(now, _hour(daily), timedelta(days=daily["daysInCycle"]))
    for day in (schedule.get("weeklySchedule") or {}).get("dayOfWeeks", ()):
        # 1970 began on a Thursday
        since = timedelta(days=(DAYS.index(day["day"]) - 3) % 7)
        yield _before(now, since + _hour(day), timedelta(days=7))


def _before(now: datetime, start: timedelta, cycle: timedelta) -> datetime:
    first = _EPOCH + start
    return first + (now - first) // cycle * cycle


def _hour(cycle: dict[str, Any]) -> timedelta:
    return timedelta(hours=int(cycle["startTime"][:2]))


def _hourly(given: dict[str, Any], field: str) -> dict[str, Any]:
    hours = given.get("hoursInCycle", 0)
    if not 1 <= hours <= 23:
        raise _invalid(f"{field}.hoursInCycle", hours, "Must be between 1 and 23.")
    return {"hoursInCycle": hours, **_start(given, field)}


def _daily(given: dict[str, Any], field: str) -> dict[str, Any]:
    if given.get("daysInCycle", 1) != 1:
        raise _invalid(f"{field}.daysInCycle", given["daysInCycle"], "Must be 1.")
    start = _start(given, field)
    if int(start["startTime"][:2]) % 4:
        raise _invalid(
            f"{field}.startTime",
            given["startTime"],
            "Must be 00:00, 04:00, 08:00, 12:00, 16:00 or 20:00 UTC.",
        )
    return {"daysInCycle": 1, **start}


def _weekly(given: dict[str, Any], field: str) -> dict[str, Any]:
    days = given.get("dayOfWeeks") or []
    if not days:
        raise _invalid(f"{field}.dayOfWeeks", days, "It names no day.")
    checked = []
    for index, day in enumerate(days):
        if day.get("day") not in DAYS:
            raise _invalid(f"{field}.dayOfWeeks[{index}].day", day.get("day"), "No day of a week.")
        checked.append({"day": day["day"], **_start(day, f"{field}.dayOfWeeks[{index}]")})
    return {"dayOfWeeks": checked}


_CHECKS = {"hourlySchedule": _hourly, "dailySchedule": _daily, "weeklySchedule": _weekly}


def _start(given: dict[str, Any], field: str) -> dict[str, str]:
    """The start in UTC: ``13:00-5`` is ``18:00``."""
    text = given.get("startTime", "")
    found = _START.fullmatch(text)
    if not found:
        raise _invalid(f"{field}.startTime", text, "Must be a full hour, such as 04:00.")
    hour = (int(found["hour"]) - int(found["offset"] or 0)) % 24
    return {"startTime": f"{hour:02}:00", "duration": WINDOW}


def _retention(given: dict[str, Any]) -> dict[str, Any]:
    days = given.get("maxRetentionDays", 0)
    if not 1 <= days <= 65535:
        raise _invalid("retentionPolicy.maxRetentionDays", days, "Must be between 1 and 65535.")
    rule = given.get("onSourceDiskDelete")
    return {"maxRetentionDays": days, "onSourceDiskDelete": APPLY if rule == APPLY else KEEP}


def _invalid(field: str, value: object, why: str) -> errors.Invalid:
    return errors.Invalid(f"Invalid value for field '{FIELD}.{field}': '{value}'. {why}")
