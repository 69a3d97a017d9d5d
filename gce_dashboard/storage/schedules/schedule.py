"""What a snapshot schedule says: its fields, and how pages tell them."""

from __future__ import annotations

import json
from typing import Any

from django.utils.safestring import SafeString

from gce_dashboard.framework import fields, gcloud, render
from gce_dashboard.framework.forms import beside, section
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]
POLICY = "snapshotSchedulePolicy"
CYCLE = f"{POLICY}.schedule"
RETENTION = f"{POLICY}.retentionPolicy"
FREQUENCIES = {"hourly": _("Hourly"), "daily": _("Daily"), "weekly": _("Weekly")}
HOURS = {f"{hour:02}:00": f"{hour:02}:00" for hour in range(24)}
# Google begins daily work at these hours only
DAILY_HOURS = {hour: hour for hour in list(HOURS)[::4]}
DAYS = {
    "MONDAY": _("Monday"),
    "TUESDAY": _("Tuesday"),
    "WEDNESDAY": _("Wednesday"),
    "THURSDAY": _("Thursday"),
    "FRIDAY": _("Friday"),
    "SATURDAY": _("Saturday"),
    "SUNDAY": _("Sunday"),
}
KEEPING = {"days": _("After a number of days"), "never": _("Never")}
DELETION_RULES = {
    "KEEP_AUTO_SNAPSHOTS": _("Keep snapshots"),
    "APPLY_RETENTION_POLICY": _("Delete snapshots older than that"),
}


def cycle_of(policy: Json) -> Json:
    """``{"dailySchedule": {...}}``, {} of a policy that is no snapshot schedule."""
    return policy.get(POLICY, {}).get("schedule", {})


def retention_of(policy: Json) -> Json:
    return policy.get(POLICY, {}).get("retentionPolicy", {})


def frequency_of(policy: Json) -> str:
    found = next(iter(cycle_of(policy)), "dailySchedule")
    return found.removesuffix("Schedule")


def days_of(policy: Json) -> int | None:
    return retention_of(policy).get("maxRetentionDays")


def frequency(policy: Json) -> SafeString:
    """``Every 4 hours from 00:00``, in UTC."""
    return render.text(", ".join(_times(cycle_of(policy))))


def _times(cycle: Json) -> list[str]:
    if hourly := cycle.get("hourlySchedule"):
        words = {"hours": hourly.get("hoursInCycle"), "start": hourly.get("startTime")}
        return [_("Every %(hours)s hours from %(start)s") % words]
    if daily := cycle.get("dailySchedule"):
        return [_("Every day at %s") % daily.get("startTime")]
    days = cycle.get("weeklySchedule", {}).get("dayOfWeeks", [])
    return [f"{DAYS.get(each.get('day'), '')} {each.get('startTime')}" for each in days]


def retention(policy: Json) -> SafeString:
    days = days_of(policy)
    return render.text(_("%d days") % days if days else _("Never"))


def at_deletion(policy: Json) -> SafeString:
    """What becomes of the snapshots of a disk that is deleted."""
    rule = retention_of(policy).get("onSourceDiskDelete", "KEEP_AUTO_SNAPSHOTS")
    return render.text(DELETION_RULES.get(rule, rule))


def weekly_flags(rows: list[Json], values: Json) -> list[str]:
    """gcloud's flags take one day; more of them it reads from its input."""
    if len(rows or []) != 1:
        return ["--weekly-schedule-from-file=-"]
    return [f"--weekly-schedule={rows[0]['day'].lower()}", f"--start-time={rows[0]['start']}"]


def command(text: str, values: Json) -> str:
    """gcloud's command with what it reads; none for what it does not know."""
    if values.get("retention") == "never":
        return gcloud.text([], "")  # it asks for --max-retention-days
    rows = values.get("week") or []
    if len(rows) < 2:
        return text
    days = [{"day": row["day"], "startTime": row["start"]} for row in rows]
    return f"{text} <<'DAYS'\n{json.dumps(days)}\nDAYS"


SECTIONS = (
    section(
        "",
        fields.name(suggest="schedule"),
        fields.description(),
        fields.region(),
    ),
    section(
        _("Schedule"),
        fields.pick(
            "frequency",
            _("Schedule frequency"),
            FREQUENCIES,
            initial="daily",
            segments=True,
            read=frequency_of,
        ),
        beside(
            fields.number(
                "hours",
                _("Repeat every (hours)"),
                least=1,
                most=23,
                initial=4,
                path=f"{CYCLE}.hourlySchedule.hoursInCycle",
                flag="--hourly-schedule={}",
                when={"frequency": "hourly"},
            ),
            fields.pick(
                "hourly_start",
                _("Start time (UTC)"),
                HOURS,
                path=f"{CYCLE}.hourlySchedule.startTime",
                flag="--start-time={}",
                when={"frequency": "hourly"},
            ),
        ),
        fields.constant(
            f"{CYCLE}.dailySchedule.daysInCycle",
            1,
            flag=lambda given, values: ["--daily-schedule"],
            hcl=lambda given, values: {
                "snapshot_schedule_policy": {"schedule": {"daily_schedule": {"days_in_cycle": 1}}}
            },
            when={"frequency": "daily"},
        ),
        fields.pick(
            "daily_start",
            _("Start time (UTC)"),
            DAILY_HOURS,
            path=f"{CYCLE}.dailySchedule.startTime",
            flag="--start-time={}",
            help=_("A snapshot is taken within the hour that begins then."),
            when={"frequency": "daily"},
        ),
        fields.group(
            "week",
            _("Days (UTC)"),
            fields.pick("day", _("Day"), DAYS, path="day"),
            fields.pick("start", _("Start time"), HOURS, path="startTime"),
            add=_("Add a day"),
            least=1,
            most=7,
            path=f"{CYCLE}.weeklySchedule.dayOfWeeks",
            flag=weekly_flags,
            when={"frequency": "weekly"},
        ),
    ),
    section(
        _("Retention"),
        beside(
            fields.pick(
                "retention",
                _("Delete snapshots automatically"),
                KEEPING,
                read=lambda policy: "days" if days_of(policy) else "never",
            ),
            fields.number(
                "days",
                _("Days"),
                least=1,
                most=65535,
                initial=14,
                path=f"{RETENTION}.maxRetentionDays",
                flag="--max-retention-days={}",
                when={"retention": "days"},
            ),
        ),
        fields.pick(
            "rule",
            _("When the source disk is deleted"),
            DELETION_RULES,
            path=f"{RETENTION}.onSourceDiskDelete",
            flag=lambda rule, values: [f"--on-source-disk-delete={rule.lower().replace('_', '-')}"],
            when={"retention": "days"},
        ),
    ),
    section(
        _("Snapshots"),
        fields.labels(
            path=f"{POLICY}.snapshotProperties.labels",
            flag="--snapshot-labels={}",
            read=lambda policy: (
                policy.get(POLICY, {}).get("snapshotProperties", {}).get("labels", {})
            ),
        ),
    ),
)
