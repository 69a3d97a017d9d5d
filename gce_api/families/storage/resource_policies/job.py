"""Snapshot schedules: taking the snapshots of disks, and deleting those that are old enough.

A snapshot is taken by the API's own method, as an operation that everybody sees. Each disk notes
until when a schedule's work on it is done, and a snapshot's name follows from the disk and the
time, so that work that was interrupted is done again without harm. After a pause of the endpoint
the last of the snapshots that were missed is taken.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from gce_api.background.jobs import apart, every
from gce_api.database import resources
from gce_api.database.models import Resource
from gce_api.families.shared.call import Services
from gce_api.families.shared.performing import perform
from gce_api.families.storage.disks import marked
from gce_api.families.storage.disks.places import scope_of
from gce_api.families.storage.resource_policies import schedules
from gce_api.families.storage.resource_policies.find import POLICIES
from gce_api.families.storage.resource_policies.found import SCHEDULE
from gce_api.families.storage.snapshots import find as snapshots
from gce_api.families.storage.snapshots.show import schedule_of
from gce_api.google import errors
from gce_api.google.names import gce_names
from gce_api.openstack import marks, metadata, places, volumes
from gce_api.openstack.caller import Caller
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.keys import change_one
from gce_api.openstack.rows import Row

SECONDS = 60.0

# by policy: the time it fell due last and the hour, when this process has seen to it
_seen: dict[str, tuple[datetime, int]] = {}


@every(SECONDS)
def follow_snapshot_schedules(services: Services) -> None:
    """Follow every schedule whose next snapshot is due, and retention once an hour."""
    now = datetime.now(UTC)
    for policy in scheduled(services):
        turn = (schedules.latest(policy.content[SCHEDULE]["schedule"], now), now.hour)
        if _seen.get(policy.id) == turn:
            continue
        with (
            apart(f"The snapshot schedule {policy.name} of project {policy.project}"),
            services.agents.acting(policy.project, policy.content["agent"]) as caller,
        ):
            follow(services, caller, policy, now)
            _seen[policy.id] = turn


def scheduled(services: Services) -> list[Resource]:
    """The snapshot schedules of all projects."""
    with services.database.reader() as session:
        found = resources.everywhere(session, POLICIES.name)
    return [policy for policy in found if SCHEDULE in policy.content]


def follow(services: Services, caller: Caller, policy: Resource, now: datetime) -> None:
    """Do what a schedule has to do at a time (UTC)."""
    cloud = services.clouds.at(caller, policy.scope)
    region, found = places.region(cloud), volumes.listed(cloud)
    slot = schedules.latest(policy.content[SCHEDULE]["schedule"], now)
    shown = [volume for volume in found if not marked.is_hidden(volume)]
    names = gce_names(shown, lambda volume: scope_of(region, volume))
    for volume in shown:
        done = marked.policies(volume).get(policy.name)
        if done and datetime.fromisoformat(done) < slot:
            path = f"{scope_of(region, volume)}/disks/{names[volume.id]}"
            with apart(f"The scheduled snapshot of disk {volume.name}"):
                _take(services, caller, cloud, policy, volume, path, slot)
    with apart(f"The retention of snapshots by {policy.name}"):
        _retire(services, caller, cloud, policy, found, now)


def _take(
    services: Services,
    caller: Caller,
    cloud: Cloud,
    policy: Resource,
    volume: Row,
    path: str,
    slot: datetime,
) -> None:
    """Take the snapshot of a disk that is at a path below the project."""
    _, place, _, disk = path.split("/")
    properties = policy.content[SCHEDULE].get("snapshotProperties") or {}
    body = {
        "name": schedules.snapshot_name(disk, place, volume.id, slot),
        "sourceDisk": path,
        "labels": properties.get("labels") or {},
        "storageLocations": properties.get("storageLocations") or [],
        "sourceSnapshotSchedulePolicy": f"{policy.scope}/resourcePolicies/{policy.name}",
    }
    with suppress(errors.AlreadyExists):  # taken before an interruption
        perform(services, caller, "compute.snapshots.insert", {}, body)
    key = marks.POLICY + policy.name
    change_one(cloud, metadata.of_volume(volume.id), key, slot.isoformat())


def _retire(
    services: Services,
    caller: Caller,
    cloud: Cloud,
    policy: Resource,
    found: list[Row],
    now: datetime,
) -> None:
    """Delete the snapshots that the schedule has taken and its retention policy lets go."""
    retention: dict[str, Any] = policy.content[SCHEDULE].get("retentionPolicy") or {}
    if not retention:
        return
    oldest = now - timedelta(days=retention["maxRetentionDays"])
    covered = {v.id for v in found if _is_covered(v, policy, retention)}
    taken = snapshots.fetch(cloud)
    names = gce_names(taken)
    for snapshot in taken:
        if (
            schedule_of(snapshot)[1] == policy.id
            and snapshot["volume_id"] in covered
            and snapshot["status"] == "available"
            and datetime.fromisoformat(snapshot["created_at"]).replace(tzinfo=UTC) < oldest
        ):
            with apart(f"The end of snapshot {snapshot.name}"):
                params = {"snapshot": names[snapshot.id]}
                perform(services, caller, "compute.snapshots.delete", params)


def _is_covered(volume: Row, policy: Resource, retention: dict[str, Any]) -> bool:
    """Whether snapshots of a volume are let go: not after its disk has left the schedule, and
    after it was deleted only where the policy wants that."""
    if policy.name not in marked.policies(volume):
        return False
    return not marked.is_hidden(volume) or retention["onSourceDiskDelete"] == schedules.APPLY
