"""Snapshots: Cinder volume snapshots in GCE's terms."""

from __future__ import annotations

import functools
from typing import Any

from gce_api.families.shared import metadata_view as metadata
from gce_api.families.shared.call import Call
from gce_api.families.shared.kept import scope_of
from gce_api.families.storage.disks import find as disks
from gce_api.families.storage.resource_policies.api import POLICIES
from gce_api.families.storage.snapshots import flow as flows
from gce_api.google import errors, fingerprints, times
from gce_api.google.registry import implements
from gce_api.openstack import finding, marks, volume_snapshots
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.names import check_name, gce_names, numeric_id
from gce_api.openstack.parallel import map_regions
from gce_api.openstack.rows import Row

STATUS = {"available": "READY", "creating": "CREATING", "deleting": "DELETING"}


@implements("compute.snapshots.list")
def list_snapshots(call: Call) -> list[dict[str, Any]]:
    return call.in_scope(lambda cloud: to_snapshots(call, cloud, fetch(cloud)))


@implements("compute.snapshots.get")
def get_snapshot(call: Call) -> dict[str, Any]:
    cloud, snapshot = by_name(call, call.name)
    shown = to_snapshots(call, cloud, fetch(cloud, name=snapshot.name) or [snapshot])
    return next(entry for entry in shown if entry["id"] == numeric_id(snapshot.id))


@implements("compute.snapshots.insert")
def insert_snapshot(call: Call) -> dict[str, Any]:
    """A snapshot is global; it is made where its disk is.

    It counts as taken by a schedule that it names, if its disk has that.
    """
    if not call.body.get("sourceDisk"):
        raise errors.Required("Invalid value for field 'resource.sourceDisk': ''. It is missing.")
    source = disks.locate_disk(call, call.body["sourceDisk"], "resource.sourceDisk")
    plan = _plan(call, source.cloud, source.volume)
    target = f"global/snapshots/{plan['name']}"
    return call.operation("insert", target, flows.insert, {"plan": plan}, cloud=source.cloud)


@implements("compute.disks.createSnapshot", "compute.regionDisks.createSnapshot")
def create_snapshot(call: Call) -> dict[str, Any]:
    """The same as an operation on the disk."""
    scope = scope_of(call)
    volume = disks.by_name(call, call.cloud, scope, call.name)
    plan = _plan(call, call.cloud, volume)
    target = f"{scope}/disks/{call.name}"
    claims = [f"global/snapshots/{plan['name']}"]
    return call.operation(
        "createSnapshot", target, flows.take, {"plan": plan}, volume.id, claims=claims
    )


@implements("compute.snapshots.delete")
def delete_snapshot(call: Call) -> dict[str, Any]:
    cloud, snapshot = by_name(call, call.name)
    arguments = {"snapshot_id": snapshot.id}
    target = f"global/snapshots/{call.name}"
    return call.operation("delete", target, flows.delete, arguments, snapshot.id, cloud=cloud)


@implements("compute.snapshots.setLabels")
def set_snapshot_labels(call: Call) -> dict[str, Any]:
    cloud, snapshot = by_name(call, call.name)
    before = fingerprints.check_labels(call.body, metadata.labels(snapshot["metadata"]))
    labels = call.body.get("labels") or {}
    arguments = {"snapshot_id": snapshot.id, "labels": labels, "before": before}
    target = f"global/snapshots/{call.name}"
    return call.operation(
        "setLabels", target, flows.set_labels, arguments, snapshot.id, cloud=cloud
    )


def find_snapshot(call: Call, url: str, field: str = "sourceSnapshot") -> Row:
    """The Cinder snapshot that a request refers to, in the region of its path if it has one.

    The parts of a machine image are found, too, by their numeric ids.

    :raises errors.Invalid: the URL does not refer to a snapshot.
    :raises errors.NotFound: there is no such snapshot.
    """
    return by_name(call, call.refer(url, "snapshots", field).name, parts=True)[1]


