"""A new image: what it is made from, and its properties in Glance."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from gce_api.families.shared.limits import LARGEST_DISK_GB
from gce_api.families.storage.disks.found import Disks, Located
from gce_api.families.storage.disks.plan import Source, VolumePlan
from gce_api.families.storage.images.found import Images
from gce_api.families.storage.images.properties import Properties, properties_of
from gce_api.families.storage.images.show import disk_size, public_project
from gce_api.families.storage.images.urls import check_url, format_of
from gce_api.google import errors
from gce_api.google.links import References
from gce_api.google.names import check_name, numeric_id
from gce_api.openstack import marks
from gce_api.openstack.rows import Row
from gce_api.operations.plans import Plan

SOURCES = ("sourceDisk", "sourceImage", "sourceSnapshot", "rawDisk")

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class ImagePlan(Plan):
    """An image to make, of one of these: a volume as it is, a copy to make first, or a URL.

    :ivar region: GCE's name of the region to make it in.
    :ivar properties: Glance's, all that are to be set.
    :ivar format: what Glance calls the format of what is at the URL.
    """

    name: str
    region: str = ""
    properties: Properties = field(default_factory=dict)
    volume_id: str | None = None
    copy: VolumePlan | None = None
    url: str | None = None
    format: str | None = None

    @property
    def path(self) -> str:
        """The image's path below the project."""
        return f"global/images/{self.name}"


@dataclass(frozen=True, kw_only=True)
class ImageFound:
    """What an image is planned with.

    :ivar region: the default one.
    :ivar users: the servers that use the source disk.
    :ivar snapshot: the source snapshot, if there is one of the name, and its region.
    :ivar allowed: URLs that the operator lets images come from.
    """

    references: References
    region: str
    images: Images
    disks: Disks
    users: list[Row] = field(default_factory=list)
    snapshot: tuple[str, Row] | None = None
    allowed: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Source:
    """The plan as far as its source decides, what is kept of that, and the least size in GB."""

    plan: ImagePlan
    kept: Json
    size_gb: int | None = None


def plan_image(body: Json, found: ImageFound, *, force: bool = False) -> ImagePlan:
    """Check a request for a new image and plan it.

    :param force: make it of a disk even while an instance that has the disk runs.
    :raises errors.GceError: the image cannot be had as asked for.
    """
    project = found.references.project.id
    name = check_name(body.get("name"))
    if any(image.name == name for image in found.images.of(project)):
        raise errors.AlreadyExists.resource(f"projects/{project}/global/images/{name}")
    given = [source for source in SOURCES if body.get(source)]
    if len(given) != 1:
        raise errors.Invalid(
            "Invalid value for field 'resource': an image is made from one of: "
            + ", ".join(SOURCES)
            + "."
        )
    if given == ["sourceDisk"]:
        source = _of_disk(body, found, force=force)
    else:
        source = _SOURCES[given[0]](body, found)
    properties = {**_properties(body), marks.SOURCE: json.dumps(source.kept)}
    if source.size_gb is not None or body.get("diskSizeGb"):
        properties["min_disk"] = _size(body, source.size_gb or 1)
    return replace(source.plan, properties=properties)


def _properties(body: Json) -> Properties:
    labels = body.get("labels") or {}
    return {
        **properties_of({"family": "", **body}),
        **{marks.LABEL + key: value for key, value in labels.items()},
    }


def _size(body: Json, least: int) -> int:
    size = int(body.get("diskSizeGb") or least)
    if not least <= size <= LARGEST_DISK_GB:
        raise errors.Invalid(
            f"Invalid value for field 'resource.diskSizeGb': '{size}'. Must be between the "
            f"source's ({least} GB) and {LARGEST_DISK_GB} GB."
        )
    return size


def _of_disk(body: Json, found: ImageFound, *, force: bool) -> _Source:
    """A disk in use is copied first; Cinder takes the copy at one moment."""
    located = found.disks.locate(body["sourceDisk"], "resource.sourceDisk")
    volume, region = located.volume, located.region.name
    kept = {"sourceDisk": located.path, "sourceDiskId": numeric_id(volume.id)}
    if not volume["attachments"]:
        plan = ImagePlan(name=body["name"], region=region, volume_id=volume.id)
        return _Source(plan, kept, volume["size"])
    if not force:
        _check_stopped(found, located)
    return _copied(body, region, Source(source_volume_id=volume.id), volume["size"], kept)


def _check_stopped(found: ImageFound, located: Located) -> None:
    for server in found.users:
        if server["status"] == "ACTIVE":
            raise errors.ResourceInUse(
                f"The disk resource 'projects/{found.references.project.id}/{located.path}' is "
                f"already being used by the instance '{server.name}', which runs. Stop it, or set "
                "forceCreate."
            )


def _of_image(body: Json, found: ImageFound) -> _Source:
    source = found.images.refer(body["sourceImage"], "resource.sourceImage")
    image_id = source.image.id
    kept = {
        "project": public_project(source.image) or found.references.project.id,
        "sourceImage": f"global/images/{source.name}",
        "sourceImageId": numeric_id(image_id),
    }
    size = disk_size(source.image)
    return _copied(body, source.region, Source(image_id=image_id), size, kept)


def _of_snapshot(body: Json, found: ImageFound) -> _Source:
    url, project = body["sourceSnapshot"], found.references.project.id
    name = found.references.refer(url, "snapshots", "resource.sourceSnapshot").name
    if found.snapshot is None:
        raise errors.NotFound.resource(f"projects/{project}/global/snapshots/{name}")
    region, snapshot = found.snapshot
    kept = {
        "sourceSnapshot": f"global/snapshots/{snapshot.name}",
        "sourceSnapshotId": numeric_id(snapshot.id),
    }
    return _copied(body, region, Source(snapshot_id=snapshot.id), snapshot["size"], kept)


def _of_url(body: Json, found: ImageFound) -> _Source:
    url = check_url(body["rawDisk"].get("source", ""), found.allowed)
    plan = ImagePlan(name=body["name"], region=found.region, url=url, format=format_of(url))
    return _Source(plan, {"rawDisk": {"source": url, "containerType": "TAR"}})


def _copied(body: Json, region: str, source: Source, size_gb: int, kept: Json) -> _Source:
    """An image of a volume that is made for it, of a name that nobody's has: GCE's have no
    spaces."""
    copy = VolumePlan(
        name=f"{body['name']} (becomes an image)",
        size_gb=size_gb,
        metadata={marks.WORKING: "image"},
        source=source,
    )
    return _Source(ImagePlan(name=body["name"], region=region, copy=copy), kept, size_gb)


_SOURCES: dict[str, Callable[[Json, ImageFound], _Source]] = {
    "sourceImage": _of_image,
    "sourceSnapshot": _of_snapshot,
    "rawDisk": _of_url,
}
