"""The disks of servers: the volumes attached to them, and the local disk that some boot from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gce_api.families.instances.disks.plan import DiskPlan
from gce_api.families.shared.call import Call
from gce_api.families.storage.disks import places as disk_places
from gce_api.families.storage.disks.plan import VolumePlan
from gce_api.google.names import gce_names
from gce_api.openstack import marks, places
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row

DEVICE_NAME = "persistent-disk-{}"  # of a disk that nobody has named, by its index


class AttachedDisks:
    """Translates the disks of one region's servers, given all of the region's volumes."""

    def __init__(self, call: Call, cloud: Cloud, volumes: list[Row]) -> None:
        self._links = call.links
        self.rows = volumes
        self._volumes = {volume.id: volume for volume in volumes}
        region = places.region(cloud)
        self._scopes = {volume.id: disk_places.scope_of(region, volume) for volume in volumes}
        self._names = gce_names(volumes, lambda volume: self._scopes[volume.id])

    def of(self, server: Row) -> list[dict[str, Any]]:
        """``disks`` of a server, the boot disk first."""
        return [disk for _, disk in self.attached(server)]

    def attached(self, server: Row) -> list[tuple[str | None, dict[str, Any]]]:
        """The same with the UUID of the volume of each; ``None``: a disk of the host."""
        local = [_local_disk(server)] if server["image"] else []
        found = enumerate(self._attachments(server), start=len(local))
        shown = [(entry["id"], self._disk(entry, n, boot=n == 0)) for n, entry in found]
        return [*((None, disk) for disk in local), *shown]

    def volumes(self, server: Row) -> dict[str, str]:
        """The UUIDs of a server's volumes by the names of their devices."""
        return {disk["deviceName"]: uuid for uuid, disk in self.attached(server) if uuid}

    def planned(self, disks: Sequence[DiskPlan]) -> list[dict[str, Any]]:
        """``disks`` of an instance that is to be made."""
        return [
            self._new(disk, disk.new, index) if disk.new else self._existing(disk, index)
            for index, disk in enumerate(disks)
        ]

    def _new(self, disk: DiskPlan, new: VolumePlan, index: int) -> dict[str, Any]:
        return _attached(
            index,
            boot=disk.boot,
            device=disk.device,
            auto_delete=disk.auto_delete,
            size=new.size_gb,
            source=None if disk.local_ssd else self._links.url(new.path),
            kind="SCRATCH" if disk.local_ssd else "PERSISTENT",
            interface=new.metadata.get(marks.INTERFACE),
        )

    def _existing(self, disk: DiskPlan, index: int) -> dict[str, Any]:
        volume = self._volumes.get(disk.existing.volume_id) if disk.existing else None
        return _attached(
            index,
            boot=disk.boot,
            device=disk.device,
            auto_delete=disk.auto_delete,
            size=volume["size"] if volume else None,
            source=self._source(volume) if volume else None,
            mode="READ_ONLY" if disk.existing and disk.existing.read_only else "READ_WRITE",
        )

    def _attachments(self, server: Row) -> list[dict[str, Any]]:
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
        kept = volume["metadata"] if volume else {}
        local_ssd = marks.LOCAL_SSD in kept
        return _attached(
            index,
            boot=boot,
            device=self.device_name(attachment["id"], index),
            auto_delete=attachment.get("delete_on_termination", False),
            size=volume["size"] if volume else None,
            source=self._source(volume) if volume and not local_ssd else None,
            kind="SCRATCH" if local_ssd else "PERSISTENT",
            interface=kept.get(marks.INTERFACE),
            mode="READ_ONLY" if kept.get(marks.READ_ONLY) == "True" else "READ_WRITE",
        )

    def _source(self, volume: Row) -> str:
        return self._links.url(f"{self._scopes[volume.id]}/disks/{self._names[volume.id]}")


def _local_disk(server: Row) -> dict[str, Any]:
    """The disk on the hypervisor that a server boots from; it is no resource of its own."""
    return _attached(
        0,
        boot=True,
        device=DEVICE_NAME.format(0),
        auto_delete=True,
        size=server["flavor"].get("disk") or None,
        source=None,
    )


def _attached(
    index: int,
    *,
    boot: bool,
    device: str,
    auto_delete: bool,
    size: int | None,
    source: str | None,
    kind: str = "PERSISTENT",
    mode: str = "READ_WRITE",
    interface: str | None = None,
) -> dict[str, Any]:
    """GCE's AttachedDisk."""
    return {
        "kind": "compute#attachedDisk",
        "type": kind,
        "mode": mode,
        "interface": interface or "SCSI",
        "source": source,
        "deviceName": device,
        "index": index,
        "boot": boot,
        "autoDelete": auto_delete,
        "diskSizeGb": size,
    }
