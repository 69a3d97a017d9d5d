"""Snapshots: Cinder volume snapshots in GCE's terms."""

from __future__ import annotations

from typing import Any

from gce_api.families.shared import metadata_view as metadata
from gce_api.families.shared.call import Call, ListCall, RegionalCall
from gce_api.families.shared.kept import scope_of
from gce_api.families.storage.disks import lookup as disks
from gce_api.families.storage.disks.related import links_by_id
from gce_api.families.storage.snapshots import find, flow
from gce_api.families.storage.snapshots.plan import plan_snapshot
from gce_api.families.storage.snapshots.show import to_snapshots
from gce_api.google import errors, fingerprints
from gce_api.google.names import numeric_id
from gce_api.google.registry import implements
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row

Json = dict[str, Any]


@implements("compute.snapshots.list")
def list_snapshots(call: ListCall) -> list[Json]:
    return call.in_scope(lambda cloud: _shown(call, cloud, find.fetch(cloud)))


@implements("compute.snapshots.get")
def get_snapshot(call: Call) -> Json:
    cloud, snapshot, same = find.located(call, call.name)
    shown = _shown(call, cloud, same)
    return next(entry for entry in shown if entry["id"] == numeric_id(snapshot.id))


def _shown(call: Call, cloud: Cloud, found: list[Row]) -> list[Json]:
    if not found:
        return []
    return to_snapshots(call.links, cloud.name, found, links_by_id(call.links, cloud))


@implements("compute.snapshots.insert")
def insert_snapshot(call: Call) -> Json:
    """A snapshot is global; it is made where its disk is.

    It counts as taken by a schedule that it names, if its disk has that.
    """
    url = call.body.get("sourceDisk")
    if not url:
        raise errors.Required("Invalid value for field 'resource.sourceDisk': ''. It is missing.")
    source = disks.referred(call, url).locate(url, "resource.sourceDisk")
    plan = plan_snapshot(call.body, find.for_snapshot(call, source.region.name, source.volume))
    cloud = call.cloud_of(source.region.name)
    return call.operation("insert", plan.path, flow.insert, {"plan": plan}, cloud=cloud)


@implements("compute.disks.createSnapshot", "compute.regionDisks.createSnapshot")
def create_snapshot(call: RegionalCall) -> Json:
    """The same as an operation on the disk."""
    _, volume = disks.of_path(call, call.name)
    plan = plan_snapshot(call.body, find.for_snapshot(call, call.region, volume))
    target = f"{scope_of(call)}/disks/{call.name}"
    arguments = {"plan": plan}
    return call.operation(
        "createSnapshot", target, flow.take, arguments, volume.id, claims=[plan.path]
    )


@implements("compute.snapshots.delete")
def delete_snapshot(call: Call) -> Json:
    cloud, snapshot, _ = find.located(call, call.name)
    arguments = {"snapshot_id": snapshot.id}
    target = f"global/snapshots/{call.name}"
    return call.operation("delete", target, flow.delete, arguments, snapshot.id, cloud=cloud)


@implements("compute.snapshots.setLabels")
def set_snapshot_labels(call: Call) -> Json:
    cloud, snapshot, _ = find.located(call, call.name)
    before = fingerprints.check_set_labels(call.body, metadata.labels(snapshot["metadata"]))
    labels = call.body.get("labels") or {}
    arguments = {"snapshot_id": snapshot.id, "labels": labels, "before": before}
    target = f"global/snapshots/{call.name}"
    return call.operation("setLabels", target, flow.set_labels, arguments, snapshot.id, cloud=cloud)
