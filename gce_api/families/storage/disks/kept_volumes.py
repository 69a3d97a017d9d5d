"""Volumes of deleted disks, kept for their snapshots.

A snapshot of GCE survives its disk. Cinder does not delete a volume that has snapshots, as most
of its back ends need the one for the other. So the volume stays: marked, which hides it from
GCE's clients and frees the disk's name; renamed, so that people who see it elsewhere know what it
is; and counted by Cinder's quota, as it does take the room. It goes with its last snapshot.

Nothing is copied, so a disk is deleted as fast as it ever was, and a snapshot keeps every byte.
"""

from __future__ import annotations

from typing import Any

from openstack import exceptions as sdk

from gce_api.families.shared.keys import change_one
from gce_api.openstack import marks, rows
from gce_api.openstack.cloud import Cloud
from gce_api.operations.kinds import Row

NAME_LENGTH = 255  # of a Cinder volume
SUFFIX = " (deleted, kept for its snapshots)"


def delete_or_keep(cloud: Cloud, volume: Row) -> bool:
    """Ask Cinder to delete a volume, or keep it for its snapshots.

    :return: whether it is kept; else ask again until it is gone.
    """
    try:
        cloud.volumes.delete_volume(volume["id"])
    except sdk.BadRequestException:
        found = _snapshots(cloud, volume["id"])
        if not found:
            raise
        if all(snapshot["status"] == "deleting" for snapshot in found):
            return False
        _keep(cloud, volume)
        # marked first and looked at then: whoever deletes the last one meanwhile sees the mark
        return bool(_snapshots(cloud, volume["id"]))
    return False


def _snapshots(cloud: Cloud, volume_id: str) -> list[rows.Row]:
    query = {"volume_id": volume_id}
    return rows.listed(cloud.volumes, "/snapshots/detail", "snapshots", query)


def _keep(cloud: Cloud, volume: dict[str, Any]) -> None:
    if marks.KEPT in volume["metadata"]:
        return
    path, name = f"/volumes/{volume['id']}", volume["name"] or ""
    change_one(cloud, path, marks.KEPT, name)
    new = name[: NAME_LENGTH - len(SUFFIX)] + SUFFIX
    sdk.raise_from_response(cloud.volumes.put(path, json={"volume": {"name": new}}))
