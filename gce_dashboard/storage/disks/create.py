"""The page that creates a disk."""

from __future__ import annotations

import shlex
from typing import Any

from django import forms
from django.urls import reverse_lazy

from gce_dashboard.framework import fields, offers
from gce_dashboard.framework.commands import pairs, shell_lines
from gce_dashboard.framework.creating import CreateForm, CreatingPage
from gce_dashboard.framework.resources import disk_type, last, project_of, without_empty
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]
SOURCES = (
    ("blank", _("Blank disk")),
    ("image", _("Public images")),
    ("own", _("Custom images")),
    ("snapshot", _("Snapshots")),
)


class DiskForm(CreateForm):
    name = fields.NameField(help_text=_("Permanent. Lower-case letters, digits and hyphens."))
    description = forms.CharField(label=_("Description"), required=False, max_length=2048)
    labels = fields.labels_field()
    region = fields.choice(_("Region"))
    zone = fields.choice(_("Zone"))
    source = forms.ChoiceField(
        label=_("Source"), choices=SOURCES, widget=forms.RadioSelect, initial="blank"
    )
    system = fields.choice(_("Operating system"), required=False, validators=[])
    image = fields.choice(_("Version"), required=False, validators=[fields.image_reference])
    own_image = fields.choice(_("Image"), required=False, validators=[fields.image_reference])
    snapshot = fields.choice(_("Snapshot"), required=False)
    boot_type = fields.choice(_("Disk type"))
    boot_size = forms.IntegerField(
        label=_("Size (GB)"), min_value=1, max_value=fields.MAX_SIZE_GB, initial=100
    )

    NEEDED = {"image": "image", "own": "own_image", "snapshot": "snapshot"}

    def clean(self) -> Json:
        values = super().clean()
        needed = self.NEEDED.get(values.get("source", ""))
        if needed and not values.get(needed) and needed not in self.errors:
            self.add_error(needed, _("Choose one of the list."))
        return values


def source_image(values: Json) -> str | None:
    return {"image": values.get("image"), "own": values.get("own_image")}.get(
        values.get("source", "")
    )


class CreateDiskPage(CreatingPage):
    template_name = "gce_dashboard/disks/create.html"
    page_title = _("Create a disk")
    parent = (_("Disks"), reverse_lazy("horizon:project:gce_disks:index"))
    form_class = DiskForm

    def offers(self):
        return offers.gather(self.client, ("zones", "diskTypes", "ownImages", "snapshots"))

    def path(self, values):
        return f"zones/{values.get('zone', '')}/disks"

    def body(self, values):
        return without_empty(
            {
                "name": values.get("name", ""),
                "description": values.get("description"),
                "sizeGb": str(values["boot_size"]) if values.get("boot_size") else None,
                "type": disk_type(values.get("zone", ""), values.get("boot_type")),
                "sourceImage": source_image(values),
                "sourceSnapshot": f"global/snapshots/{values.get('snapshot', '')}"
                if values.get("source") == "snapshot"
                else None,
                "labels": values.get("labels"),
            }
        )

    def command(self, project, values):
        flags = [
            f"--project={project}",
            f"--zone={values.get('zone', '')}",
            f"--size={values.get('boot_size', '')}GB",
            f"--type={values.get('boot_type', '')}",
        ]
        image = source_image(values)
        if image:
            flags += [f"--image={last(image)}", f"--image-project={project_of(image)}"]
        if values.get("source") == "snapshot":
            flags.append(f"--source-snapshot={values.get('snapshot', '')}")
        if values.get("labels"):
            flags.append(f"--labels={pairs(values['labels'])}")
        if values.get("description"):
            flags.append(f"--description={values['description']}")
        name = shlex.quote(values.get("name") or "DISK_NAME")
        return shell_lines(
            f"gcloud compute disks create {name}", *(shlex.quote(flag) for flag in flags)
        )
