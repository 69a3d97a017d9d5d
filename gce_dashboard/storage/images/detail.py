"""The page of one image, of the project's own or of a public project."""

from __future__ import annotations

from typing import Any

from gce_dashboard.framework import columns, panels, project
from gce_dashboard.framework.actions import Link
from gce_dashboard.framework.detail import DetailPage
from gce_dashboard.framework.panels import Facts, Tab
from gce_dashboard.framework.resources import path_of, project_of
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.storage.images import actions
from gce_dashboard.storage.images.actions import STATES
from gce_dashboard.storage.images.page import ImagesPage
from gce_dashboard.storage.images.resource import IMAGES

Json = dict[str, Any]
SOURCES = {"sourceDisk": "disks", "sourceSnapshot": "snapshots", "sourceImage": "images"}
FACTS = ("status", "project", "family", "diskSizeGb", "size", "architecture", "description")


def to_form(path: str) -> Json:
    """The image as forms call it: with its project."""
    owner = project_of(path) or project.current()
    return {"image": f"projects/{owner}/{path_of(path)}"}


class ImagePage(DetailPage):
    resource = IMAGES
    actions = (actions.DEPRECATE, actions.LABELS, actions.DELETE)
    missing = _("There is no such image")
    links = (
        Link(_("Create instance"), icon="vm", collection="instances", opens=to_form),
        Link(_("Create disk"), icon="disk", collection="disks", opens=to_form),
    )
    tabs = (
        Tab(
            "details",
            _("Details"),
            (
                Facts(
                    title=_("Properties"),
                    columns=(
                        *(each for each in ImagesPage.columns if each.key in FACTS),
                        columns.references("source", _("Source"), SOURCES),
                        columns.field("storageLocations", _("Location")),
                        columns.references("licenses", _("Licenses"), {"licenses": "licenses"}),
                        columns.created(),
                        columns.copied("id", _("Image ID")),
                    ),
                ),
                panels.labels(),
                Facts(
                    title=_("Deprecation"),
                    actions=("deprecate",),
                    columns=(
                        columns.choice("deprecated.state", _("State"), STATES, default="ACTIVE"),
                        columns.reference(
                            "deprecated.replacement", _("Replacement"), collection="images"
                        ),
                        columns.moment("deprecated.obsolete", _("Obsolete on")),
                        columns.moment("deprecated.deleted", _("Delete on")),
                    ),
                ),
            ),
        ),
    )

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.has_operations = not self.owner

    @property
    def owner(self) -> str:
        """The public project that the image belongs to, "" for this one."""
        return project_of(self.path)

    def get_item(self) -> Json:
        return self.client.get(path_of(self.path), project=self.owner)

    @property
    def rest_url(self) -> str:
        here = self.owner or project.project_id(self.request)
        return self.client.url(path_of(self.path), here)

    @property
    def edit_url(self) -> str:
        return "" if self.owner else super().edit_url
