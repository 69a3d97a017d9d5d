"""Making disks, which needs more of the other families than a disk itself does."""

from __future__ import annotations

from typing import Any

from gce_api.families.shared.call import Call
from gce_api.families.storage.disks import flow as flows
from gce_api.families.storage.disks.plan import of_disk, plan_volume
from gce_api.google import errors
from gce_api.google.registry import implements


@implements("compute.disks.insert", "compute.regionDisks.insert")
def insert_disk(call: Call) -> dict[str, Any]:
    if call.zone and call.body.get("replicaZones"):
        raise errors.Invalid(
            "Invalid value for field 'resource.replicaZones': a disk of a zone has none; regional "
            "disks are made by regionDisks.insert."
        )
    plan = plan_volume(call, call.zone, of_disk(call.body, call.params.get("sourceImage")))
    target = f"{plan['scope']}/disks/{plan['name']}"
    return call.operation("insert", target, flows.insert, {"plan": plan})
