"""What is written about instances (labels, tags, metadata) and their machine type."""

from __future__ import annotations

from typing import Any

from gce_api.database import metadata as database
from gce_api.families.instances.instances.find import target_of
from gce_api.families.instances.instances.status import status
from gce_api.families.instances.properties import flow as flows
from gce_api.families.places.machine_types.api import custom_name
from gce_api.families.places.machine_types.custom import resolve_flavor
from gce_api.families.shared import metadata as plans
from gce_api.families.shared import metadata_view as metadata
from gce_api.families.shared.call import Call
from gce_api.google import errors, fingerprints
from gce_api.google.registry import implements
from gce_api.openstack.identity import number
from gce_api.openstack.rows import Row


@implements("compute.instances.setLabels")
def set_labels(call: Call) -> dict[str, Any]:
    server, target = target_of(call)
    before = fingerprints.check_labels(call.body, metadata.labels(server["metadata"]))
    labels = call.body.get("labels") or {}
    arguments = {"server_id": server.id, "labels": labels, "before": before}
    return call.operation("setLabels", target, flows.set_labels, arguments, number(server))


@implements("compute.instances.setTags")
def set_tags(call: Call) -> dict[str, Any]:
    server, target = target_of(call)
    fingerprints.check(call.body.get("fingerprint"), sorted(server.get("tags", [])), "tags")
    tags = sorted(set(call.body.get("items") or []))
    arguments = {"server_id": server.id, "tags": tags}
    return call.operation("setTags", target, flows.set_tags, arguments, number(server))


@implements("compute.instances.setMetadata")
def set_metadata(call: Call) -> dict[str, Any]:
    server, target = target_of(call)
    present = metadata.item_list(_items(call, server))
    fingerprints.check(call.body.get("fingerprint"), present, "metadata")
    short, long = plans.split(plans.items_of({"metadata": call.body}))
    before = metadata.items(server["metadata"]) if call.body.get("fingerprint") else None
    arguments = {"server_id": server.id, "short": short, "long": long, "before": before}
    return call.operation("setMetadata", target, flows.set_metadata, arguments, number(server))


@implements("compute.instances.setMachineType")
def set_machine_type(call: Call) -> dict[str, Any]:
    server, target = target_of(call)
    if status(server) != "TERMINATED":
        raise errors.ResourceNotReady(
            f"Instance is in state {status(server)}: its machine type can only be changed while "
            "it is stopped (TERMINATED)."
        )
    flavor = resolve_flavor(call, call.body.get("machineType"), "machineType")
    arguments = {
        "server_id": server.id,
        "flavor_id": flavor.id,
        "machine_type": flavor.name,
        "custom": custom_name(call.body["machineType"]),
    }
    return call.operation(
        "setMachineType", target, flows.set_machine_type, arguments, number(server)
    )


def _items(call: Call, server: Row) -> dict[str, str]:
    """GCE's metadata of a server, wherever it is kept."""
    long = database.of_servers(call.services.database, [server.id]).get(server.id, {})
    return metadata.items({**server["metadata"], **long})
