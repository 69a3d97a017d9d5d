"""Autoscaling of a managed group: its form, and what it sends."""

from __future__ import annotations

from typing import Any

from gce_dashboard.api import Client
from gce_dashboard.framework import fields, jsonpath
from gce_dashboard.framework.actions import Action, edit
from gce_dashboard.framework.field import body_of
from gce_dashboard.framework.gcloud import Command
from gce_dashboard.framework.resources import last
from gce_dashboard.groups.resource import group_command, is_managed, scaler
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]
POLICY = "autoscalingPolicy"
MOST = 1000
MODES = {
    "ON": _("On: add and remove instances"),
    "ONLY_SCALE_OUT": _("Scale out: only add instances"),
    "OFF": _("Off: do not change the group"),
}


def fraction(percent: int | None, values: Json) -> float | None:
    return percent / 100 if percent else None


def percentage(scaler: Json) -> int | None:
    target = jsonpath.get(scaler, f"{POLICY}.cpuUtilization.utilizationTarget")
    return round(target * 100) if target else None


def by_name(rows: list[Json], values: Json) -> fields.Map:
    """Schedules as GCE has them, by their names."""
    return fields.Map(
        {
            row["name"]: {
                "schedule": row["cron"],
                "timeZone": row["time_zone"] or "UTC",
                "durationSec": row["minutes"] * 60,
                "minRequiredReplicas": row["required"],
            }
            for row in rows or []
        }
    )


def rows_of(scaler: Json) -> list[Json]:
    schedules = scaler.get(POLICY, {}).get("scalingSchedules", {})
    return [
        {
            "name": name,
            "cron": each["schedule"],
            "time_zone": each.get("timeZone", ""),
            "minutes": each["durationSec"] // 60,
            "required": each["minRequiredReplicas"],
        }
        for name, each in schedules.items()
    ]


BOUNDS = (
    fields.number(
        "least",
        _("Minimum number of instances"),
        least=0,
        most=MOST,
        initial=1,
        path=f"{POLICY}.minNumReplicas",
        flag="--min-num-replicas={}",
    ),
    fields.number(
        "most",
        _("Maximum number of instances"),
        least=0,
        most=MOST,
        initial=3,
        path=f"{POLICY}.maxNumReplicas",
        flag="--max-num-replicas={}",
    ),
)
SIGNALS = (
    fields.number(
        "cpu",
        _("Target CPU utilization (%)"),
        least=1,
        most=100,
        required=False,
        help=_("Needs telemetry in this cloud. Without it, schedules say how many are needed."),
        path=f"{POLICY}.cpuUtilization.utilizationTarget",
        body=fraction,
        read=percentage,
        flag=lambda percent, values: (
            [f"--target-cpu-utilization={percent / 100}"] if percent else []
        ),
    ),
    fields.number(
        "initialization",
        _("Initialization period (seconds)"),
        least=0,
        most=3600,
        initial=60,
        required=False,
        help=_("How long a new instance takes until its load counts."),
        path=f"{POLICY}.coolDownPeriodSec",
        flag="--cool-down-period={}",
    ),
)
MODE = fields.pick(
    "mode",
    _("Autoscaling mode"),
    MODES,
    path=f"{POLICY}.mode",
    flag=lambda mode, values: [f"--mode={mode.lower().replace('_', '-')}"],
)
SCHEDULES = fields.group(
    "schedules",
    _("Schedules"),
    fields.name(label=_("Name")),
    fields.text("cron", _("When, as of cron"), required=True, most=100),
    fields.number("minutes", _("Minutes"), least=5, initial=60),
    fields.number("required", _("Instances"), least=0, most=MOST, initial=1),
    fields.text("time_zone", _("Time zone (UTC)"), most=64),
    add=_("Add a schedule"),
    path=f"{POLICY}.scalingSchedules",
    body=by_name,
    read=rows_of,
    help=_("0 8 * * 1-5: from 8:00 on Monday to Friday."),
)
FIELDS = (MODE, *BOUNDS, *SIGNALS, SCHEDULES)


def bounds_in_order(values: Json) -> Any:
    least, most = values.get("least"), values.get("most")
    if least is not None and most is not None and least > most:
        yield "most", _("The maximum cannot be less than the minimum.")


def place_of(path: str) -> str:
    return path.rsplit("/", 2)[0]


def body(path: str, values: Json, present: Json | None = None) -> Json:
    """The autoscaler of a group; what the form does not ask about stays as it is."""
    wanted = body_of(FIELDS, values)
    own = ("cpuUtilization", "scalingSchedules", "coolDownPeriodSec")
    kept = (present or {}).get(POLICY, {})
    policy = {key: value for key, value in kept.items() if key not in own}
    return {
        "name": last(path),
        "target": path,
        POLICY: {**policy, **wanted.get(POLICY, {})},
    }


def present(client: Client, group: Json) -> Json:
    """The autoscaler of a group, {} where it has none."""
    return client.get(scaler(group)) if scaler(group) else {}


def initial(client: Client, group: Json) -> Json:
    found = present(client, group)
    return {each.name: each.from_item(found) if found else each.control.initial for each in FIELDS}


def send(client: Client, path: str, values: Json) -> Json:
    group = client.get(path)
    found = present(client, group)
    where = f"{place_of(path)}/autoscalers"
    if not found:
        return client.post(where, body(path, values))
    changed = {**body(path, values, found), "name": found["name"]}
    return client.change("PUT", where, changed, autoscaler=found["name"])


def gcloud(path: str, values: Json) -> list[Command]:
    """``set-autoscaling``, and a command for each schedule."""
    said = (each for each in FIELDS if each.name in values)
    flags = [flag for each in said for flag in each.flags(values[each.name], values)]
    schedules = (schedule_flags(row) for row in values.get("schedules") or [])
    return [
        *group_command("set-autoscaling", path, *flags),
        *(each for more in schedules for each in group_command("update-autoscaling", path, *more)),
    ]


def schedule_flags(row: Json) -> list[str]:
    return [
        f"--set-schedule={row['name']}",
        f"--schedule-cron={row['cron']}",
        f"--schedule-time-zone={row['time_zone'] or 'UTC'}",
        f"--schedule-duration-sec={row['minutes'] * 60}",
        f"--schedule-min-required-replicas={row['required']}",
    ]


AUTOSCALE = edit(
    "autoscale",
    _("Configure autoscaling"),
    *FIELDS,
    button=_("Configure autoscaling"),
    applies=is_managed,
    needs=_("Only managed groups are scaled."),
    check=bounds_in_order,
    initial=initial,
    send=send,
    spelled=gcloud,
    permission="compute.autoscalers.update",
)
STOP_SCALING = Action(
    name="stopAutoscaling",
    label=_("Delete autoscaler"),
    button=_("Delete autoscaler"),
    icon="delete",
    question=(_("Delete the autoscaler of %(name)s?"),) * 2,
    consequence=_("The group keeps the size that it has."),
    applies=lambda group: bool(scaler(group)),
    needs=_("The group has no autoscaler."),
    send=lambda client, path, values: client.delete(scaler(client.get(path))),
    spelled=lambda path, values: group_command("stop-autoscaling", path),
    danger=True,
    permission="compute.autoscalers.delete",
)
