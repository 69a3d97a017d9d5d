"""Changing an instance as a whole, and its name."""

from __future__ import annotations

from typing import Any

from gce_api.families.instances.disks.api import attached_disks
from gce_api.families.instances.instances.find import is_taken, show, target_of
from gce_api.families.instances.instances.show import with_views
from gce_api.families.instances.settings.api import check_stopped
from gce_api.families.instances.updates import flow as flows
from gce_api.families.instances.updates.plan import needs_rest, plan_changes
from gce_api.families.places.machine_types.api import custom_name
from gce_api.families.places.machine_types.custom import resolve_flavor
from gce_api.families.shared.call import Call
from gce_api.google import errors, fingerprints
from gce_api.google.names import check_name
from gce_api.google.registry import implements
from gce_api.openstack.identity import number
from gce_api.openstack.rows import Row


@implements("compute.instances.update")
def update_instance(call: Call) -> dict[str, Any]:
    """PUT: what the body does not say of labels, tags, metadata and settings is removed."""
    views, (server, target) = with_views(call, call.cloud, lambda: target_of(call))
    shown = show(call, views, server)
    fingerprints.check(call.body.get("fingerprint"), [server.id, server["updated"]], "instance")
    _check_fingerprints(call.body, shown)
    changes = plan_changes(call.body, shown)
    if changes["auto_delete"]:
        changes["auto_delete"] = _by_volume(call, server, changes["auto_delete"])
    arguments: dict[str, Any] = {"server_id": server.id, "changes": changes}
    machine_type = call.body.get("machineType") or shown["machineType"]
    if needs_rest(changes):
        check_stopped(call, server, target, "what is to be updated")
    if machine_type.rpartition("/")[2] == shown["machineType"].rpartition("/")[2]:
        return call.operation("update", target, flows.update, arguments, number(server))
    check_stopped(call, server, target, "its machine type")
    flavor = resolve_flavor(call, machine_type)
    arguments |= {
        "flavor_id": flavor.id,
        "machine_type": flavor.name,
        "custom": custom_name(machine_type),
    }
    return call.operation("update", target, flows.update_and_resize, arguments, number(server))


@implements("compute.instances.setName")
def set_name(call: Call) -> dict[str, Any]:
    """The name of the server; its disks keep theirs, as at Google."""
    server, target = target_of(call)
    present, name = target.rpartition("/")[2], check_name(call.body.get("name"))
    if call.body.get("currentName") not in (None, "", present):
        raise errors.ConditionNotMet(
            f"Invalid value for field 'currentName': '{call.body['currentName']}'. The instance is "
            f"called '{present}'."
        )
    check_stopped(call, server, target, "its name")
    assert call.zone
    if name != present and is_taken(call, call.zone, name):
        raise errors.AlreadyExists.resource(
            f"projects/{call.project.id}/zones/{call.zone.name}/instances/{name}"
        )
    arguments = {"server_id": server.id, "name": name}
    return call.operation("setName", target, flows.set_name, arguments, number(server))


def _by_volume(call: Call, server: Row, auto_delete: dict[str, bool]) -> dict[str, bool]:
    """What is said of disks by their device names, by the UUIDs of their volumes."""
    return {
        volume_id: auto_delete[disk["deviceName"]]
        for volume_id, disk in attached_disks(call, server)
        if volume_id and disk["deviceName"] in auto_delete
    }


def _check_fingerprints(body: dict[str, Any], shown: dict[str, Any]) -> None:
    """Those of what an update replaces.

    :raises errors.ConditionNotMet: somebody else was faster.
    """
    fingerprints.check_labels(body, shown.get("labels") or {})
    for part in ("tags", "metadata"):
        given = (body.get(part) or {}).get("fingerprint")
        fingerprints.check(given, shown[part].get("items") or [], part)
