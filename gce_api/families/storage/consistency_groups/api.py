"""Consistency groups: disks that belong together, by a resource policy, and copies of all of them.

That a disk is of a group is a mark of its volume, as with other policies. Cinder has groups of
volumes, too, but a volume of one cannot be deleted, by Nova neither, and a group needs a type that
an administrator has made. So the copies are made through snapshots that are taken side by side:
each is of one moment, and theirs are close to each other, but not the same.
"""

from __future__ import annotations

import secrets
from typing import Any

from gce_api.families.shared.call import RegionalCall
from gce_api.families.shared.kept import scope_of
from gce_api.families.storage.consistency_groups import flow
from gce_api.families.storage.consistency_groups.plan import GroupFound, plan_copies
from gce_api.families.storage.disks.lookup import whole_region
from gce_api.families.storage.resource_policies import find as resource_policies
from gce_api.google.registry import implements


@implements("compute.disks.bulkInsert", "compute.regionDisks.bulkInsert")
def copy_group(call: RegionalCall) -> dict[str, Any]:
    """One operation, and at its end an insert of each copy by the same ``operationGroupId``."""
    scope, group_id = scope_of(call), str(secrets.randbits(63))
    found = GroupFound(resource_policies.policies(call), whole_region(call.cloud))
    copies = plan_copies(call.body, found, scope, group_id)
    operations = call.services.operations
    prepared = operations.prepare(
        call,
        "bulkInsert",
        f"{scope}/disks",
        flow.copy_group,
        {"plans": copies.plans},
        group_id=group_id,
        claims=[plan.path for plan in copies.plans],
    )
    prepared.row.warnings = copies.warnings
    return operations.accept(call, prepared)
