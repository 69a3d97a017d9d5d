"""The page that creates an instance."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from gce_dashboard.framework import fields, inputs
from gce_dashboard.framework.creating import CreatingPage
from gce_dashboard.framework.forms import beside, section
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.instances import (
    availability,
    likeness,
    more_disks,
    more_interfaces,
    web_traffic,
)
from gce_dashboard.instances.metadata import METADATA, SSH_KEYS, STARTUP_SCRIPT, clashing_keys
from gce_dashboard.instances.resource import INSTANCES
from gce_dashboard.storage import image_fields

Json = dict[str, Any]
BOOT = likeness.BOOT
NIC = "networkInterfaces[0]"
SOURCES = {
    "image": _("Public images"),
    "own": _("Custom images"),
    "snapshot": _("Snapshots"),
    "disk": _("Existing disks"),
}
NEW = ("image", "own", "snapshot")
ADDRESSES = {"ephemeral": _("Ephemeral"), "reserved": _("Reserved"), "none": _("None")}


def boot_disk_flag(disk: str, values: Json) -> list[str]:
    auto_delete = "yes" if values.get("auto_delete") else "no"
    return [f"--disk=name={disk},boot=yes,auto-delete={auto_delete}"]


def auto_delete_flag(on: bool, values: Json) -> list[str]:
    return [] if on or values.get("source") == "disk" else ["--no-boot-disk-auto-delete"]


def external_flags(kind: str, values: Json) -> list[str]:
    return ["--no-address"] if kind == "none" and not values.get("nics") else []


def access_configs(external: str, values: Json) -> list[Json] | None:
    """How the instance is reached from outside."""
    if external == "none":
        return None
    return [{"name": "External NAT", "type": "ONE_TO_ONE_NAT"}]


MACHINE = section(
    _("Machine configuration"),
    fields.choice(
        "machine_type",
        _("Machine type"),
        offer="machineTypes",
        within="zone",
        prefer=("e2-medium", "e2-small", "n1-standard-1"),
        path="machineType",
        body="zones/{zone}/machineTypes/{}",
        flag="--machine-type={}",
    ),
)
BOOT_DISK = section(
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
    fields.choice(
        "snapshot",
        _("Snapshot"),
        offer="snapshots",
        path=f"{BOOT}.sourceSnapshot",
        body="global/snapshots/{}",
        flag="--source-snapshot={}",
        hcl="boot_disk.initialize_params.snapshot",
        when={"source": "snapshot"},
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
NETWORKING = section(
    _("Networking"),
    beside(
        fields.choice(
            "network",
            _("Network"),
            offer="networks",
            prefer=("default",),
            path=f"{NIC}.network",
            body="global/networks/{}",
            flag=more_interfaces.alone("--network={}"),
            hcl="network_interface.network",
        ),
        fields.choice(
            "subnetwork",
            _("Subnetwork"),
            offer="subnetworks",
            within=("region", "network"),
            prefer=("default",),
            required=False,
            empty=_("Automatic"),
            path=f"{NIC}.subnetwork",
            body="regions/{region}/subnetworks/{}",
            flag=more_interfaces.alone("--subnet={}"),
            hcl="network_interface.subnetwork",
        ),
    ),
    fields.custom(
        "internal",
        forms.GenericIPAddressField(
            label=_("Internal IPv4 address"),
            required=False,
            protocol="IPv4",
            help_text=_("A free address of the subnetwork; chosen for you where this is empty."),
        ),
        path=f"{NIC}.networkIP",
        read=likeness.nothing,
        flag=more_interfaces.alone("--private-network-ip={}"),
        hcl="network_interface.network_ip",
    ),
    fields.pick(
        "external",
        _("External IPv4 address"),
        ADDRESSES,
        segments=True,
        path=f"{NIC}.accessConfigs",
        read=likeness.external,
        body=access_configs,
        flag=external_flags,
        hcl=lambda kind, values: (
            {} if kind == "none" else {"network_interface": {"access_config": {}}}
        ),
    ),
    fields.choice(
        "address",
        _("Reserved address"),
        offer="addresses",
        within="region",
        path=f"{NIC}.accessConfigs[0].natIP",
        read=likeness.nothing,
        flag=more_interfaces.alone("--address={}"),
        hcl="network_interface.access_config.nat_ip",
        when={"external": "reserved"},
    ),
    more_interfaces.MORE,
    *web_traffic.TICKS,
    web_traffic.TAGS,
)
MANAGEMENT = section(
    _("Access and management"),
    SSH_KEYS,
    STARTUP_SCRIPT,
    METADATA,
    fields.text(
        "hostname",
        _("Hostname"),
        most=253,
        path="hostname",
        read=likeness.nothing,
        flag="--hostname={}",
        help=_("A full domain name of your own, such as web.example.com."),
    ),
    fields.description(),
    fields.tick(
        "deletion_protection",
        _("Protect from deletion"),
        help=_("The instance cannot be deleted until this is switched off."),
        path="deletionProtection",
        flag="--deletion-protection",
    ),
)


class CreateInstancePage(CreatingPage):
    resource = INSTANCES
    page_title = _("Create an instance")
    sections = (
        section(
            "",
            fields.name(suggest="instance"),
            beside(fields.region(flag="", hcl=""), fields.zone()),
            fields.labels(),
        ),
        MACHINE,
        BOOT_DISK,
        NETWORKING,
        availability.SECTION,
        MANAGEMENT,
    )

    def liked(self, path: str) -> Json:
        return likeness.with_boot_disk(self.client, super().liked(path))

    def check(self, values: Json) -> Iterable[tuple[str, str]]:
        attached = [each["name"] for each in values.get("attached", [])]
        if len(set(attached)) < len(attached):
            yield "attached", _("A disk is there twice.")
        if values.get("source") == "disk" and values.get("disk") in attached:
            yield "attached", _("The boot disk is attached already.")
        yield from clashing_keys(values)

    def send(self, values: Json) -> Json:
        web_traffic.allow(self.client, values)
        return super().send(values)

    def command(self, project_id: str, values: Json) -> str:
        return "\n".join(
            [*web_traffic.commands(project_id, values), super().command(project_id, values)]
        )

    def gcloud_flags(self, values: Json) -> Iterable[str]:
        """The form asks for no service account, and gcloud would add the project's default."""
        return ("--no-service-account", "--no-scopes")
