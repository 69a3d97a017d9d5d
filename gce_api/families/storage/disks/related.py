"""Looking up what the fields of disks refer to."""

from __future__ import annotations

from gce_api.families.shared.call import Call
from gce_api.families.shared.instance_links import instance_links
from gce_api.families.storage.disk_types import find as disk_types
from gce_api.families.storage.disks import places
from gce_api.families.storage.disks.marked import copied_from, is_hidden
from gce_api.families.storage.disks.show import Related, image_of
from gce_api.families.storage.images import find as images
from gce_api.families.storage.snapshots.found import is_hidden as is_hidden_snapshot
from gce_api.google.links import Links
from gce_api.google.names import gce_name, gce_names
from gce_api.openstack import marks, volume_snapshots, volumes
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.parallel import gather
from gce_api.openstack.places import Region
from gce_api.openstack.places import region as region_of
from gce_api.openstack.rows import Row


def related(call: Call, cloud: Cloud, found: list[Row]) -> Related:
    """What disks of a region refer to, in at most four calls."""
    users = {entry["server_id"] for volume in found for entry in volume["attachments"]}
    from_snapshot = any(volume["snapshot_id"] for volume in found)
    from_disk = any(copied_from(volume) for volume in found)
    used = {image for volume in found if (image := image_of(volume).get("image_id"))}
    made_from, types, instances, taken, cloned = gather(
        lambda: images.links_by_id(call, cloud, used),
        lambda: disk_types.disk_types(call, cloud),
        lambda: instance_links(call, cloud, users),
        lambda: _snapshot_links(call.links, cloud) if from_snapshot else {},
        lambda: links_by_id(call.links, cloud) if from_disk else {},
    )
    return Related(
        images=made_from,
        types=types.names(),
        instances=instances,
        snapshots=taken,
        disks=cloned,
    )


def links_by_id(links: Links, cloud: Cloud) -> dict[str, str]:
    """The URL of each disk of a region by the UUID of its volume; also of one that is deleted,
    as long as it has snapshots."""
    region, found = region_of(cloud), volumes.listed(cloud)
    names = {**_names(region, found), **_former_names(found)}
    return {
        volume.id: links.url(f"{places.scope_of(region, volume)}/disks/{names[volume.id]}")
        for volume in found
        if volume.id in names
    }


def _names(region: Region, found: list[Row]) -> dict[str, str]:
    disks = [volume for volume in found if not is_hidden(volume)]
    return gce_names(disks, lambda volume: places.scope_of(region, volume))


def _former_names(found: list[Row]) -> dict[str, str]:
    """What deleted disks were called."""
    kept = {volume.id: volume["metadata"].get(marks.KEPT) for volume in found}
    return {
        uuid: gce_name(Row({"id": uuid, "name": name}))
        for uuid, name in kept.items()
        if name is not None
    }


def _snapshot_links(links: Links, cloud: Cloud) -> dict[str, str]:
    """The URL of each snapshot of a region by its UUID."""
    found = volume_snapshots.listed(cloud)
    names = gce_names([s for s in found if not is_hidden_snapshot(s)])
    return {uuid: links.url(f"global/snapshots/{name}") for uuid, name in names.items()}
