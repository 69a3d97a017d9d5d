"""Disks, of a zone and of a region: Cinder volumes in GCE's terms."""

from __future__ import annotations

from typing import Any

from gce_api.families.shared import metadata_view as metadata
from gce_api.families.shared.call import Call, ListCall, RegionalCall
from gce_api.families.shared.instance_links import instance_links
from gce_api.families.shared.kept import scope_of
from gce_api.families.storage.consistency_groups.joining import check_joining
from gce_api.families.storage.disks import find, flow, lookup, places
from gce_api.families.storage.disks.changes import (
    new_size,
    only_grows,
    plan_update,
    policies_to_remove,
)
from gce_api.families.storage.disks.marked import policies
from gce_api.families.storage.disks.plan import plan_volume
from gce_api.families.storage.disks.related import related
from gce_api.families.storage.disks.requests import of_disk
from gce_api.families.storage.disks.show import to_disks
from gce_api.google import errors, fingerprints
from gce_api.google.names import numeric_id
from gce_api.google.registry import implements
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.places import region as region_of
from gce_api.openstack.rows import Row

Json = dict[str, Any]


@implements("compute.disks.list", "compute.disks.aggregatedList", "compute.regionDisks.list")
def list_disks(call: ListCall) -> list[Json]:
    def of_region(cloud: Cloud) -> list[Json]:
        region = region_of(cloud)
        found = lookup.fetch(cloud)
        wanted = [v for v in found if _is_wanted(call, places.scope_of(region, v))]
        return _shown(call, cloud, wanted)

    return call.in_scope(of_region)


def _is_wanted(call: Call, scope: str) -> bool:
    """Whether a list is to have the disks of a zone or region."""
    if call.method.name == "aggregatedList":
        return True
    return scope == scope_of(call) if call.region else scope.startswith("zones/")


@implements("compute.disks.get", "compute.regionDisks.get")
def get_disk(call: RegionalCall) -> Json:
    disks, volume = lookup.of_path(call, call.name)
    same = [v for v in disks.of_scope(scope_of(call)) if v.name == volume.name]
    shown = _shown(call, call.cloud, same)
    return next(disk for disk in shown if disk["id"] == numeric_id(volume.id))


def _shown(call: Call, cloud: Cloud, volumes: list[Row]) -> list[Json]:
    if not volumes:
        return []
    return to_disks(call.links, region_of(cloud), volumes, related(call, cloud, volumes))


@implements("compute.disks.insert", "compute.regionDisks.insert")
def insert_disk(call: RegionalCall) -> Json:
    if call.zone and call.body.get("replicaZones"):
        raise errors.Invalid(
            "Invalid value for field 'resource.replicaZones': a disk of a zone has none; regional "
            "disks are made by regionDisks.insert."
        )
    asked = of_disk(call.body, call.params.get("sourceImage"))
    plan = plan_volume(asked, find.for_volumes(call, [asked]))
    return call.operation("insert", plan.path, flow.insert, {"plan": plan})


@implements("compute.disks.resize", "compute.regionDisks.resize")
def resize_disk(call: RegionalCall) -> Json:
    volume, target = _target(call)
    size = new_size(volume, call.body)
    if size == volume["size"]:
        raise only_grows(size, volume)
    arguments = {"volume_id": volume.id, "size_gb": size}
    return call.operation("resizeDisk", target, flow.resize, arguments, volume.id)


@implements("compute.disks.delete", "compute.regionDisks.delete")
def delete_disk(call: RegionalCall) -> Json:
    """Its snapshots live on (:mod:`gce_api.families.storage.disks.kept_volumes`)."""
    volume, target = _target(call)
    servers = {entry["server_id"] for entry in volume["attachments"]}
    if servers:
        user = next(iter(instance_links(call, call.cloud, servers).values()), "an instance")
        path = f"projects/{call.project.id}/{target}"
        raise errors.ResourceInUse.by("disk", path, user.removeprefix(call.links.base))
    return call.operation("delete", target, flow.delete, {"volume_id": volume.id}, volume.id)


@implements("compute.disks.setLabels", "compute.regionDisks.setLabels")
def set_disk_labels(call: RegionalCall) -> Json:
    return _set_labels(call, call.body)


@implements("compute.disks.bulkSetLabels")
def set_labels_in_bulk(call: RegionalCall) -> Json:
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


def _set_labels(call: RegionalCall, asked: Json) -> Json:
    volume, target = _target(call)
    before = fingerprints.check_set_labels(asked, metadata.labels(volume["metadata"]))
    labels = asked.get("labels") or {}
    arguments = {"volume_id": volume.id, "labels": labels, "before": before}
    return call.operation(call.method.name, target, flow.set_labels, arguments, volume.id)


@implements("compute.disks.update", "compute.regionDisks.update")
def update_disk(call: RegionalCall) -> Json:
    """Changes what ``paths`` or ``updateMask`` name, else everything that the body has."""
    volume, target = _target(call)
    masks = [*call.params.get("paths", ()), call.params.get("updateMask") or ""]
    changes = plan_update(volume, call.body, masks)
    arguments = {"volume_id": volume.id, "changes": changes}
    return call.operation("update", target, flow.update, arguments, volume.id)


@implements("compute.disks.addResourcePolicies", "compute.regionDisks.addResourcePolicies")
def add_resource_policies(call: RegionalCall) -> Json:
    volume, target = _target(call)
    urls = call.body.get("resourcePolicies") or []
    known, disks = find.for_policies(call, urls)
    wanted = known.of_disk(urls, call.region)
    check_joining(known, disks, wanted, places.zones_of(disks.region, volume), volume)
    since = find.now()
    new = {policy.name: since for policy in wanted if policy.name not in policies(volume)}
    arguments = {"volume_id": volume.id, "added": new, "removed": []}
    return call.operation("addResourcePolicies", target, flow.set_policies, arguments, volume.id)


@implements("compute.disks.removeResourcePolicies", "compute.regionDisks.removeResourcePolicies")
def remove_resource_policies(call: RegionalCall) -> Json:
    volume, target = _target(call)
    urls = call.body.get("resourcePolicies") or []
    removed = policies_to_remove(call.references, volume, urls)
    arguments = {"volume_id": volume.id, "added": {}, "removed": removed}
    return call.operation("removeResourcePolicies", target, flow.set_policies, arguments, volume.id)


def _target(call: RegionalCall) -> tuple[Row, str]:
    """The volume that a call is about, and its path below the project."""
    name = call.params.get("disk") or call.params["resource"]
    _, volume = lookup.of_path(call, name)
    return volume, f"{scope_of(call)}/disks/{name}"
