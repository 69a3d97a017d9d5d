"""How busy the instances of a group are, and how many would be needed at a target utilization."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from gce_api.openstack.rows import Row
from gce_api.openstack.telemetry import Point

LOOK_BACK = timedelta(minutes=15)  # Ceilometer looks every five minutes unless it is told else
SHORTEST = timedelta(minutes=1)  # over which a utilization is worked out
COOL_DOWN = 60  # seconds; GCE's default of coolDownPeriodSec
TARGET = 0.6  # GCE's default of utilizationTarget

_NANOSECONDS = 1e9

Json = dict[str, Any]


@dataclass(frozen=True)
class Load:
    """What was seen of a group: how many servers run, are through with their initialization, and
    were measured; and how busy each of the latter is (1: all of its vCPUs)."""

    running: int
    ready: int
    utilizations: list[float]


def ready(servers: Collection[Row], cool_down: int, now: datetime) -> list[Row]:
    """The servers that run for longer than they take to initialize."""
    before = now - timedelta(seconds=cool_down)
    return [server for server in servers if (begun := _begun(server)) and begun <= before]


def load_of(
    servers: Collection[Row], ready: Collection[Row], points: dict[str, list[Point]]
) -> Load:
    """The load of a group.

    :param servers: those of its members that run.
    :param ready: those of them that count.
    :param points: the CPU time of these (:func:`gce_api.openstack.telemetry.cpu`).
    """
    found = (_utilization(points.get(row.id, []), row["flavor"]["vcpus"]) for row in ready)
    measured = [utilization for utilization in found if utilization is not None]
    return Load(len(servers), len(ready), measured)


def needed(load: Load, size: int, target: float) -> int:
    """How many replicas bring the utilization to the target, of a group of a size.

    Of those that are not measured, as they are new or nothing is known of them, it is supposed
    that they are idle before the group grows and at the target before it shrinks. So a group that
    nothing is known of keeps its size.
    """
    # 3 * 0.6 / 0.6 is more than 3 to a computer
    busy = math.ceil(round(sum(load.utilizations) / target, 6))
    unknown = max(0, size - len(load.utilizations))
    return max(busy, min(busy + unknown, size))


def _begun(server: Row) -> datetime | None:
    text = server.get("OS-SRV-USG:launched_at")
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None


def _utilization(points: list[Point], vcpus: int) -> float | None:
    """How busy a server was when it was last measured; ``None`` where two points are missing.

    It is that of the last minute, or since the point before the last one, of the points that are
    closest together. A counter that began anew, as the server was started again, says nothing.
    """
    finest = min((point.granularity for point in points), default=0.0)
    row = sorted((p for p in points if p.granularity == finest), key=lambda point: point.start)
    if len(row) < 2:
        return None
    last = row[-1]
    earlier = [point for point in row[:-1] if last.start - point.start >= SHORTEST]
    first = earlier[-1] if earlier else row[0]
    worked = last.value - first.value
    seconds = (last.start - first.start).total_seconds()
    return worked / _NANOSECONDS / seconds / vcpus if worked >= 0 else None
