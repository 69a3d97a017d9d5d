"""The pages that create an image and edit one."""

from __future__ import annotations

from typing import Any

from gce_dashboard.framework import fields, inputs
from gce_dashboard.framework.commands import placed
from gce_dashboard.framework.creating import CreatingPage
from gce_dashboard.framework.editing import EditingPage
from gce_dashboard.framework.forms import section
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.storage.image_fields import own_image, public_image
from gce_dashboard.storage.images.resource import IMAGES

Json = dict[str, Any]
SOURCES = {
    "disk": _("Disk"),
    "snapshot": _("Snapshot"),
    "own": _("Custom image"),
    "image": _("Public image"),
}


FAMILY = fields.text(
    "family",
    _("Family"),
    path="family",
    flag="--family={}",
    validators=(inputs.name_is_valid,),
    help=_("The newest image of a family that is not deprecated is found by the family's name."),
)


class CreateImagePage(CreatingPage):
    resource = IMAGES
    page_title = _("Create an image")
    sections = (
        section("", fields.name(suggest="image")),
        section(
            _("Source"),
            fields.pick("source", _("Source"), SOURCES, segments=True),
            fields.choice(
                "disk",
                _("Source disk"),
                offer="disks",
                path="sourceDisk",
                flag=placed("source-disk"),
                when={"source": "disk"},
            ),
            fields.tick(
                "force",
                _("Keep the instance running"),
                flag="--force",
                help=_(
                    "Otherwise a disk that a running instance has is refused. What its guest has"
                    " not written to the disk yet is not in the image."
                ),
                when={"source": "disk"},
            ),
            fields.choice(
                "snapshot",
                _("Source snapshot"),
                offer="snapshots",
                path="sourceSnapshot",
                body="global/snapshots/{}",
                flag="--source-snapshot={}",
                when={"source": "snapshot"},
            ),
            own_image(_("Source image"), "source-image"),
            public_image("source-image"),
        ),
        section(_("Properties"), FAMILY, fields.description(), fields.labels()),
    )

    def path(self, values):
        """GCE takes the word to make an image of a disk at work beside the body."""
        return super().path(values) + ("?forceCreate=true" if values.get("force") else "")


class EditImagePage(EditingPage):
    resource = IMAGES
    sections = (section("", fields.name(), FAMILY, fields.description()),)
