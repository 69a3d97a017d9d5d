"""The disks of a new instance: what it boots from, and more of them."""

from __future__ import annotations

from typing import Any

from gce_dashboard.framework import fields, inputs
from gce_dashboard.framework.forms import beside, section
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.instances import likeness, more_disks
from gce_dashboard.storage import image_fields

Json = dict[str, Any]
BOOT = likeness.BOOT
SOURCES = {
    "image": _("Public images"),
    "own": _("Custom images"),
    "snapshot": _("Snapshots"),
    "disk": _("Existing disks"),
}
NEW = ("image", "own", "snapshot")


def boot_disk_flag(disk: str, values: Json) -> list[str]:
    auto_delete = "yes" if values.get("auto_delete") else "no"
    return [f"--disk=name={disk},boot=yes,auto-delete={auto_delete}"]


def auto_delete_flag(on: bool, values: Json) -> list[str]:
    return [] if on or values.get("source") == "disk" else ["--no-boot-disk-auto-delete"]


SECTION = section(
    _("Boot disk"),
    fields.pick("source", _("Boot from"), SOURCES, segments=True, read=likeness.source),
    fields.constant("disks[0].boot", True),
    beside(
        fields.choice(
            "system",
            _("Operating system"),
            offer="systems",
            prefer=("Debian",),
            required=False,
            validators=(),
            read=likeness.system,
            when={"source": "image"},
        ),
        fields.choice(
            "image",
            _("Version"),
            offer="images",
            within="system",
            path=f"{BOOT}.sourceImage",
            read=likeness.image,
            flag=image_fields.flags("image"),
            hcl="boot_disk.initialize_params.image",
            when={"source": "image"},
        ),
    ),
    fields.choice(
        "own_image",
        _("Image"),
        offer="ownImages",
        opened_with="image",
        path=f"{BOOT}.sourceImage",
        read=likeness.image,
        flag=image_fields.flags("image"),
        hcl="boot_disk.initialize_params.image",
        when={"source": "own"},
    ),
    image_fields.snapshot(
        path=f"{BOOT}.sourceSnapshot", hcl="boot_disk.initialize_params.snapshot"
    ),
    fields.choice(
        "disk",
        _("Disk"),
        offer="freeDisks",
        within="zone",
        path="disks[0].source",
        read=likeness.nothing,
        body="zones/{zone}/disks/{}",
        flag=boot_disk_flag,
        hcl="boot_disk.source",
        when={"source": "disk"},
    ),
    beside(
        fields.choice(
            "boot_type",
            _("Disk type"),
            offer="diskTypes",
            within="zone",
            prefer=("pd-balanced", "pd-standard"),
            required=False,
            path=f"{BOOT}.diskType",
            body="zones/{zone}/diskTypes/{}",
            flag="--boot-disk-type={}",
            hcl=lambda kind, values: {"boot_disk": {"initialize_params": {"type": kind}}},
            when={"source": NEW},
        ),
        fields.number(
            "boot_size",
            _("Size (GB)"),
            least=1,
            most=inputs.MAX_SIZE_GB,
            initial=10,
            required=False,
            int64=True,
            least_of=("image", "own_image", "snapshot"),
            path=f"{BOOT}.diskSizeGb",
            flag="--boot-disk-size={}GB",
            hcl="boot_disk.initialize_params.size",
            when={"source": NEW},
        ),
    ),
    fields.tick(
        "auto_delete",
        _("Delete the boot disk when the instance is deleted"),
        initial=True,
        path="disks[0].autoDelete",
        body=lambda on, values: bool(on),
        always=True,
        flag=auto_delete_flag,
        hcl="boot_disk.auto_delete",
    ),
    more_disks.NEW,
    more_disks.ATTACHED,
)
