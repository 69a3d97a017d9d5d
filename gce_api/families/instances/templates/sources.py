"""The properties of a template that is made of an instance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gce_api.families.shared.settings import TAKEN_OVER
from gce_api.families.storage.images.found import Images
from gce_api.families.storage.images.show import family
from gce_api.google import errors

ALIKE = ("labels", "machineType", *TAKEN_OVER)  # what a template takes over as it is
FAMILY = "SOURCE_IMAGE_FAMILY"  # new disks are made of the newest image of the source's family

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class FoundForSource:
    """An instance, the disks of its region by their URLs, and the images there are: as GCE shows
    them."""

    instance: Json
    disks: Mapping[str, Json]
    images: Images


def properties_of(parameters: Json, found: FoundForSource) -> Json:
    """Properties that make instances like one that there is.

    :param parameters: ``SourceInstanceParams``: what to do about its disks.
    :raises errors.GceError: its disks cannot be made again.
    """
    shown = found.instance
    asked = {disk.get("deviceName"): disk for disk in parameters.get("diskConfigs") or []}
    _check_devices(asked, shown["disks"])
    disks = [_disk(disk, asked.get(disk["deviceName"], {}), found) for disk in shown["disks"]]
    return {
        **{name: shown[name] for name in ALIKE if shown.get(name)},
        "disks": [disk for disk in disks if disk],
        "networkInterfaces": [_interface(nic) for nic in shown["networkInterfaces"]],
        "metadata": {"items": shown["metadata"].get("items") or []},
        "tags": {"items": shown["tags"].get("items") or []},
    }


def _check_devices(asked: Json, attached: list[Json]) -> None:
    devices = {disk["deviceName"] for disk in attached}
    for name in asked:
        if name not in devices:
            raise errors.Invalid(
                "Invalid value for field 'resource.sourceInstanceParams.diskConfigs.deviceName': "
                f"'{name or ''}'. The instance has the devices {', '.join(sorted(devices))}."
            )


def _disk(attached: Json, asked: Json, found: FoundForSource) -> Json | None:
    """A disk for each new instance like one of the source; ``None``: it is left out."""
    way = asked.get("instantiateFrom") or "DEFAULT"
    if way == "DO_NOT_INCLUDE":
        return None
    if way == "ATTACH_READ_ONLY":
        raise errors.Unsupported("Attaching a disk READ_ONLY is not available here.")
    made: Json = {
        "boot": attached["boot"],
        "autoDelete": asked.get("autoDelete", attached["autoDelete"]),
        "deviceName": attached["deviceName"],
        "type": attached["type"],
        "diskSizeGb": attached.get("diskSizeGb"),
    }
    if attached["type"] == "SCRATCH":
        return made
    source = found.disks.get(attached.get("source") or "", {})
    parameters = {
        "diskSizeGb": attached.get("diskSizeGb"),
        "diskType": source.get("type"),
        "sourceImage": _image(way, asked, source, found.images),
        "replicaZones": source.get("replicaZones"),
    }
    if attached["boot"] and not parameters["sourceImage"]:
        raise errors.Invalid(
            f"The boot disk '{attached['deviceName']}' was not made from an image: say with "
            "sourceInstanceParams.diskConfigs which image new ones are made from."
        )
    return made | {"initializeParams": {k: v for k, v in parameters.items() if v is not None}}


def _image(way: str, asked: Json, source: Json, images: Images) -> str | None:
    if way == "CUSTOM_IMAGE":
        return asked.get("customImage")
    if way == "BLANK":
        return None
    url: str | None = source.get("sourceImage")
    if url and way == FAMILY:
        project, _, name = url.partition("projects/")[2].partition("/global/images/")
        called = family(images.by_name(project, name).image)
        return f"projects/{project}/global/images/family/{called}" if called else url
    return url


def _interface(nic: Json) -> Json:
    """The same network; an external address only where the source has one."""
    made = {name: nic[name] for name in ("network", "subnetwork") if nic.get(name)}
    if nic.get("accessConfigs"):
        made["accessConfigs"] = [{"type": "ONE_TO_ONE_NAT", "name": "external-nat"}]
    return made
