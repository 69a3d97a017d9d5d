"""The page that creates a disk."""

from __future__ import annotations

from gce_dashboard.framework import fields, inputs
from gce_dashboard.framework.creating import CreatingPage
from gce_dashboard.framework.forms import beside, section
from gce_dashboard.framework.resources import last, project_of
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.storage.disks.resource import DISKS

SOURCES = {
    "blank": _("Blank disk"),
    "image": _("Public images"),
    "own": _("Custom images"),
    "snapshot": _("Snapshots"),
}


def image_flags(image, values):
    """gcloud's two flags of an image."""
    if not image:
        return []
    return [f"--image={last(image)}", f"--image-project={project_of(image)}"]


class CreateDiskPage(CreatingPage):
    resource = DISKS
    page_title = _("Create a disk")
    sections = (
        section(
            "",
            fields.name(suggest="disk"),
            fields.description(),
            beside(fields.region(flag="", hcl=""), fields.zone()),
        ),
        section(
            _("Source"),
            fields.pick("source", _("Source"), SOURCES, segments=True),
            beside(
                fields.choice(
                    "system",
                    _("Operating system"),
                    offer="systems",
                    prefer=("Debian",),
                    validators=(),
                    when={"source": "image"},
                ),
                fields.choice(
                    "image",
                    _("Version"),
                    offer="images",
                    within="system",
                    path="sourceImage",
                    flag=image_flags,
                    hcl="image",
                    when={"source": "image"},
                ),
            ),
            fields.choice(
                "own_image",
                _("Image"),
                offer="ownImages",
                opened_with="image",
                path="sourceImage",
                flag=image_flags,
                hcl="image",
                when={"source": "own"},
            ),
            fields.choice(
                "snapshot",
                _("Snapshot"),
                offer="snapshots",
                path="sourceSnapshot",
                body="global/snapshots/{}",
                flag="--source-snapshot={}",
                hcl="snapshot",
                when={"source": "snapshot"},
            ),
        ),
        section(
            _("Disk settings"),
            beside(
                fields.choice(
                    "boot_type",
                    _("Disk type"),
                    offer="diskTypes",
                    within="zone",
                    prefer=("pd-balanced", "pd-standard"),
                    path="type",
                    body="zones/{zone}/diskTypes/{}",
                    flag="--type={}",
                ),
                fields.number(
                    "boot_size",
                    _("Size (GB)"),
                    least=1,
                    most=inputs.MAX_SIZE_GB,
                    initial=100,
                    int64=True,
                    least_of=("image", "own_image", "snapshot"),
                    path="sizeGb",
                    flag="--size={}GB",
                    hcl="size",
                ),
            ),
            fields.labels(),
        ),
    )
