"""Consistency groups: disks that belong together, by a resource policy, and copies of all of them.

That a disk is of a group is a mark of its volume, as with other policies. Cinder has groups of
volumes, too, but a volume of one cannot be deleted, by Nova neither, and a group needs a type that
an administrator has made. So the copies are made through snapshots that are taken side by side:
each is of one moment, and theirs are close to each other, but not the same.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from gce_api.database.models import Resource
from gce_api.families.shared.call import Call
from gce_api.families.shared.kept import scope_of
from gce_api.families.storage.consistency_groups import flow as flows
from gce_api.families.storage.disks import find as disks
from gce_api.families.storage.disks import places as disk_places
from gce_api.families.storage.resource_policies.api import GROUP, POLICIES
from gce_api.google import errors
from gce_api.google.registry import implements
from gce_api.openstack import marks
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.names import gce_names
from gce_api.openstack.rows import Row

MOST = 128  # disks of a group, as at Google
SUFFIX = 8  # letters that end the name of a copy
LONGEST = 54  # of a disk's name, what begins that of its copy
PLACING = (marks.ZONE, marks.REPLICA_ZONES)

Plan = dict[str, Any]


@implements("compute.disks.bulkInsert", "compute.regionDisks.bulkInsert")
def copy_group(call: Call) -> dict[str, Any]:
    """One operation, and at its end an insert of each copy by the same ``operationGroupId``."""
    sources, group_id = _sources(call), str(secrets.randbits(63))
    plans = [_plan(call.cloud, volume, name, group_id) for volume, name in sources]
    operations = call.services.operations
    prepared = operations.prepare(
        call,
        "bulkInsert",
        f"{scope_of(call)}/disks",
        flows.copy_group,
        {"plans": plans},
        group_id=group_id,
        claims=[f"{plan['scope']}/disks/{plan['name']}" for plan in plans],
    )
    prepared.row.warnings = _warnings([volume for volume, _ in sources])
    return operations.accept(call, prepared)


def check_joining(
    call: Call, added: list[Resource], zones: list[str], present: Row | None = None
) -> None:
    """Check that a disk can have these policies as far as they are consistency groups.

    :param zones: of the disk; ``present``: its volume, if it is there already.
    :raises errors.Invalid: it would be in two groups, or away from the group's other disks.
    """
    groups = {row.name for row in added if GROUP in row.content}
    if not groups:
        return
    field = "resource.resourcePolicies"
    if len(groups | _groups_of(call, present)) > 1:
        raise _invalid(field, "A disk can be in one consistency group.")
    (name,) = groups
    others = [v for v in _members(call.cloud, name) if present is None or v.id != present.id]
    if any(sorted(disk_places.zones_of(call.cloud, v)) != sorted(zones) for v in others):
        raise _invalid(
            field,
            f"The disks of the consistency group '{name}' must be in the same zone, or in the same "
            "pair of zones.",
        )
    if len(others) >= MOST:
        raise _invalid(field, f"A consistency group has {MOST} disks at most.")


def _groups_of(call: Call, volume: Row | None) -> set[str]:
    """The consistency groups among the policies of a disk."""
    has = disks.policies(volume) if volume else {}
    of_region = (row for row in POLICIES.of_project(call) if row.scope == f"regions/{call.region}")
    return {row.name for row in of_region if GROUP in row.content and row.name in has}


def _sources(call: Call) -> list[tuple[Row, str]]:
    """The disks of the group that the request names, which must be in its place, by their names."""
    field = "resource.sourceConsistencyGroupPolicy"
    url = call.body.get("sourceConsistencyGroupPolicy")
    if not url:
        raise errors.Required(f"Invalid value for field '{field}': ''. No group is named.")
    reference = call.refer(url, "resourcePolicies", field)
    row = POLICIES.referred(call, reference, f"regions/{call.region}")
    if row.scope != f"regions/{call.region}" or GROUP not in row.content:
        raise _invalid(field, f"'{url}' is no consistency group of the region '{call.region}'.")
    found = disks.fetch(call.cloud)
    scopes = {volume.id: disk_places.scope_of(call.cloud, volume) for volume in found}
    names = gce_names(found, lambda volume: scopes[volume.id])
    members = [volume for volume in found if row.name in disks.policies(volume)]
    if not members or any(scopes[volume.id] != scope_of(call) for volume in members):
        raise _invalid(field, f"The group '{row.name}' has no disks in {scope_of(call)}.")
    return [(volume, names[volume.id]) for volume in members]


def _members(cloud: Cloud, name: str) -> list[Row]:
    return [volume for volume in disks.fetch(cloud) if name in disks.policies(volume)]


def _plan(cloud: Cloud, volume: Row, name: str, group_id: str) -> Plan:
    """The copy of a disk, which stays where that is
    (:mod:`gce_api.families.storage.consistency_groups.flow`).
    """
    suffix = hashlib.sha256(f"{group_id} {volume.id}".encode()).hexdigest()[:SUFFIX]
    new = f"{name[:LONGEST].rstrip('-')}-{suffix}"
    placing = {key: volume["metadata"][key] for key in PLACING if key in volume["metadata"]}
    return {
        "scope": disk_places.scope_of(cloud, volume),
        "name": new,
        "size_gb": volume["size"],
        "type": volume["volume_type"],
        "az": volume["availability_zone"],
        "description": volume.get("description") or "",
        "metadata": {**placing, marks.COPY_OF: volume.id},
        "snapshot": {
            "volume_id": volume.id,
            "name": f"{new} (becomes a disk)",  # no name that a snapshot of GCE's has
            "description": "",
            "metadata": {marks.WORKING: "copy"},
        },
    }


def _warnings(volumes: list[Row]) -> list[dict[str, Any]] | None:
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


def _invalid(field: str, why: str) -> errors.Invalid:
    return errors.Invalid(f"Invalid value for field '{field}': {why}")
