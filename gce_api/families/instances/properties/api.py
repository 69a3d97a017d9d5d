"""What is written about instances (labels, tags, metadata), their name and their machine type."""

from __future__ import annotations

from typing import Any

from gce_api.families.instances.instances.find import is_taken, target_of
from gce_api.families.instances.instances.status import check_stopped, status
from gce_api.families.instances.properties import find
from gce_api.families.instances.properties import flow as flows
from gce_api.families.instances.properties.update import machine_type_of
from gce_api.families.shared import metadata as plans
from gce_api.families.shared import metadata_view as metadata
from gce_api.families.shared.call import ZonalCall
from gce_api.google import errors, fingerprints
from gce_api.google.names import check_name
from gce_api.google.registry import implements
from gce_api.openstack import network_tags
from gce_api.openstack.identity import number

Json = dict[str, Any]


@implements("compute.instances.setLabels")
def set_labels(call: ZonalCall) -> Json:
    server, target = target_of(call)
    before = fingerprints.check_set_labels(call.body, metadata.labels(server["metadata"]))
    labels = call.body.get("labels") or {}
    arguments = {"server_id": server.id, "labels": labels, "before": before}
    return call.operation("setLabels", target, flows.set_labels, arguments, number(server))


@implements("compute.instances.setTags")
def set_tags(call: ZonalCall) -> Json:
    server, target = target_of(call)
    fingerprints.require(call.body.get("fingerprint"), network_tags.of(server), "tags")
    tags = sorted(set(call.body.get("items") or []))
    arguments = {"server_id": server.id, "tags": tags}
    return call.operation("setTags", target, flows.set_tags, arguments, number(server))


@implements("compute.instances.setMetadata")
def set_metadata(call: ZonalCall) -> Json:
    found = find.instance_of(call)
    server = found.server
    present = metadata.item_list(metadata.items(found.kept))
    fingerprints.require(call.body.get("fingerprint"), present, "metadata")
    short, long = plans.split(plans.items_of({"metadata": call.body}))
    before = metadata.items(server["metadata"]) if call.body.get("fingerprint") else None
    arguments = {"server_id": server.id, "short": short, "long": long, "before": before}
    return call.operation(
        "setMetadata", found.target, flows.set_metadata, arguments, number(server)
    )


@implements("compute.instances.setMachineType")
def set_machine_type(call: ZonalCall) -> Json:
    server, target = target_of(call)
    if status(server) != "TERMINATED":
        raise errors.ResourceNotReady(
            f"Instance is in state {status(server)}: its machine type can only be changed while "
            "it is stopped (TERMINATED)."
        )
    wanted = machine_type_of(call, call.body.get("machineType"), "machineType")
    arguments = {"server_id": server.id, **wanted}
    return call.operation(
        "setMachineType", target, flows.set_machine_type, arguments, number(server)
    )


@implements("compute.instances.setName")
def set_name(call: ZonalCall) -> Json:
    """The name of the server; its disks keep theirs, as at Google."""
    server, target = target_of(call)
    present, name = target.rpartition("/")[2], check_name(call.body.get("name"))
    if call.body.get("currentName") not in (None, "", present):
        raise errors.ConditionNotMet(
            f"Invalid value for field 'currentName': '{call.body['currentName']}'. The instance is "
            f"called '{present}'."
        )
    check_stopped(server, f"projects/{call.project.id}/{target}", "its name")
    if name != present and is_taken(call, call.zone, name):
        raise errors.AlreadyExists.resource(
            f"projects/{call.project.id}/zones/{call.zone.name}/instances/{name}"
        )
    arguments = {"server_id": server.id, "name": name}
    return call.operation("setName", target, flows.set_name, arguments, number(server))
