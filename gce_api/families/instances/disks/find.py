"""What the methods of an instance's disks look up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gce_api.families.instances.disks.plan import FoundDisk
from gce_api.families.instances.disks.show import AttachedDisks
from gce_api.families.instances.instances.find import target_of
from gce_api.families.shared.call import ZonalCall
from gce_api.families.shared.instance_links import instance_links
from gce_api.families.storage.disks import find as disks
from gce_api.families.storage.disks import places as disk_places
from gce_api.openstack.parallel import gather
from gce_api.openstack.rows import Row


@dataclass(frozen=True, kw_only=True)
class FoundDisks:
    """An instance (its server, its path below the project) and its disks as GCE shows them, with
    the UUIDs of their volumes."""

    server: Row
    target: str
    attached: list[tuple[str | None, dict[str, Any]]]


def disks_of(call: ZonalCall) -> FoundDisks:
    """The instance in the call's path with its disks.

    :raises errors.NotFound: there is none.
    """
    volumes, (server, target) = gather(
        lambda: disks.fetch_for_instances(call.cloud), lambda: target_of(call)
    )
    views = AttachedDisks(call, call.cloud, volumes)
    return FoundDisks(server=server, target=target, attached=views.attached(server))


def disk_to_attach(call: ZonalCall, url: str, field: str) -> FoundDisk:
    """A disk that a request refers to, and who has it.

    :raises errors.Invalid: the URL does not refer to a disk that the path's zone can have.
    :raises errors.NotFound: there is no such disk.
    """
    found = disks.locate_disk(call, url, field)
    users = {entry["server_id"] for entry in found.volume["attachments"]}
    links = instance_links(call, call.cloud, users)
    return FoundDisk(
        volume=found.volume,
        path=f"projects/{call.project.id}/{found.path}",
        is_regional=bool(disk_places.replica_zones(call.cloud, found.volume)),
        users=[link.removeprefix(call.links.base) for link in links.values()],
    )
