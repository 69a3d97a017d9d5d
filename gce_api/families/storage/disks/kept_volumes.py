"""Volumes of deleted disks, kept for their snapshots.

A snapshot of GCE survives its disk. Cinder does not delete a volume that has snapshots, as most
of its back ends need the one for the other. So the volume stays: marked, which hides it from
GCE's clients and frees the disk's name; renamed, so that people who see it elsewhere know what it
is; and counted by Cinder's quota, as it does take the room. It goes with its last snapshot.

Nothing is copied, so a disk is deleted as fast as it ever was, and a snapshot keeps every byte.
"""

from __future__ import annotations

from gce_api.google import errors
from gce_api.openstack import marks, metadata, volume_snapshots, volumes
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.keys import change_one
from gce_api.operations.kinds import Row

NAME_LENGTH = 255  # of a Cinder volume
SUFFIX = " (deleted, kept for its snapshots)"


def delete_or_keep(cloud: Cloud, volume: Row) -> bool:
    """Ask Cinder to delete a volume, or keep it for its snapshots.

    :return: whether it is kept; else ask again until it is gone.
    """
    try:
        volumes.delete(cloud, volume["id"])
    except errors.Invalid:
        found = volume_snapshots.of_volume(cloud, volume["id"])
        if not found:
            raise
        if all(snapshot["status"] == "deleting" for snapshot in found):
            return False
        _keep(cloud, volume)
        # marked first and looked at then: whoever deletes the last one meanwhile sees the mark
        return bool(volume_snapshots.of_volume(cloud, volume["id"]))
    return False


def _keep(cloud: Cloud, volume: Row) -> None:
    if marks.KEPT in volume["metadata"]:
        return
    volume_id, name = volume["id"], volume["name"] or ""
    change_one(cloud, metadata.of_volume(volume_id), marks.KEPT, name)
    new = name[: NAME_LENGTH - len(SUFFIX)] + SUFFIX
    volumes.change(cloud, volume_id, name=new)
