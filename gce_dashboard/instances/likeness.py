"""What a new instance takes over from one that it is to be like; the rest is its own."""

from __future__ import annotations

from typing import Any

from gce_dashboard.api import Client
from gce_dashboard.framework import image_offers, jsonpath
from gce_dashboard.framework.resources import path_of, project_of

Json = dict[str, Any]
BOOT = "disks[0].initializeParams"


def with_boot_disk(client: Client, instance: Json) -> Json:
    """The instance with what its boot disk was made from, which only the disk knows.

    :raises api.GceError: the disk cannot be read
    """
    source = jsonpath.get(instance, "disks[0].source")
    if source:
        jsonpath.put(instance, BOOT, _parameters(client.get(path_of(source))))
    return instance


def _parameters(disk: Json) -> Json:
    image = disk.get("sourceImage")
    return {
        "sourceImage": f"projects/{project_of(image)}/{path_of(image)}" if image else None,
        "sourceSnapshot": disk.get("sourceSnapshot"),
        "diskType": disk.get("type"),
        "diskSizeGb": disk.get("sizeGb"),
    }


def nothing(instance: Json) -> None:
    """What no two instances can have."""


def image(instance: Json) -> str:
    return jsonpath.get(instance, f"{BOOT}.sourceImage") or ""


def system(instance: Json) -> str:
    return image_offers.system_of(project_of(image(instance)))


def source(instance: Json) -> str:
    if jsonpath.get(instance, f"{BOOT}.sourceSnapshot"):
        return "snapshot"
    return "image" if image_offers.is_public(project_of(image(instance))) else "own"


def external(instance: Json) -> str:
    return _external(next(iter(instance.get("networkInterfaces", [])), {}))


def _external(nic: Json) -> str:
    return "ephemeral" if nic.get("accessConfigs") else "none"


def more_interfaces(instance: Json) -> list[Json]:
    return [
        {"subnetwork": path_of(nic.get("subnetwork", "")), "external": _external(nic)}
        for nic in instance.get("networkInterfaces", [])[1:]
    ]


def metadata(instance: Json, *keys: str) -> dict[str, str]:
    """The metadata: of these keys, or of all but those that have fields of their own."""
    own = ("startup-script", "ssh-keys")
    listed = instance.get("metadata", {}).get("items", [])
    return {
        each["key"]: each.get("value", "")
        for each in listed
        if (each["key"] in keys if keys else each["key"] not in own)
    }


def metadata_text(key: str, instance: Json) -> str:
    return metadata(instance, key).get(key, "")
