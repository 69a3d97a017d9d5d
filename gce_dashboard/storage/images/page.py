"""The list of images: the project's own and the public ones."""

from __future__ import annotations

import functools

from django.utils.safestring import SafeString

from gce_dashboard import api
from gce_dashboard.framework import columns, render
from gce_dashboard.framework.columns import Column, Json
from gce_dashboard.framework.listing import Empty, ResourcePage
from gce_dashboard.framework.registry import resource
from gce_dashboard.framework.resources import path_of, project_of
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.storage.images.resource import IMAGES


def use_cell(image: Json) -> SafeString:
    if image.get("status", "READY") != "READY":
        return render.NOTHING
    reference = f"projects/{project_of(image['selfLink'])}/{path_of(image['selfLink'])}"
    url = resource("instances").page("create", {"image": reference})
    return render.link(url, _("Create instance"))


class ImagesPage(ResourcePage):
    resource = IMAGES
    columns = (
        columns.name(),
        columns.status(IMAGES),
        Column("project", _("Project"), lambda each: render.text(project_of(each["selfLink"]))),
        columns.field("family", _("Family")),
        Column(
            "size",
            _("Size"),
            lambda each: render.text(f"{each['diskSizeGb']} GB" if each.get("diskSizeGb") else ""),
            numeric=True,
        ),
        columns.field("architecture", _("Architecture"), optional=True),
        columns.field("description", _("Description"), optional=True),
        columns.created(),
        columns.labels(optional=True),
        Column("use", _("Use"), use_cell),
    )
    filter_keys = ("family=debian-12", "name:ubuntu", "status=READY")
    empty = Empty(_("No images"), _("Neither this project nor the cloud has an image."))

    def fetch(self, wanted):
        """The project's own images and every public one: a page is a cut of the merged list."""
        client = self.client
        (path,) = self.paths
        own, *public = api.together(
            lambda: client.list_all(path, filter=wanted.filter),
            *(
                functools.partial(client.list_all, path, project=project, filter=wanted.filter)
                for project in self.attempt(client.public_image_projects, ())
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
        return _cut(list(images.values()), wanted)

    def key(self, item: Json) -> str:
        return f"{project_of(item['selfLink'])}/{item['name']}"


def _cut(images: list[Json], wanted) -> api.Page:
    if wanted.order.startswith("creationTimestamp"):
        images.sort(key=lambda each: each.get("creationTimestamp", ""), reverse=True)
    else:
        images.sort(key=lambda each: each["name"])
    start = int(wanted.token) if wanted.token.isdigit() else 0
    end = start + wanted.size
    return api.Page(images[start:end], str(end) if end < len(images) else "")
