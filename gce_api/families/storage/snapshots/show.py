"""Snapshots: Cinder volume snapshots as GCE shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gce_api.families.shared import metadata_view as metadata
from gce_api.google import times
from gce_api.google.links import Links
from gce_api.google.names import gce_names, numeric_id
from gce_api.openstack import marks
from gce_api.openstack.rows import Row

STATUS = {"available": "READY", "creating": "CREATING", "deleting": "DELETING"}

Json = dict[str, Any]


def to_snapshots(
    links: Links, region: str, found: list[Row], disk_links: Mapping[str, str]
) -> list[Json]:
    """GCE's Snapshot of each row.

    :param found: all of the region, or all of one name.
    :param disk_links: the URLs of disks by the UUIDs of their volumes.
    """
    names = gce_names(found)
    return [_to_snapshot(links, region, row, names[row.id], disk_links) for row in found]


def _to_snapshot(
    links: Links, region: str, row: Row, name: str, disk_links: Mapping[str, str]
) -> Json:
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
        "storageLocations": row["metadata"].get(marks.LOCATIONS, region).split(","),
        "snapshotType": "STANDARD",
        "autoCreated": True if policy else None,
        "sourceSnapshotSchedulePolicy": links.url(policy) if policy else None,
        "sourceSnapshotSchedulePolicyId": numeric_id(policy_id) if policy_id else None,
        "selfLink": links.url(f"global/snapshots/{name}"),
        **metadata.label_fields(row["metadata"]),
    }


def schedule_of(row: Row) -> tuple[str, str]:
    """The schedule that took a snapshot: its path below the project and its UUID, or nothing."""
    path, _, policy_id = row["metadata"].get(marks.SCHEDULE, "").partition(" ")
    return path, policy_id
