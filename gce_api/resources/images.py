"""Images: Glance images in GCE's terms.

A public image with the property ``os_distro`` belongs to a public project as Google's do:
``debian`` to ``debian-cloud``. All others that a project can see are the project's own.
"""

from __future__ import annotations

import re
from typing import Any

from gce_api import errors, links, times
from gce_api.call import Call
from gce_api.names import gce_names, numeric_id
from gce_api.openstack import own
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row
from gce_api.registry import implements

# where a public project is not called <os_distro>-cloud (libosinfo's names on the left)
PUBLIC_PROJECTS = {
    "fcos": "fedora-coreos-cloud",
    "freebsd": "freebsd-org-cloud-dev",
    "oraclelinux": "oracle-linux-cloud",
    "rocky": "rocky-linux-cloud",
    "sled": "suse-cloud",
    "sles": "suse-cloud",
    "ubuntu": "ubuntu-os-cloud",
}
STATUS = {
    "active": "READY",
    "deactivated": "READY",
    "deleted": "DELETING",
    "killed": "FAILED",
    "pending_delete": "DELETING",
}
ARCHITECTURES = {"x86_64": "X86_64", "aarch64": "ARM64"}
GIB = 1 << 30


@implements("compute.images.list", public=True)
def list_images(call: Call) -> list[dict[str, Any]]:
    project = call.params["project"]
    if project != call.project.id and not is_public_project(project):
        raise errors.NotFound.resource(f"projects/{project}")
    found = _named(call, project)
    return [to_image(call, name, image, project) for name, image in found]


@implements("compute.images.get", public=True)
def get_image(call: Call) -> dict[str, Any]:
    project = call.params["project"]
    return to_image(call, *_by_name(call, project, call.name), project=project)


@implements("compute.images.getFromFamily", public=True)
def get_image_from_family(call: Call) -> dict[str, Any]:
    project = call.params["project"]
    return to_image(call, *_newest(call, project, call.params["family"]), project=project)


@implements("compute.imageFamilyViews.get", public=True)
def get_image_family_view(call: Call) -> dict[str, Any]:
    """The zone does not matter here, and is ``-`` when gcloud asks."""
    return {"image": get_image_from_family(call)}


def find_image(call: Call, url: str, field: str = "sourceImage") -> Row:
    """The Glance image that a request refers to, in the region of its path where there is one.

    Takes every form of Google's: an image or family of this or a public project
    (``projects/debian-cloud/global/images/family/debian-12``) and an image family view.

    :raises errors.Invalid: the URL does not refer to an image.
    :raises errors.NotFound: there is no such image or family.
    """
    view = re.search(r"(?:projects/([^/]+)/)?zones/[^/]+/imageFamilyViews/([^/]+)$", str(url))
    if view:
        return _newest(call, view[1] or call.project.id, view[2])[1]
    reference = links.parse(url, "images", field)
    project = reference.project or call.project.id
    if reference.name.startswith("family/"):
        return _newest(call, project, reference.name.removeprefix("family/"))[1]
    return _by_name(call, project, reference.name)[1]


def to_image(call: Call, name: str, image: Row, project: str) -> dict[str, Any]:
    """GCE's Image; ``project`` is where the client sees it."""
    return {
        "id": numeric_id(image.id),
        "name": name,
        "description": image.get("description"),
        "creationTimestamp": times.rfc3339(image["created_at"]),
        "family": family(image),
        "status": STATUS.get(image["status"], "PENDING"),
        "sourceType": "RAW",
        "archiveSizeBytes": image.get("size") or 0,
        "diskSizeGb": disk_size(image),
        "architecture": ARCHITECTURES.get(image.get("architecture", "")),
        "guestOsFeatures": [{"type": feature} for feature in _features(image)],
        "deprecated": {"state": "OBSOLETE"} if image["status"] == "deactivated" else None,
        "selfLink": call.links.url(f"global/images/{name}", project),
    }


def links_by_id(call: Call, cloud: Cloud) -> dict[str, str]:
    """The URL of each image that the caller can see in a region, by its UUID."""
    images = cloud.cached("images", lambda: _visible(cloud))
    projects = {image.id: public_project(image) or call.project.id for image in images}
    names = gce_names(images, lambda image: projects[image.id])
    return {
        uuid: call.links.url(f"global/images/{name}", projects[uuid])
        for uuid, name in names.items()
    }


def disk_size(image: Row) -> int:
    """The smallest disk that the image fits on, in GiB."""
    size = image.get("virtual_size") or image.get("size") or 0
    return max(1, image.get("min_disk") or 0, -(-size // GIB))


def family(image: Row) -> str | None:
    """``gce_family`` where the image has it, else made from its OS: ``ubuntu-2404``."""
    if image.get("gce_family"):
        return image["gce_family"]
    distro, version = image.get("os_distro"), image.get("os_version")
    if not distro or not version:
        return None
    return re.sub(r"[^a-z0-9-]", "", f"{distro}-{version}".lower())


def public_project(image: Row) -> str | None:
    """The public project that a public image belongs to."""
    distro = str(image.get("os_distro") or "").lower()
    if image["visibility"] != "public" or not distro:
        return None
    return PUBLIC_PROJECTS.get(distro, f"{distro}-cloud")


def is_public_project(name: str) -> bool:
    """Whether a project of this name would hold public images, and no more than those."""
    return name.endswith(("-cloud", "-images")) or name in PUBLIC_PROJECTS.values()


def _features(image: Row) -> list[str]:
    features = []
    if image.get("os_type") == "windows":
        features.append("WINDOWS")
    if image.get("hw_firmware_type") == "uefi":
        features.append("UEFI_COMPATIBLE")
    return features


def _named(call: Call, project: str) -> list[tuple[str, Row]]:
    """The images of a project by their GCE names, one per name, the default region's first."""
    own = project in (call.project.id, call.project.uuid, numeric_id(call.project.uuid))
    found: dict[str, Row] = {}
    for images in call.in_scope(lambda cloud: [_visible(cloud)]):
        mine = [
            i for i in images if public_project(i) == project or (own and not public_project(i))
        ]
        shown = gce_names(mine)
        for image in mine:
            found.setdefault(shown[image.id], image)
    return list(found.items())


def _visible(cloud: Cloud) -> list[Row]:
    """Every image that the caller can see (one Glance call)."""
    return own.images(cloud)


def _by_name(call: Call, project: str, name: str) -> tuple[str, Row]:
    for shown, image in _named(call, project):
        if name in (shown, numeric_id(image.id)):
            return shown, image
    raise errors.NotFound.resource(f"projects/{project}/global/images/{name}")


def _newest(call: Call, project: str, wanted: str) -> tuple[str, Row]:
    """The newest usable image of a family."""
    members = [
        (name, image)
        for name, image in _named(call, project)
        if family(image) == wanted and image["status"] == "active"
    ]
    if not members:
        raise errors.NotFound.resource(f"projects/{project}/global/images/family/{wanted}")
    return max(members, key=lambda member: member[1]["created_at"])
