"""The copies of a consistency group's disks."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from gce_api.families.storage.consistency_groups.joining import invalid, members
from gce_api.families.storage.disks.found import RegionDisks
from gce_api.families.storage.disks.places import scope_of
from gce_api.families.storage.disks.plan import VolumePlan
from gce_api.families.storage.resource_policies.found import Policies
from gce_api.families.storage.snapshots.plan import SnapshotPlan
from gce_api.google import errors
from gce_api.google.names import gce_names
from gce_api.openstack import marks
from gce_api.openstack.rows import Row

SUFFIX = 8  # letters that end the name of a copy
LONGEST = 54  # of a disk's name, what begins that of its copy
PLACING = (marks.ZONE, marks.REPLICA_ZONES)

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class CopyPlan(VolumePlan):
    """The copy of a disk, by a snapshot that is there for a moment."""

    snapshot: SnapshotPlan


@dataclass(frozen=True)
class GroupFound:
    """What the copies of a group are planned with: all policies and all disks of the region."""

    policies: Policies
    disks: RegionDisks


@dataclass(frozen=True)
class GroupCopies:
    """The copies to make, and what is to be said about them."""

    plans: list[CopyPlan]
    warnings: list[Json] | None


def plan_copies(body: Json, found: GroupFound, scope: str, group_id: str) -> GroupCopies:
    """Plan the copies of the group that a request names, which has its disks in ``scope``.

    :param group_id: the operation group's, from which the copies' names are made.
    :raises errors.GceError: there is no such group, or its disks are elsewhere.
    """
    sources = _sources(body, found, scope)
    names = gce_names(found.disks.volumes, lambda volume: scope_of(found.disks.region, volume))
    plans = [_plan(volume, scope, names[volume.id], group_id) for volume in sources]
    return GroupCopies(plans, _warnings(sources))


def _sources(body: Json, found: GroupFound, scope: str) -> list[Row]:
    """The disks of the group that the request names, which must be in its place."""
    region, field = found.disks.region, "resource.sourceConsistencyGroupPolicy"
    url = body.get("sourceConsistencyGroupPolicy")
    if not url:
        raise errors.Required(f"Invalid value for field '{field}': ''. No group is named.")
    group = found.policies.refer(url, region.name, field)
    if group.scope != f"regions/{region.name}" or not group.is_group:
        raise invalid(field, f"'{url}' is no consistency group of the region '{region.name}'.")
    sources = members(found.disks, group.name)
    if not sources or any(scope_of(region, volume) != scope for volume in sources):
        raise invalid(field, f"The group '{group.name}' has no disks in {scope}.")
    return sources


def _plan(volume: Row, scope: str, name: str, group_id: str) -> CopyPlan:
    """The copy of a disk, which stays where that is."""
    suffix = hashlib.sha256(f"{group_id} {volume.id}".encode()).hexdigest()[:SUFFIX]
    new = f"{name[:LONGEST].rstrip('-')}-{suffix}"
    placing = {key: volume["metadata"][key] for key in PLACING if key in volume["metadata"]}
    return CopyPlan(
        scope=scope,
        name=new,
        size_gb=volume["size"],
        type=volume["volume_type"],
        az=volume["availability_zone"],
        description=volume.get("description") or "",
        metadata={**placing, marks.COPY_OF: volume.id},
        snapshot=SnapshotPlan(
            volume_id=volume.id,
            name=f"{new} (becomes a disk)",  # no name that a snapshot of GCE's has
            metadata={marks.WORKING: "copy"},
        ),
    )


def _warnings(volumes: list[Row]) -> list[Json] | None:
    """What is not as at Google, where that can make a difference."""
    used = [volume.name for volume in volumes if volume["attachments"]]
    if len(volumes) == 1 or not used:
        return None
    return [
        {
            "code": "EXTERNAL_API_WARNING",
            "message": "The copies are not of one moment, but of moments close to each other. What "
            f"instances write meanwhile to {', '.join(sorted(used))} may be in one and not in "
            "another.",
        }
    ]
