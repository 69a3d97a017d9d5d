"""Gives managed instance groups the size that their autoscalers want."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from gce_api.background.jobs import apart, every
from gce_api.database import resources
from gce_api.database.models import Resource
from gce_api.database.references import MANAGERS
from gce_api.families.groups.autoscalers import scaling, utilization
from gce_api.families.groups.autoscalers.show import LOAD, history_of
from gce_api.families.groups.autoscalers.utilization import COOL_DOWN, LOOK_BACK, Load
from gce_api.families.shared.call import Services
from gce_api.openstack import servers, telemetry
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row
from gce_api.openstack.telemetry import Point


@every(5)
def scale_groups(services: Services) -> None:
    with services.database.reader() as session:
        autoscalers = list(resources.everywhere(session, "autoscalers"))
        due = [row for row in autoscalers if _is_off(session, row)]
    for row in due:
        with apart(f"The autoscaler {row.name}"), services.database.writer() as session:
            _scale(session, row)


@every(15)
def measure_groups(services: Services) -> None:
    """Write down what the CPU utilization of groups needs; ``scale_groups`` heeds it."""
    if services.conf.autoscaling.telemetry == "none":
        return
    with services.database.reader() as session:
        autoscalers = resources.everywhere(session, "autoscalers")
        measured = [
            (row, group)
            for row in autoscalers
            if row.content["policy"].get("cpuUtilization")
            and (group := _group_of(session, row, lock=False))
        ]
    listing = servers.listing()
    for row, group in measured:
        with apart(f"Measuring for the autoscaler {row.name}"):
            _measure(services, row, group, listing)


def _measure(
    services: Services, autoscaler: Resource, group: Resource, listing: servers.Listing
) -> None:
    now, policy = datetime.now(UTC), autoscaler.content["policy"]
    members = {member["server"] for member in group.content["instances"].values()}
    with services.agents.acting(group.project, group.content["agent"]) as caller:
        cloud = services.clouds.at(caller, group.scope)
        running = [
            server
            for server in listing(cloud)
            if server.id in members and server["status"] == "ACTIVE"
        ]
        ready = utilization.ready(running, policy.get("coolDownPeriodSec", COOL_DOWN), now)
        try:
            points = _points(cloud, ready, now)
        except Exception:  # the group keeps its size, and it is told why
            _note(services, autoscaler, group, Load(len(running), len(ready), []), now)
            raise
    load = utilization.load_of(running, ready, points)
    _note(services, autoscaler, group, load, now)


def _points(cloud: Cloud, ready: list[Row], now: datetime) -> dict[str, list[Point]]:
    return telemetry.cpu(cloud, [server.id for server in ready], now - LOOK_BACK)


def _note(
    services: Services, autoscaler: Resource, group: Resource, load: Load, now: datetime
) -> None:
    """Write down a load, and how many replicas it needs."""
    with services.database.writer() as session:
        row = resources.by_id(session, autoscaler.id, lock=True)
        policy = row.content["policy"] if row else {}
        if row is None or not policy.get("cpuUtilization"):
            return
        size = group.content["targetSize"]
        needed = utilization.needed(load, size, policy["cpuUtilization"]["utilizationTarget"])
        noted = {
            "history": scaling.noted(policy, history_of(row.content) or [], size, needed, now),
            "made": sum(bool(member["server"]) for member in group.content["instances"].values()),
            "running": load.running,
            "ready": load.ready,
            "measured": len(load.utilizations),
        }
        if noted != row.content.get(LOAD):
            row.content = {**row.content, LOAD: noted}


def _is_off(session: Session, autoscaler: Resource) -> bool:
    """Whether an autoscaler's group has another size than it wants."""
    group = _group_of(session, autoscaler, lock=False)
    return group is not None and _size(autoscaler, group) != group.content["targetSize"]


def _scale(session: Session, autoscaler: Resource) -> None:
    group = _group_of(session, autoscaler, lock=True)
    if group is not None and not group.content.get("deleting"):
        group.content = group.content | {"targetSize": _size(autoscaler, group)}


def _size(autoscaler: Resource, group: Resource) -> int:
    content, size = autoscaler.content, group.content["targetSize"]
    return scaling.wanted(content["policy"], size, datetime.now(UTC), history_of(content))


def _group_of(session: Session, autoscaler: Resource, *, lock: bool) -> Resource | None:
    scope, _, name = autoscaler.content["target"].rpartition(f"/{MANAGERS}/")
    return resources.find(session, autoscaler.project, MANAGERS, scope, name, lock=lock)
