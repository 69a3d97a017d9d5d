"""The disks of servers: the volumes attached to them, and the local disk that some boot from."""

from __future__ import annotations

from typing import Any

from gce_api import marks
from gce_api.call import Call
from gce_api.names import gce_names
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row
from gce_api.resources import disks

DEVICE_NAME = "persistent-disk-{}"  # of a disk that nobody has named, by its index


class AttachedDisks:
    """Translates the disks of one region's servers, given all of the region's volumes."""

    def __init__(self, call: Call, cloud: Cloud, volumes: list[Row]) -> None:
        self._links = call.links
        self._cloud = cloud
        self._volumes = {volume.id: volume for volume in volumes}
        self._zones = {volume.id: disks.zone_of(cloud, volume) for volume in volumes}
        self._names = gce_names(volumes, lambda volume: self._zones[volume.id])

    def of(self, server: Row) -> list[dict[str, Any]]:
        """``disks`` of a server, the boot disk first."""
        found = self.attachments(server)
        local = [_local_disk(server)] if server["image"] else []
        return local + [
            self._disk(attachment, index, boot=index == 0)
            for index, attachment in enumerate(found, start=len(local))
        ]

    def attachments(self, server: Row) -> list[dict[str, Any]]:
        """Nova's attachments (``id`` of the volume, ``delete_on_termination``) by device."""
        attached = server["os-extended-volumes:volumes_attached"]
        return sorted(attached, key=lambda attachment: self._device(attachment["id"], server.id))

    def device_name(self, volume_id: str, index: int) -> str:
        """What the server's user calls a disk."""
        volume = self._volumes.get(volume_id)
        kept = volume["metadata"].get(marks.DEVICE_NAME) if volume else None
        return kept or DEVICE_NAME.format(index)

    def _device(self, volume_id: str, server_id: str) -> tuple[int, str]:
        """Sorts ``/dev/vdz`` before ``/dev/vdaa``; what is not attached yet comes last."""
        volume = self._volumes.get(volume_id)
        for attachment in volume["attachments"] if volume else ():
            if attachment["server_id"] == server_id and attachment["device"]:
                return len(attachment["device"]), attachment["device"]
        return 99, ""

    def _disk(self, attachment: dict[str, Any], index: int, *, boot: bool) -> dict[str, Any]:
        volume = self._volumes.get(attachment["id"])
        return {
            "kind": "compute#attachedDisk",
            "type": "PERSISTENT",
            "mode": "READ_WRITE",
            "interface": "SCSI",
            "source": self._source(volume) if volume else None,
            "deviceName": self.device_name(attachment["id"], index),
            "index": index,
            "boot": boot,
            "autoDelete": attachment.get("delete_on_termination", False),
            "diskSizeGb": volume["size"] if volume else None,
        }

    def _source(self, volume: Row) -> str:
        return self._links.url(f"zones/{self._zones[volume.id]}/disks/{self._names[volume.id]}")


def _local_disk(server: Row) -> dict[str, Any]:
    """The disk on the hypervisor that a server boots from; it is no resource of its own."""
    return {
        "kind": "compute#attachedDisk",
        "type": "PERSISTENT",
        "mode": "READ_WRITE",
        "interface": "SCSI",
        "deviceName": DEVICE_NAME.format(0),
        "index": 0,
        "boot": True,
        "autoDelete": True,
        "diskSizeGb": server["flavor"].get("disk") or None,
    }
