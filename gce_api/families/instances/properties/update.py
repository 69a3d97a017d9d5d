"""Changing an instance as a whole."""

from __future__ import annotations

from typing import Any

from gce_api.families.instances.instances.status import check_stopped
from gce_api.families.instances.properties import find
from gce_api.families.instances.properties import flow as flows
from gce_api.families.instances.properties.plan import plan_changes
from gce_api.families.places.machine_types.custom import resolve_flavor
from gce_api.families.places.machine_types.plan import custom_name
from gce_api.families.shared.call import ZonalCall
from gce_api.google import fingerprints
from gce_api.google.registry import implements
from gce_api.openstack.identity import number

Json = dict[str, Any]


@implements("compute.instances.update")
def update_instance(call: ZonalCall) -> Json:
    """PUT: what the body does not say of labels, tags, metadata and settings is removed."""
    found = find.for_update(call)
    server, shown = found.server, found.shown
    fingerprints.check(call.body.get("fingerprint"), [server.id, server["updated"]], "instance")
    _check_fingerprints(call.body, shown)
    changes = plan_changes(call.body, shown, found.volumes)
    path = f"projects/{call.project.id}/{found.target}"
    if changes.need_rest:
        check_stopped(server, path, "what is to be updated")
    arguments: Json = {"server_id": server.id, "changes": changes}
    flow = flows.update
    machine_type = call.body.get("machineType") or shown["machineType"]
    if machine_type.rpartition("/")[2] != shown["machineType"].rpartition("/")[2]:
        check_stopped(server, path, "its machine type")
        flow = flows.update_and_resize
        arguments |= machine_type_of(call, machine_type)
    return call.operation("update", found.target, flow, arguments, number(server))


def machine_type_of(call: ZonalCall, url: Any, field: str = "resource.machineType") -> Json:
    """What a flow has to know of a machine type that a request names.

    :raises errors.Invalid: this cloud cannot have such a machine type.
    """
    flavor = resolve_flavor(call, url, field)
    return {"flavor_id": flavor.id, "machine_type": flavor.name, "custom": custom_name(url)}


def _check_fingerprints(body: Json, shown: Json) -> None:
    """Those of what an update replaces.

    :raises errors.ConditionNotMet: somebody else was faster.
    """
    fingerprints.check_labels(body, shown.get("labels") or {})
    for part in ("tags", "metadata"):
        given = (body.get(part) or {}).get("fingerprint")
        fingerprints.check(given, shown[part].get("items") or [], part)
