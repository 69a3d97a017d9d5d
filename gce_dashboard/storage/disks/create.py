"""The page that creates a disk."""

from __future__ import annotations

from typing import Any

from gce_dashboard.api import Client
from gce_dashboard.framework import fields, inputs, offers
from gce_dashboard.framework.commands import placed
from gce_dashboard.framework.creating import CreatingPage
from gce_dashboard.framework.forms import beside, section
from gce_dashboard.framework.offer import Offer, Option
from gce_dashboard.framework.resources import last, region_of
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.storage.disks.resource import DISKS
from gce_dashboard.storage.image_fields import own_image, public_image, snapshot

Json = dict[str, Any]
LOCATIONS = {"zonal": _("Single zone"), "regional": _("Regional")}
SOURCES = {
    "blank": _("Blank disk"),
    "image": _("Public images"),
    "own": _("Custom images"),
    "snapshot": _("Snapshots"),
    "disk": _("Disks"),
}


def is_regional(values: Json) -> bool:
    return values.get("location") == "regional"


def disk_type(name: str, values: Json) -> str:
    """The disk type in the place of the disk."""
    if is_regional(values):
        return f"regions/{values.get('region', '')}/diskTypes/{name}"
    return f"zones/{values.get('zone', '')}/diskTypes/{name}"


def zones(replica: str, values: Json) -> list[str]:
    return [f"zones/{values.get('zone', '')}", f"zones/{replica}"]


def replica_flags(replica: str, values: Json) -> list[str]:
    return [f"--replica-zones={values.get('zone', '')},{replica}"] if replica else []


def replica_zones(client: Client) -> list[Json]:
    """The zones, each with those that a disk in it can have its other copy in."""
    found = client.list_all("zones")
    names = [each["name"] for each in found]
    return [{**each, "_partners": partners(each["name"], names)} for each in found]


def partners(zone: str, zones: list[str]) -> list[str]:
    region = region_of(zone)
    return [each for each in zones if each != zone and region_of(each) == region]


def replica_zone(zone: Json) -> Option:
    return {"value": zone["name"], "text": zone["name"], "within": {"zone": zone["_partners"]}}


offers.add("replicaZones", Offer(_("Zones"), replica_zones, replica_zone))


class CreateDiskPage(CreatingPage):
    resource = DISKS
    page_title = _("Create a disk")
    sections = (
        section(
            "",
            fields.name(suggest="disk"),
            fields.description(),
            fields.pick("location", _("Location"), LOCATIONS, segments=True, required=False),
            beside(
                fields.region(
                    flag=lambda region, values: (
                        [f"--region={region}"] if is_regional(values) else []
                    ),
                    hcl=lambda region, values: {"region": region} if is_regional(values) else {},
                ),
                fields.zone(
                    flag=lambda zone, values: [] if is_regional(values) else [f"--zone={zone}"],
                    hcl=lambda zone, values: {} if is_regional(values) else {"zone": zone},
                ),
                fields.choice(
                    "replica",
                    _("Replica zone"),
                    offer="replicaZones",
                    within="zone",
                    path="replicaZones",
                    body=zones,
                    flag=replica_flags,
                    help=_("The data is written in both zones, and survives the loss of one."),
                    when={"location": "regional"},
                ),
            ),
        ),
        section(
            _("Source"),
            fields.pick("source", _("Source"), SOURCES, segments=True),
            public_image("image", hcl="image"),
            own_image(_("Image"), "image", hcl="image"),
            snapshot(hcl="snapshot"),
            fields.choice(
                "source_disk",
                _("Source disk"),
                offer="disks",
                within="zone",
                opened_with="disk",
                path="sourceDisk",
                flag=placed("source-disk"),
                hcl="source_disk",
                help=_("The new disk is a clone, in the same zone."),
                when={"source": "disk"},
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
                    body=disk_type,
                    flag="--type={}",
                ),
                fields.number(
                    "boot_size",
                    _("Size (GB)"),
                    least=1,
                    most=inputs.MAX_SIZE_GB,
                    initial=100,
                    int64=True,
                    least_of=("image", "own_image", "snapshot", "source_disk"),
                    path="sizeGb",
                    flag="--size={}GB",
                    hcl="size",
                ),
            ),
            fields.choice(
                "schedule",
                _("Snapshot schedule"),
                offer="snapshotSchedules",
                within="region",
                required=False,
                empty=_("No schedule"),
                path="resourcePolicies[]",
                flag=lambda path, values: [f"--resource-policies={last(path)}"] if path else [],
                hcl="",
            ),
            fields.labels(),
        ),
    )

    def place(self, values):
        if is_regional(values):
            return f"regions/{values.get('region', '')}"
        return super().place(values)
