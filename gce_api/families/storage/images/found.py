"""The images among which a request's are looked up, and how that is done.

A public image with the property ``os_distro`` belongs to a public project as Google's do:
``debian`` to ``debian-cloud``. All others that a project can see are the project's own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from gce_api.families.storage.images.show import deprecation, family, is_deprecated, public_project
from gce_api.google import errors, links
from gce_api.google.links import Named
from gce_api.google.names import gce_names, numeric_id
from gce_api.openstack.rows import Row

_VIEW = re.compile(r"(?:projects/([^/]+)/)?zones/[^/]+/imageFamilyViews/([^/]+)$")


@dataclass(frozen=True)
class Found:
    """An image, what GCE calls it, and the region that it is in."""

    name: str
    image: Row
    region: str


@dataclass(frozen=True)
class Images:
    """The images that a request may refer to.

    :ivar project: the caller's.
    :ivar regions: images by region, the default region first: all that the project can see, but for
        what an operation still makes.
    """

    project: Named
    regions: Mapping[str, list[Row]]

    def of(self, project: str) -> list[Found]:
        """The images of a project by their GCE names, one per name, the default region's first."""
        found: dict[str, Found] = {}
        for region, images in self.regions.items():
            mine = [image for image in images if self._is_of(image, project)]
            shown = gce_names(mine)
            for image in mine:
                found.setdefault(shown[image.id], Found(shown[image.id], image, region))
        return list(found.values())

    def _is_of(self, image: Row, project: str) -> bool:
        public = public_project(image)
        return public == project or (not public and self.project.is_called(project))

    def by_name(self, project: str, name: str) -> Found:
        """An image by its name or id.

        :raises errors.NotFound: there is none.
        """
        for found in self.of(project):
            if name in (found.name, numeric_id(found.image.id)):
                return found
        raise errors.NotFound.resource(f"projects/{project}/global/images/{name}")

    def newest(self, project: str, wanted: str) -> Found:
        """The newest image of a family that is neither deprecated nor unfinished.

        :raises errors.NotFound: the family has none.
        """
        members = [
            found
            for found in self.of(project)
            if family(found.image) == wanted
            and found.image["status"] == "active"
            and not is_deprecated(found.image)
        ]
        if not members:
            raise errors.NotFound.resource(f"projects/{project}/global/images/family/{wanted}")
        return max(members, key=lambda found: found.image["created_at"])

    def refer(self, url: object, field: str) -> Found:
        """The image that a request refers to.

        Takes every form of Google's: an image or family of this or a public project
        (``projects/debian-cloud/global/images/family/debian-12``) and an image family view.

        :raises errors.Invalid: the URL does not refer to an image, or to one that is not to be
            used.
        :raises errors.NotFound: there is no such image or family.
        :raises errors.ResourceNotReady: it has not got its bytes yet.
        """
        found = self._referred(url, field)
        state = (deprecation(found.image) or {}).get("state")
        if state in ("DELETED", "OBSOLETE"):
            raise errors.Invalid(
                f"Invalid value for field '{field}': '{url}'. The image is {state}."
            )
        if found.image["status"] != "active":
            raise errors.ResourceNotReady(f"The resource '{url}' is not ready")
        return found

    def _referred(self, url: object, field: str) -> Found:
        view = _VIEW.search(str(url))
        if view:
            return self.newest(view[1] or self.project.id, view[2])
        reference = links.parse(url, "images", field)
        project = reference.project or self.project.id
        if reference.name.startswith("family/"):
            return self.newest(project, reference.name.removeprefix("family/"))
        return self.by_name(project, reference.name)
