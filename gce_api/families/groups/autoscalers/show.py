"""Autoscalers as GCE shows them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from gce_api.database.models import Resource
from gce_api.families.groups.autoscalers.scaling import (
    MODE,
    History,
    bounds,
    recommended,
    required,
    window,
)
from gce_api.families.groups.autoscalers.utilization import COOL_DOWN
from gce_api.families.shared.kept import shown
from gce_api.google import times
from gce_api.google.links import Links

LOAD = "load"  # in an autoscaler's content: what was measured of its group

Json = dict[str, Any]


def to_autoscaler(links: Links, row: Resource, size: int, now: datetime) -> Json:
    """GCE's Autoscaler; ``size``: the target size of its group."""
    content = row.content
    policy = content["policy"]
    least, _ = bounds(policy)
    schedules = policy.get("scalingSchedules") or {}
    waits = bool(policy.get("cpuUtilization")) and not load_of(content)
    return {
        **shown(links, row),
        "description": content.get("description"),
        "target": links.url(content["target"]),
        "autoscalingPolicy": {
            "mode": MODE,
            "coolDownPeriodSec": COOL_DOWN,
            **policy,
            "minNumReplicas": least,
        },
        "status": "PENDING" if waits else "ACTIVE",
        "statusDetails": [
            {"type": kind, "message": message} for kind, message in _details(content, now)
        ]
        or None,
        "recommendedSize": None if waits else recommended(policy, size, now, history_of(content)),
        "scalingScheduleStatus": {n: _status(s, now) for n, s in schedules.items()} or None,
    }


def load_of(content: Json) -> Json | None:
    """What was measured of the group of an autoscaler that has a metric: ``history``, and how
    many of its members were ``made``, ``running``, ``ready`` and ``measured``."""
    load: Json | None = content.get(LOAD) if content["policy"].get("cpuUtilization") else None
    return load


def history_of(content: Json) -> History | None:
    """What the metric of an autoscaler needed, where it has one that was measured."""
    load = load_of(content)
    return load["history"] if load else None


def _details(content: Json, now: datetime) -> Iterator[tuple[str, str]]:
    """GCE's AutoscalerStatusDetails: a type and a sentence each."""
    policy, load = content["policy"], load_of(content)
    _, most = bounds(policy)
    mode = policy.get("mode") or MODE
    if mode != MODE:
        yield f"MODE_{mode}", "The group is not changed, or only grows, as the policy's mode says."
    if required(policy, now) > most:
        yield (
            "SCHEDULED_INSTANCES_GREATER_THAN_AUTOSCALER_MAX",
            "A schedule needs more instances than maxNumReplicas allows.",
        )
    if not load:
        return
    if load["history"][-1][1] > most:
        yield (
            "CAPPED_AT_MAX_NUM_REPLICAS",
            "The CPU utilization needs more instances than maxNumReplicas allows.",
        )
    if load["made"] and not load["running"]:
        yield "ALL_INSTANCES_UNHEALTHY", "No instance of the group is running."
    elif load["ready"] and not load["measured"]:
        yield (
            "MISSING_CUSTOM_METRIC_DATA_POINTS",
            "No CPU utilization has been measured lately: the group keeps its size.",
        )


def _status(schedule: dict[str, Any], now: datetime) -> dict[str, Any]:
    if schedule.get("disabled"):
        return {"state": "DISABLED"}
    found = window(schedule, now)
    return {
        "state": "ACTIVE" if found.active else "READY",
        "lastStartTime": times.of(found.last) if found.last else None,
        "nextStartTime": times.of(found.next) if found.next else None,
    }
