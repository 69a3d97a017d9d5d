"""The list of images: the project's own and the public ones."""

from __future__ import annotations

import functools
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from gce_dashboard import api
from gce_dashboard.framework import columns, render
from gce_dashboard.framework.columns import Column, Json
from gce_dashboard.framework.listing import Empty, ResourcePage
from gce_dashboard.framework.offers import PUBLIC_PROJECTS
from gce_dashboard.framework.resources import path_of, project_of

TONES = {"READY": "ok", "PENDING": "busy", "FAILED": "error", "DELETING": "busy"}
TEXTS = {
    "READY": _("Ready"),
    "PENDING": _("Pending"),
    "FAILED": _("Failed"),
    "DELETING": _("Deleting"),
}


def status_cell(image: Json) -> SafeString:
    value = image.get("status", "READY")
    return render.status(TONES.get(value, "off"), TEXTS.get(value, value))


def use_cell(image: Json) -> SafeString:
    if image.get("status", "READY") != "READY":
        return render.NOTHING
    reference = f"projects/{project_of(image['selfLink'])}/{path_of(image['selfLink'])}"
    url = reverse("horizon:project:gce_instances:create")
    return render.link(f"{url}?{urlencode({'image': reference})}", _("Create instance"))


class ImagesPage(ResourcePage):
    page_title = _("Images")
    collection = "images"
    paths = ("global/images",)
    short = True
    columns = (
        columns.name(),
        columns.choice("status", _("Status"), TEXTS, cell=status_cell, default="READY"),
        Column("project", _("Project"), lambda each: render.text(project_of(each["selfLink"]))),
        columns.field("family", _("Family")),
        columns.field("diskSizeGb", _("Size"), unit="GB", key="size"),
        columns.field("architecture", _("Architecture"), optional=True),
        columns.field("description", _("Description"), optional=True),
        columns.created(),
        columns.labels(optional=True),
        Column("use", _("Use"), use_cell),
    )
    filter_keys = ("family=debian-12", "name:ubuntu", "status=READY")
    empty = Empty(_("No images"), _("Neither this project nor the cloud has an image."))

    def fetch_all(self, filter):
        """The project's own images and every public one."""
        client = self.client
        (path,) = self.paths
        own, *public = api.together(
            lambda: client.list_all(path, filter=filter),
            *(
                functools.partial(client.list_all, path, project=project, filter=filter)
                for project in PUBLIC_PROJECTS
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

    def is_busy(self, item: Json) -> bool:
        return TONES.get(item.get("status", "READY")) == "busy"

    def key(self, item: Json) -> str:
        return f"{project_of(item['selfLink'])}/{item['name']}"
