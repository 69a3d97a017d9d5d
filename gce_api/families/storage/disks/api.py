"""Changing and deleting disks, of a zone and of a region."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from gce_api.families.shared import metadata_view as metadata
from gce_api.families.shared.call import Call
from gce_api.families.shared.instance_links import instance_links
from gce_api.families.shared.kept import scope_of
from gce_api.families.storage.consistency_groups import api as consistency_groups
from gce_api.families.storage.disks import find as disks
from gce_api.families.storage.disks import flow as flows
from gce_api.families.storage.disks import places as disk_places
from gce_api.families.storage.images.show import ARCHITECTURES
from gce_api.families.storage.resource_policies import api as resource_policies
from gce_api.google import errors, fingerprints
from gce_api.google.registry import implements
from gce_api.openstack.rows import Row

# what a whole Disk says of itself; a client may send it along with what it wants to change
IDENTITY = {"id", "kind", "name", "selfLink", "zone", "region", "labelFingerprint"}


@implements("compute.disks.resize", "compute.regionDisks.resize")
def resize_disk(call: Call) -> dict[str, Any]:
    volume, target = _target(call)
    size = _new_size(call, volume)
    if size == volume["size"]:
        raise _only_grows(size, volume)
    arguments = {"volume_id": volume.id, "size_gb": size}
    return call.operation("resizeDisk", target, flows.resize, arguments, volume.id)


@implements("compute.disks.delete", "compute.regionDisks.delete")
def delete_disk(call: Call) -> dict[str, Any]:
    """Its snapshots live on (:mod:`gce_api.families.storage.disks.kept_volumes`)."""
    volume, target = _target(call)
    servers = {entry["server_id"] for entry in volume["attachments"]}
    if servers:
        user = next(iter(instance_links(call, call.cloud, servers).values()), "an instance")
        raise errors.ResourceInUse(
            f"The disk resource 'projects/{call.project.id}/{target}' is already being used by "
            f"'{user.removeprefix(call.links.base)}'"
        )
    return call.operation("delete", target, flows.delete, {"volume_id": volume.id}, volume.id)


@implements("compute.disks.setLabels", "compute.regionDisks.setLabels")
def set_disk_labels(call: Call) -> dict[str, Any]:
    return _set_labels(call, call.body)


@implements("compute.disks.bulkSetLabels")
def set_labels_in_bulk(call: Call) -> dict[str, Any]:
    """The labels of the one disk that ``resource`` names: no request can name others."""
    name, requests = call.params.get("resource"), call.body.get("requests") or []
    if not name:
        raise errors.Required("Required field 'resource' not specified")
    if len(requests) != 1:
        raise errors.Invalid(
            "Invalid value for field 'resource.requests': there must be one, for the disk that "
            "the parameter 'resource' names."
        )
    return _set_labels(call, requests[0])


@implements("compute.disks.update", "compute.regionDisks.update")
def update_disk(call: Call) -> dict[str, Any]:
    """Changes what ``paths`` or ``updateMask`` name, else everything that the body has."""
    volume, target = _target(call)
    given = [*call.params.get("paths", ()), call.params.get("updateMask") or ""]
    masked = ",".join(given).split(",")
    fields = {_camel(name) for name in masked if name} or call.body.keys() - IDENTITY
    changes = {}
    for field in sorted(fields):
        if field not in CHANGES:
            raise errors.Unsupported(f"The field '{field}' of a disk cannot be changed here.")
        changes[field] = CHANGES[field](call, volume)
    arguments = {"volume_id": volume.id, "changes": changes}
    return call.operation("update", target, flows.update, arguments, volume.id)


@implements("compute.disks.addResourcePolicies", "compute.regionDisks.addResourcePolicies")
def add_resource_policies(call: Call) -> dict[str, Any]:
    volume, target = _target(call)
    wanted = resource_policies.of_disk(call, call.body.get("resourcePolicies") or [])
    zones = disk_places.zones_of(call.cloud, volume)
    consistency_groups.check_joining(call, wanted, zones, volume)
    since = datetime.now(UTC).isoformat(timespec="seconds")
    new = {row.name: since for row in wanted if row.name not in disks.policies(volume)}
    arguments = {"volume_id": volume.id, "added": new, "removed": []}
    return call.operation("addResourcePolicies", target, flows.set_policies, arguments, volume.id)


@implements("compute.disks.removeResourcePolicies", "compute.regionDisks.removeResourcePolicies")
def remove_resource_policies(call: Call) -> dict[str, Any]:
    volume, target = _target(call)
    urls = call.body.get("resourcePolicies") or []
    field = "resource.resourcePolicies"
    named = [call.refer(url, "resourcePolicies", field).name for url in urls]
    for name in named:
        if name not in disks.policies(volume):
            raise errors.Invalid(
                f"Invalid value for field '{field}': '{name}'. The disk does not have this policy."
            )
    arguments = {"volume_id": volume.id, "added": {}, "removed": named}
    return call.operation(
        "removeResourcePolicies", target, flows.set_policies, arguments, volume.id
    )


def _set_labels(call: Call, asked: dict[str, Any]) -> dict[str, Any]:
    volume, target = _target(call)
    before = fingerprints.check_labels(asked, metadata.labels(volume["metadata"]))
    labels = asked.get("labels") or {}
    arguments = {"volume_id": volume.id, "labels": labels, "before": before}
    return call.operation(call.method.name, target, flows.set_labels, arguments, volume.id)


def _labels(call: Call, volume: Row) -> dict[str, str]:
    fingerprints.check_labels(call.body, metadata.labels(volume["metadata"]))
    labels: dict[str, str] = call.body.get("labels") or {}
    return labels


def _new_size(call: Call, volume: Row) -> int:
    size = int(call.body.get("sizeGb") or 0)
    if size < volume["size"]:
        raise _only_grows(size, volume)
    return size


def _only_grows(size: int, volume: Row) -> errors.Invalid:
    return errors.Invalid(
        f"Invalid value for field 'sizeGb': '{size}'. A disk can only grow; its size is "
        f"{volume['size']} GB."
    )


def _architecture(call: Call, volume: Row) -> str:
    asked = call.body.get("architecture", "")
    for architecture, shown in ARCHITECTURES.items():
        if shown == asked:
            return architecture
    raise errors.Invalid(
        f"Invalid value for field 'resource.architecture': '{asked}'. "
        f"Must be one of: {', '.join(ARCHITECTURES.values())}."
    )


CHANGES = {
    "architecture": _architecture,
    "description": lambda call, volume: call.body.get("description", ""),
    "labels": _labels,
    "sizeGb": _new_size,
}


def _camel(name: str) -> str:
    """``size_gb`` as ``sizeGb``: field masks may be written in either way."""
    return re.sub(r"_([a-z])", lambda match: match[1].upper(), name.strip())


def _target(call: Call) -> tuple[Row, str]:
    """The volume that a call is about, and its path below the project."""
    scope, name = scope_of(call), call.params.get("disk") or call.params["resource"]
    return disks.by_name(call, call.cloud, scope, name), f"{scope}/disks/{name}"
