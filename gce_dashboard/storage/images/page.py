"""The list of images: the project's own and the public ones."""

from __future__ import annotations

import functools

from django.utils.safestring import SafeString

from gce_dashboard import api
from gce_dashboard.framework import columns, render
from gce_dashboard.framework.actions import Link
from gce_dashboard.framework.columns import Column, Json
from gce_dashboard.framework.listing import Empty, ResourcePage
from gce_dashboard.framework.registry import resource
from gce_dashboard.framework.resources import path_of, project_of
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.storage.images import actions
from gce_dashboard.storage.images.resource import IMAGES


def use_cell(image: Json) -> SafeString:
    if image.get("status", "READY") != "READY":
        return render.NOTHING
    reference = f"projects/{project_of(image['selfLink'])}/{path_of(image['selfLink'])}"
    url = resource("instances").page("create", {"image": reference})
    return render.adding(url, _("Create instance"), "instances")


DEPRECATION = columns.choice(
    "deprecated.state",
    _("Deprecation"),
    actions.STATES,
    cell=lambda image: render.text(image.get("deprecated") and actions.state_text(image)),
    default="ACTIVE",
    key="deprecation",
)


class ImagesPage(ResourcePage):
    resource = IMAGES
    short = True
    columns = (
        columns.name(),
        columns.status(IMAGES),
        Column("project", _("Project"), lambda each: render.text(project_of(each["selfLink"]))),
        columns.field("family", _("Family")),
        columns.gigabytes("diskSizeGb", _("Size"), key="size"),
        columns.field("architecture", _("Architecture"), optional=True),
        columns.field("description", _("Description"), optional=True),
        DEPRECATION,
        columns.created(),
        columns.labels(optional=True),
        Column("use", _("Use"), use_cell, adds="instances"),
    )
    actions = (actions.DEPRECATE, actions.DELETE)
    create = Link(_("Create image"))
    filter_keys = ("family=debian-12", "name:ubuntu", "status=READY")
    empty = Empty(_("No images"), _("Neither this project nor the cloud has an image."))

    gcloud_flags = ("--show-deprecated",)

    def listed_urls(self):
        client = self.client
        public = self.attempt(client.public_image_projects, ())
        others = (client.url(path, each) for path in self.paths for each in public)
        return [*super().listed_urls(), *others]

    def fetch_all(self, filter):
        """The project's own images and every public one."""
        client = self.client
        (path,) = self.paths
        own, *public = api.together(
            lambda: client.list_all(path, filter=filter),
            *(
                functools.partial(client.list_all, path, project=project, filter=filter)
                for project in self.attempt(
                    client.public_image_projects, (), _("Public images are missing")
                )
            ),
        )
        if isinstance(own, api.GceError):
            raise own
        images = {each["selfLink"]: each for each in own}
        for outcome in public:
            if isinstance(outcome, api.GceError):
                if not isinstance(outcome, api.NotFound):
                    self.report(outcome, _("Some public images could not be listed"))
                continue
            images.update((each["selfLink"], each) for each in outcome)
        return api.Page(list(images.values()))

    def key(self, item: Json) -> str:
        if actions.is_own(item):
            return super().key(item)
        return f"{project_of(item['selfLink'])}/{item['name']}"
