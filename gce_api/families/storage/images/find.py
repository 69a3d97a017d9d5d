"""Looking Glance's images up."""

from __future__ import annotations

import functools
from collections.abc import Collection
from contextlib import suppress

from gce_api.database.connection import Database
from gce_api.families.shared.call import Call
from gce_api.families.storage.disks import lookup as disks
from gce_api.families.storage.disks.found import Disks
from gce_api.families.storage.images.found import Images
from gce_api.families.storage.images.plan import ImageFound
from gce_api.families.storage.images.show import public_project
from gce_api.families.storage.snapshots import find as snapshots
from gce_api.google import errors, links
from gce_api.google.names import gce_names
from gce_api.openstack import identity, servers
from gce_api.openstack import images as glance
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.parallel import gather
from gce_api.openstack.rows import Row
from gce_api.operations import store


def images(call: Call) -> Images:
    """The images of the path's region, or of all regions where it has none."""
    database = call.services.database
    found = call.in_scope(lambda cloud: [(cloud.name, of_region(database, cloud))])
    return Images(call.project, dict(found))


def of_region(database: Database, cloud: Cloud) -> list[Row]:
    """The images that the caller can see in a region.

    What an operation still makes, and is called after it, is not among them.
    """
    found = glance.listed(cloud)
    odd = [image.name for image in found if identity.is_operation(image.name)]
    unfinished = store.unfinished(database, odd)
    return [image for image in found if image.name not in unfinished]


def for_image(call: Call) -> ImageFound:
    """What a new image is planned with, whatever its source is."""
    source = call.body.get("sourceDisk")
    known_disks, snapshot, known_images = gather(
        lambda: disks.referred(call, *([source] if source else [])),
        lambda: _snapshot(call),
        lambda: images(call),  # the last one: it asks regions side by side
    )
    return ImageFound(
        references=call.references,
        region=call.clouds[0].name,
        images=known_images,
        disks=known_disks,
        users=_users(call, known_disks, source) if source else [],
        snapshot=snapshot,
        allowed=call.services.conf.images.allowed_sources,
    )


def _users(call: Call, known: Disks, url: object) -> list[Row]:
    """The servers that use a disk."""
    with suppress(errors.GceError):  # the plan says what is wrong with it
        located = known.locate(url, "")
        cloud = call.cloud_of(located.region.name)
        ids = [entry["server_id"] for entry in located.volume["attachments"]]
        asked = gather(*(functools.partial(servers.get, cloud, server_id) for server_id in ids))
        return [server for server in asked if server]
    return []


def _snapshot(call: Call) -> tuple[str, Row] | None:
    """The source snapshot, and the region that it is in."""
    url = call.body.get("sourceSnapshot")
    with suppress(errors.GceError):  # the plan says what is wrong with it
        if url:
            name = links.parse(url, "snapshots", "").name
            cloud, snapshot, _ = snapshots.located(call, name)
            return cloud.name, snapshot
    return None


def links_by_id(call: Call, cloud: Cloud, wanted: Collection[str]) -> dict[str, str]:
    """The URL of each image that the caller can see in a region, by its UUID.

    :param wanted: the UUIDs of those that matter: what is remembered must have them all.
    """
    if not wanted:
        return {}
    found = cloud.cached("images", lambda: glance.listed(cloud))
    if not {image.id for image in found}.issuperset(wanted):
        cloud.forget("images")
        found = cloud.cached("images", lambda: glance.listed(cloud))
    projects = {image.id: public_project(image) or call.project.id for image in found}
    names = gce_names(found, lambda image: projects[image.id])
    return {
        uuid: call.links.url(f"global/images/{name}", projects[uuid])
        for uuid, name in names.items()
    }