def by_name(call: Call, name: str, *, parts: bool = False) -> tuple[Cloud, Row]:
    """A snapshot by its name or id, and the region that it is in.

    :param parts: whether it may be a part of a machine image.
    :raises errors.NotFound: there is none.
    """
    for cloud in [call.cloud] if call.region else call.clouds:
        everything = functools.partial(fetch_all if parts else fetch, cloud)
        found = finding.by_name(name, functools.partial(_named, cloud), everything)
        if found:
            return cloud, found
    raise errors.NotFound.resource(f"projects/{call.project.id}/global/snapshots/{name}")


def fetch(cloud: Cloud, **query: str) -> list[Row]:
    """The project's snapshots in a region, without what is a part of something else."""
    found = fetch_all(cloud, **query)
    return [s for s in found if not any(m in s["metadata"] for m in marks.HIDDEN_SNAPSHOTS)]


def fetch_all(cloud: Cloud, **query: str) -> list[Row]:
    """The same with parts of machine images, and such as an operation works with."""
    return volume_snapshots.listed(cloud, query)


def to_snapshots(call: Call, cloud: Cloud, found: list[Row]) -> list[dict[str, Any]]:
    """GCE's Snapshot of each row; ``found``: all of the region, or all of one name."""
    names = gce_names(found)
    disk_links = disks.links_by_id(call, cloud) if found else {}
    return [_to_snapshot(call, cloud, row, names[row.id], disk_links) for row in found]


def _to_snapshot(
    call: Call, cloud: Cloud, row: Row, name: str, disk_links: dict[str, str]
) -> dict[str, Any]:
    policy, policy_id = schedule_of(row)
    return {
        "id": numeric_id(row.id),
        "name": name,
        "description": row.get("description") or None,
        "creationTimestamp": times.rfc3339(row["created_at"]),
        "status": STATUS.get(row["status"], "FAILED"),
        "diskSizeGb": row["size"],
        "sourceDisk": disk_links.get(row["volume_id"]),
        "sourceDiskId": numeric_id(row["volume_id"]),
        "storageBytes": row["size"] << 30,  # Cinder does not tell what it really takes
        "storageBytesStatus": "UP_TO_DATE",
        "storageLocations": row["metadata"].get(marks.LOCATIONS, cloud.name).split(","),
        "snapshotType": "STANDARD",
        "autoCreated": True if policy else None,
        "sourceSnapshotSchedulePolicy": call.links.url(policy) if policy else None,
        "sourceSnapshotSchedulePolicyId": numeric_id(policy_id) if policy_id else None,
        "selfLink": call.links.url(f"global/snapshots/{name}"),
        **metadata.label_fields(row["metadata"]),
    }


def schedule_of(row: Row) -> tuple[str, str]:
    """The schedule that took a snapshot: its path below the project and its UUID, or nothing."""
    path, _, policy_id = row["metadata"].get(marks.SCHEDULE, "").partition(" ")
    return path, policy_id


def _named(cloud: Cloud, name: str) -> list[Row]:
    return fetch(cloud, name=name)


def _plan(call: Call, cloud: Cloud, volume: Row) -> dict[str, Any]:
    """Check the body of a request for a snapshot of a volume; for :func:`flows.insert`."""
    name = check_name(call.body.get("name"))
    if any(map_regions(lambda one: _named(one, name), call.clouds)):
        raise errors.AlreadyExists.resource(f"projects/{call.project.id}/global/snapshots/{name}")
    labels = call.body.get("labels") or {}
    locations = ",".join(call.body.get("storageLocations") or [])
    return {
        "volume_id": volume.id,
        "name": name,
        "description": call.body.get("description") or "",
        "metadata": {
            **{marks.LABEL + key: value for key, value in labels.items()},
            **({marks.LOCATIONS: locations} if locations else {}),
            **_schedule(call, cloud, volume),
        },
    }


def _schedule(call: Call, cloud: Cloud, volume: Row) -> dict[str, str]:
    """The mark of a snapshot that a schedule takes."""
    url = call.body.get("sourceSnapshotSchedulePolicy")
    if not url:
        return {}
    reference = call.refer(url, "resourcePolicies", "resource.sourceSnapshotSchedulePolicy")
    if reference.name not in disks.policies(volume):
        return {}
    policy = POLICIES.find(call, f"regions/{cloud.name}", reference.name)
    return {marks.SCHEDULE: f"{policy.scope}/{POLICIES.name}/{policy.name} {policy.id}"}
