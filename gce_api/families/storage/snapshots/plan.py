"""A snapshot to be taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from gce_api.families.storage.disks.marked import policies
from gce_api.families.storage.resource_policies.found import COLLECTION, Policies
from gce_api.families.storage.snapshots.found import Snapshots
from gce_api.google import errors
from gce_api.google.links import References
from gce_api.google.names import check_name
from gce_api.openstack import marks
from gce_api.openstack.rows import Row
from gce_api.operations.plans import Plan


@dataclass(frozen=True, kw_only=True)
class SnapshotPlan(Plan):
    """A snapshot to take of a volume; ``metadata`` as Cinder keeps it."""

    volume_id: str
    name: str
    description: str = ""
    metadata: dict[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The snapshot's path below the project."""
        return f"global/snapshots/{self.name}"


@dataclass(frozen=True, kw_only=True)
class SnapshotFound:
    """What a snapshot is planned with.

    :ivar region: that its disk is in.
    :ivar snapshots: those of the name that is asked for, of all regions.
    :ivar policies: the project's, if the request names the schedule that takes the snapshot.
    """

    references: References
    region: str
    volume: Row
    snapshots: Snapshots
    policies: Policies


def plan_snapshot(body: dict[str, Any], found: SnapshotFound) -> SnapshotPlan:
    """Check the body of a request for a snapshot of a volume, and plan it.

    :raises errors.GceError: the snapshot cannot be had as asked for.
    """
    name = check_name(body.get("name"))
    if found.snapshots.named(name):
        path = f"projects/{found.references.project.id}/global/snapshots/{name}"
        raise errors.AlreadyExists.resource(path)
    labels = body.get("labels") or {}
    locations = ",".join(body.get("storageLocations") or [])
    return SnapshotPlan(
        volume_id=found.volume.id,
        name=name,
        description=body.get("description") or "",
        metadata={
            **{marks.LABEL + key: value for key, value in labels.items()},
            **({marks.LOCATIONS: locations} if locations else {}),
            **_schedule(body, found),
        },
    )


def _schedule(body: dict[str, Any], found: SnapshotFound) -> dict[str, str]:
    """The mark of a snapshot that a schedule takes, if its disk has that."""
    url = body.get("sourceSnapshotSchedulePolicy")
    if not url:
        return {}
    field_name = "resource.sourceSnapshotSchedulePolicy"
    name = found.references.refer(url, COLLECTION, field_name).name
    if name not in policies(found.volume):
        return {}
    policy = found.policies.at(f"regions/{found.region}", name)
    return {marks.SCHEDULE: f"{policy.path} {policy.id}"}
