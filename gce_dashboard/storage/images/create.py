"""The pages that create an image and edit one."""

from __future__ import annotations

import shlex
from typing import Any

from gce_dashboard.api import Change
from gce_dashboard.framework import fields, gcloud, inputs
from gce_dashboard.framework.commands import pairs, placed, shell_lines
from gce_dashboard.framework.creating import CreatingPage
from gce_dashboard.framework.editing import EditingPage
from gce_dashboard.framework.forms import section
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.storage.image_fields import own_image, public_image, snapshot
from gce_dashboard.storage.images import upload
from gce_dashboard.storage.images.resource import IMAGES

Json = dict[str, Any]
SOURCES = {
    "disk": _("Disk"),
    "snapshot": _("Snapshot"),
    "own": _("Custom image"),
    "image": _("Public image"),
    "file": _("File"),
    "url": _("URL"),
}


FROM_FILE = ("--file=FILE", "--disk-format=FORMAT", "--container-format=bare")
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
            fields.pick("source", _("Source"), SOURCES),
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
            snapshot(_("Source snapshot")),
            own_image(_("Source image"), "source-image"),
            public_image("source-image"),
            fields.file(
                "file",
                _("File"),
                help=_(
                    "A disk as raw, QCOW2, VMDK, VDI, VHD, VHDX or ISO file, not compressed."
                    " It goes straight to the cloud; this page has to stay open until then."
                ),
                when={"source": "file"},
            ),
            fields.text(
                "url",
                _("URL"),
                required=True,
                path="rawDisk.source",
                flag="--source-uri={}",
                help=_("Only from sites that the operator of this cloud has allowed."),
                when={"source": "url"},
            ),
        ),
        section(_("Properties"), FAMILY, fields.description(), fields.labels()),
    )

    def receive(self, name, file):
        return upload.take(self.request, self.client, name, file)

    def send(self, values):
        if values["source"] != "file":
            return super().send(values)
        operation, *self.also = upload.finish(
            self.client, values, self.of_file(values), str(values["request_id"])
        )
        return operation

    def of_file(self, values):
        """What an image that was made of a file is given by a PATCH."""
        body = self.body(values)
        return {key: body[key] for key in ("family", "description") if key in body}

    def path(self, values):
        """GCE takes the word to make an image of a disk at work beside the body."""
        return super().path(values) + ("?forceCreate=true" if values.get("force") else "")

    # the same by other means; GCE's API takes no file: that goes to the image service first

    def equivalents(self, values):
        shown = super().equivalents(values)
        if values.get("source") != "file":
            return shown
        upload = self.upload_command(values)
        by_hand = {key: f"{upload}\n\n{shown[key]}" for key in ("gcloud", "curl")}
        return {**shown, **by_hand, "python": "", "terraform": ""}

    def upload_command(self, values):
        return shell_lines(f"openstack image create {shlex.quote(named(values))}", *FROM_FILE)

    def requests(self, values):
        if values.get("source") != "file":
            return super().requests(values)
        return [Change("PATCH", f"global/images/{named(values)}", self.of_file(values))]

    def command(self, project_id, values):
        if values.get("source") != "file":
            return super().command(project_id, values)
        labels = values.get("labels")
        flags = [f"--update-labels={pairs(labels)}"] if labels else []
        told = [each for each in self.declaration.fields if each.name in ("family", "description")]
        update = f"{self.resource.gcloud} update"
        return gcloud.of_fields(update, named(values), project_id, told, values, flags)


def named(values: Json) -> str:
    return values.get("name") or "IMAGE_NAME"


class EditImagePage(EditingPage):
    resource = IMAGES
    sections = (section("", fields.name(), FAMILY, fields.description()),)
