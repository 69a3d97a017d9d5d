"""Instances whose insert was accepted and that have no server yet: PROVISIONING in GCE's terms.

Each is a row like the one that Nova will list first, made of the operation's plan, so that it is
named, found and shown as servers are. What only attached volumes and ports tell of a server is
shown from the plan itself, which the row holds as ``plan``.
"""

from __future__ import annotations

import uuid

from gce_api.database.models import Operation
from gce_api.families.instances.inserts.plan import InstancePlan
from gce_api.families.shared.call import Call
from gce_api.google import times
from gce_api.openstack import identity
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.places import Zone
from gce_api.openstack.rows import Row


def servers(
    call: Call,
    cloud: Cloud,
    zone: Zone | None,
    name: str | None = None,
    *,
    with_server: bool = False,
) -> list[Row]:
    """Those of a region, or of a zone, or of one name, by name (one query of the database).

    Nova has to be asked later than this: a server that is not there yet is here, then.

    :param with_server: also those that have a server, as long as the insert is not done.
    """
    place = f"zones/{zone.name if zone else '%'}"
    found = call.services.operations.unmade(
        call.project.uuid, cloud.region, place, "instances", name, with_id=with_server
    )
    return sorted((_server(row, arguments["plan"]) for row, arguments in found), key=position)


def position(row: Row) -> tuple[str, str]:
    """A row's place in the list of these."""
    return row.name, row.id


def is_in_flight(server: Row) -> bool:
    return "plan" in server


def _server(row: Operation, plan: InstancePlan) -> Row:
    """The row of a server that an insert is going to make."""
    inserted = times.of_milliseconds(row.inserted)
    return Row(
        {
            "id": str(uuid.uuid5(uuid.NAMESPACE_OID, row.name)),
            "name": plan.name,
            "description": plan.description,
            "created": inserted,
            "updated": inserted,
            "status": "BUILD",
            "OS-EXT-STS:vm_state": "building",
            "OS-EXT-AZ:availability_zone": plan.az,
            "flavor": {"original_name": plan.machine_type},
            "metadata": plan.metadata | plan.long_metadata | identity.marks_of(row.name),
            "tags": plan.tags,
            "plan": plan,
        }
    )
