"""Making and deleting instances; what they are, and the rest of their life: instances.py."""

from __future__ import annotations

from typing import Any

from gce_api.families.instances.instances import flow as flows
from gce_api.families.instances.instances.find import find_instance
from gce_api.families.instances.instances.plan import Plan, plan_instance
from gce_api.families.instances.machine_images.plan import with_machine_image
from gce_api.families.instances.templates.api import with_template
from gce_api.families.networks.addresses.rows import is_ephemeral
from gce_api.families.shared.call import Call
from gce_api.google import errors
from gce_api.google.registry import implements
from gce_api.openstack import marks, own
from gce_api.openstack.identity import number
from gce_api.openstack.parallel import gather
from gce_api.operations.rows import Prepared


@implements("compute.instances.insert")
def insert_instance(call: Call) -> dict[str, Any]:
    template = call.params.get("sourceInstanceTemplate")
    body = with_template(call, template, call.body) if template else call.body
    assert call.zone
    plan = plan_instance(call, call.zone, with_machine_image(call, body))
    return call.services.operations.accept(call, prepare_insert(call, plan))


def prepare_insert(call: Call, plan: Plan, group_id: str | None = None) -> Prepared:
    """The operation that makes a planned instance in the zone of the call's path.

    :param group_id: of the request that asks for several.
    """
    assert call.zone
    target = f"zones/{call.zone.name}/instances/{plan['name']}"
    new = [disk for disk in plan["disks"] if "name" in disk]
    claims = [f"{disk['scope']}/disks/{disk['name']}" for disk in new]
    return call.services.operations.prepare(
        call, "insert", target, flows.insert, {"plan": plan}, group_id=group_id, claims=claims
    )


@implements("compute.instances.delete")
def delete_instance(call: Call) -> dict[str, Any]:
    assert call.zone
    server = find_instance(call, call.name)
    target = f"zones/{call.zone.name}/instances/{call.name}"
    if server["metadata"].get(marks.DELETION_PROTECTION) == "true":
        raise errors.Invalid(
            "Invalid resource usage: 'Resource cannot be deleted if it's protected against "
            f"deletion. Resource: projects/{call.project.id}/{target}'."
        )
    ports, addresses, attachments = gather(
        lambda: own.ports(call.cloud, {"device_id": server.id}),
        lambda: own.floating_ips(call.cloud),
        lambda: list(call.cloud.compute.volume_attachments(server.id)),
    )
    of_server = {port.id for port in ports}
    bound = [address for address in addresses if address["port_id"] in of_server]
    arguments = {
        "server_id": server.id,
        "volume_ids": [a.volume_id for a in attachments if a.delete_on_termination],
        "port_ids": [p.id for p in ports if (p["description"] or "").startswith(marks.PORT)],
        "address_ids": [address.id for address in bound if is_ephemeral(address)],
        "lasting_ids": [address.id for address in bound if not is_ephemeral(address)],
    }
    return call.operation("delete", target, flows.delete, arguments, number(server))
