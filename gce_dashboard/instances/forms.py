"""Forms about VM instances."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from gce_dashboard.framework import fields
from gce_dashboard.framework.creating import CreateForm
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.instances.disk_fields import AttachedDisksField, NewDisksField

SOURCES = (
    ("image", _("Public images")),
    ("own", _("Custom images")),
    ("snapshot", _("Snapshots")),
    ("disk", _("Existing disks")),
)
ADDRESSES = (("ephemeral", _("Ephemeral")), ("reserved", _("Reserved")), ("none", _("None")))
SSH_KEY = re.compile(r"(?:([^\s:]+):)?((?:ssh|ecdsa|sk)-[^\s]+\s+[A-Za-z0-9+/=]+)(?:\s+(.*))?")


class SshKeysField(forms.CharField):
    """Public keys, one a line; cleans to GCE's ``user:key`` lines."""

    widget = forms.Textarea(attrs={"rows": 2, "spellcheck": "false"})

    def clean(self, value: str) -> list[str]:
        return [self._entry(line.strip()) for line in (value or "").splitlines() if line.strip()]

    def _entry(self, line: str) -> str:
        match = SSH_KEY.fullmatch(line)
        if not match:
            raise forms.ValidationError(
                _("This is not a public SSH key: %s") % (line[:40] + "…" if line[40:] else line)
            )
        user, key, comment = match.groups()
        user = user or (comment or "").split("@")[0].strip()
        if not user or re.search(r"\s", user):
            raise forms.ValidationError(
                _("Whose key is it? Write it as USER:ssh-ed25519 AAAA… or end it with USER@HOST.")
            )
        return f"{user}:{key} {comment or user}"


class InstanceForm(CreateForm):
    """A new instance. What it cleans to, :mod:`.body` turns into the request."""

    name = fields.NameField(help_text=_("Permanent. Lower-case letters, digits and hyphens."))
    description = forms.CharField(label=_("Description"), required=False, max_length=2048)
    labels = fields.labels_field()
    region = fields.choice(_("Region"))
    zone = fields.choice(_("Zone"))

    machine_type = fields.choice(_("Machine type"))

    source = forms.ChoiceField(
        label=_("Boot from"), choices=SOURCES, widget=forms.RadioSelect, initial="image"
    )
    system = fields.choice(_("Operating system"), required=False, validators=[])
    image = fields.choice(_("Version"), required=False, validators=[fields.image_reference])
    own_image = fields.choice(_("Image"), required=False, validators=[fields.image_reference])
    snapshot = fields.choice(_("Snapshot"), required=False)
    disk = fields.choice(_("Disk"), required=False)
    boot_size = forms.IntegerField(
        label=_("Size (GB)"), required=False, min_value=1, max_value=fields.MAX_SIZE_GB, initial=10
    )
    boot_type = fields.choice(_("Disk type"), required=False)
    auto_delete = forms.BooleanField(
        label=_("Delete the boot disk when the instance is deleted"), required=False, initial=True
    )
    extra = NewDisksField(label=_("Additional disks"))
    attached = AttachedDisksField(label=_("Existing disks"))

    network = fields.choice(_("Network"))
    subnetwork = fields.choice(_("Subnetwork"), required=False)
    internal = forms.GenericIPAddressField(
        label=_("Internal IPv4 address"),
        required=False,
        protocol="IPv4",
        help_text=_("A free address of the subnetwork; chosen for you where this is empty."),
    )
    external = forms.ChoiceField(
        label=_("External IPv4 address"),
        choices=ADDRESSES,
        initial="ephemeral",
        widget=forms.RadioSelect,
    )
    address = fields.choice(_("Reserved address"), required=False, validators=[fields.address])
    tags = fields.TagsField()

    startup_script = forms.CharField(
        label=_("Startup script"),
        required=False,
        strip=False,
        max_length=256 * 1024,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "placeholder": "#!/bin/sh"}),
        help_text=_("Runs in the guest when it boots."),
    )
    ssh_keys = SshKeysField(
        label=_("SSH keys"),
        required=False,
        help_text=_("One public key a line: USER:ssh-ed25519 AAAA…"),
    )
    metadata = fields.metadata_field()
    deletion_protection = forms.BooleanField(
        label=_("Protect from deletion"),
        required=False,
        help_text=_("The instance cannot be deleted until this is switched off."),
    )

    NEEDED = {"image": "image", "own": "own_image", "snapshot": "snapshot", "disk": "disk"}

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        needed = self.NEEDED.get(values.get("source", ""))
        if needed and not values.get(needed) and needed not in self.errors:
            self.add_error(needed, _("Choose one of the list."))
        if values.get("source") == "disk" and values.get("disk") in [
            each["name"] for each in values.get("attached", [])
        ]:
            self.add_error("attached", _("The boot disk is attached already."))
        if values.get("external") == "reserved" and not values.get("address"):
            self.add_error("address", _("Choose one of the list."))
        for key, field in (("startup-script", "startup_script"), ("ssh-keys", "ssh_keys")):
            if key in values.get("metadata", {}):
                text = _("Use the field %s for this key.") % self.fields[field].label
                self.add_error("metadata", f"{key}: {text}")
        return values
