"""Autoscalers as GCE shows them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gce_api.database.models import Resource
from gce_api.kept import shown
from gce_api.links import Links
from gce_api.plans.scaling import MODE, bounds, recommended, required, window

COOL_DOWN = 60  # seconds; GCE's default


def to_autoscaler(links: Links, row: Resource, size: int, now: datetime) -> dict[str, Any]:
    """GCE's Autoscaler; ``size``: the target size of its group."""
    content = row.content
    policy = content["policy"]
    least, most = bounds(policy)
    schedules = policy.get("scalingSchedules") or {}
    details = []
    if required(policy, now) > most:
        details.append({"type": "SCHEDULED_INSTANCES_GREATER_THAN_AUTOSCALER_MAX"})
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
        "status": "ACTIVE",
        "statusDetails": details or None,
        "recommendedSize": recommended(policy, size, now),
        "scalingScheduleStatus": {n: _status(s, now) for n, s in schedules.items()} or None,
    }


def _status(schedule: dict[str, Any], now: datetime) -> dict[str, Any]:
    if schedule.get("disabled"):
        return {"state": "DISABLED"}
    found = window(schedule, now)
    return {
        "state": "ACTIVE" if found.active else "READY",
        "lastStartTime": found.last.isoformat() if found.last else None,
        "nextStartTime": found.next.isoformat() if found.next else None,
    }
