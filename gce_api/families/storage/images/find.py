"""Images: Glance images in GCE's terms.

A public image with the property ``os_distro`` belongs to a public project as Google's do:
``debian`` to ``debian-cloud``. All others that a project can see are the project's own. Here they
are found; how they are shown: :mod:`gce_api.families.storage.images.show`; changes:
image_changes.py.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any, NamedTuple

from gce_api.families.shared.call import Call
from gce_api.families.storage.images.show import (
    deprecation,
    family,
    is_public_project,
    public_project,
    to_image,
)
from gce_api.google import errors, links
from gce_api.google.registry import implements
from gce_api.openstack import identity
from gce_api.openstack import images as glance
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.names import gce_names, numeric_id
from gce_api.openstack.rows import Row
from gce_api.operations import store


class Found(NamedTuple):
    """An image, what GCE calls it, and the region that it is in."""

    name: str
    image: Row
    cloud: Cloud


@implements("compute.images.list", public=True)
def list_images(call: Call) -> list[dict[str, Any]]:
    project = call.params["project"]
    if project != call.project.id and not is_public_project(project):
        raise errors.NotFound.resource(f"projects/{project}")
    return [_shown(call, found) for found in named(call, project)]


@implements("compute.images.get", public=True)
def get_image(call: Call) -> dict[str, Any]:
    return _shown(call, by_name(call, call.params["project"], call.name))


@implements("compute.images.getFromFamily", public=True)
def get_image_from_family(call: Call) -> dict[str, Any]:
    return _shown(call, _newest(call, call.params["project"], call.params["family"]))


@implements("compute.imageFamilyViews.get", public=True)
def get_image_family_view(call: Call) -> dict[str, Any]:
    """The zone does not matter here, and is ``-`` when gcloud asks."""
    return {"image": get_image_from_family(call)}


def find_image(call: Call, url: str, field: str = "sourceImage") -> Row:
    """The Glance image that a request refers to, in the region of its path where there is one.

    Takes every form of Google's: an image or family of this or a public project
    (``projects/debian-cloud/global/images/family/debian-12``) and an image family view.

    :raises errors.Invalid: the URL does not refer to an image, or to one that is not to be used.
    :raises errors.NotFound: there is no such image or family.
    :raises errors.ResourceNotReady: it has not got its bytes yet.
    """
    return locate_image(call, url, field).image


def locate_image(call: Call, url: str, field: str) -> Found:
    """The same with the region that it is in."""
    found = _referred(call, url, field)
    state = (deprecation(found.image) or {}).get("state")
    if state in ("DELETED", "OBSOLETE"):
        raise errors.Invalid(f"Invalid value for field '{field}': '{url}'. The image is {state}.")
    if found.image["status"] != "active":
        raise errors.ResourceNotReady(f"The resource '{url}' is not ready")
    return found


def _referred(call: Call, url: str, field: str) -> Found:
    view = re.search(r"(?:projects/([^/]+)/)?zones/[^/]+/imageFamilyViews/([^/]+)$", str(url))
    if view:
        return _newest(call, view[1] or call.project.id, view[2])
    reference = links.parse(url, "images", field)
    project = reference.project or call.project.id
    if reference.name.startswith("family/"):
        return _newest(call, project, reference.name.removeprefix("family/"))
    return by_name(call, project, reference.name)


def links_by_id(call: Call, cloud: Cloud, wanted: Collection[str]) -> dict[str, str]:
    """The URL of each image that the caller can see in a region, by its UUID.

    :param wanted: the UUIDs of those that matter: what is remembered must have them all.
    """
    if not wanted:
        return {}
    images = cloud.cached("images", lambda: glance.listed(cloud))
    if not {image.id for image in images}.issuperset(wanted):
        cloud.forget("images")
        images = cloud.cached("images", lambda: glance.listed(cloud))
    projects = {image.id: public_project(image) or call.project.id for image in images}
    names = gce_names(images, lambda image: projects[image.id])
    return {
        uuid: call.links.url(f"global/images/{name}", projects[uuid])
        for uuid, name in names.items()
    }


def named(call: Call, project: str) -> list[Found]:
    """The images of a project by their GCE names, one per name, the default region's first.

    What an operation still makes, and is called after it, is not among them.
    """
    own_project = call.project.is_called(project)
    found: dict[str, Found] = {}
    for cloud, images in call.in_scope(lambda cloud: [(cloud, glance.listed(cloud))]):
        odd = [image.name for image in images if identity.is_operation(image.name)]
        unfinished = store.unfinished(call.services.database, odd)
        there = [image for image in images if image.name not in unfinished]
        mine = [
            image
            for image in there
            if public_project(image) == project or (own_project and not public_project(image))
        ]
        shown = gce_names(mine)
        for image in mine:
            found.setdefault(shown[image.id], Found(shown[image.id], image, cloud))
    return list(found.values())


def by_name(call: Call, project: str, name: str) -> Found:
    """An image by its name or id.

    :raises errors.NotFound: there is none.
    """
    for found in named(call, project):
        if name in (found.name, numeric_id(found.image.id)):
            return found
    raise errors.NotFound.resource(f"projects/{project}/global/images/{name}")


def _newest(call: Call, project: str, wanted: str) -> Found:
    """The newest image of a family that is neither deprecated nor unfinished."""
    members = [
        found
        for found in named(call, project)
        if family(found.image) == wanted
        and found.image["status"] == "active"
        and not deprecation(found.image)
    ]
    if not members:
        raise errors.NotFound.resource(f"projects/{project}/global/images/family/{wanted}")
    return max(members, key=lambda found: found.image["created_at"])


def _shown(call: Call, found: Found) -> dict[str, Any]:
    return to_image(call, found.name, found.image, call.params["project"], found.cloud)
