"""The properties of a template that is made of an instance."""

from __future__ import annotations

from typing import Any

from gce_api.families.shared.call import Call
from gce_api.families.shared.performing import perform_too
from gce_api.google import errors

# what a template takes over as it is
ALIKE = (
    "canIpForward",
    "labels",
    "machineType",
    "minCpuPlatform",
    "scheduling",
    "serviceAccounts",
    "shieldedInstanceConfig",
)

Json = dict[str, Any]


def properties_of(call: Call, url: str, parameters: Json) -> tuple[str, Json]:
    """The path of an instance below the project, and properties that make more like it.

    :param parameters: ``SourceInstanceParams``: what to do about its disks.
    :raises errors.GceError: there is no such instance, or its disks cannot be made again.
    """
    reference = call.refer(url, "instances", "resource.sourceInstance")
    if not reference.zone:
        raise errors.Invalid(
            f"Invalid value for field 'resource.sourceInstance': '{url}'. It must name a zone."
        )
    at = {"zone": reference.zone, "instance": reference.name}
    shown = perform_too(call, "compute.instances.get", at)
    asked = {disk.get("deviceName"): disk for disk in parameters.get("diskConfigs") or []}
    _check_devices(asked, shown["disks"])
    disks = [_disk(call, disk, asked.get(disk["deviceName"], {})) for disk in shown["disks"]]
    properties = {name: shown[name] for name in ALIKE if shown.get(name)}
    properties |= {
        "disks": [disk for disk in disks if disk],
        "networkInterfaces": [_interface(nic) for nic in shown["networkInterfaces"]],
        "metadata": {"items": shown["metadata"].get("items") or []},
        "tags": {"items": shown["tags"].get("items") or []},
    }
    return f"zones/{reference.zone}/instances/{shown['name']}", properties


def _check_devices(asked: Json, attached: list[Json]) -> None:
    devices = {disk["deviceName"] for disk in attached}
    for name in asked:
        if name not in devices:
            raise errors.Invalid(
                "Invalid value for field 'resource.sourceInstanceParams.diskConfigs.deviceName': "
                f"'{name or ''}'. The instance has the devices {', '.join(sorted(devices))}."
            )


def _disk(call: Call, attached: Json, asked: Json) -> Json | None:
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
    source: Json = {}
    if attached.get("source"):
        source = _source(call, attached["source"])
    parameters = {
        "diskSizeGb": attached.get("diskSizeGb"),
        "diskType": source.get("type"),
        "sourceImage": _image(call, way, asked, source),
        "replicaZones": source.get("replicaZones"),
    }
    if attached["boot"] and not parameters["sourceImage"]:
        raise errors.Invalid(
            f"The boot disk '{attached['deviceName']}' was not made from an image: say with "
            "sourceInstanceParams.diskConfigs which image new ones are made from."
        )
    return made | {"initializeParams": {k: v for k, v in parameters.items() if v is not None}}


def _source(call: Call, url: str) -> Json:
    """The disk that is attached, of a zone or of a region."""
    reference = call.refer(url, "disks", "source")
    if reference.region:
        at = {"region": reference.region, "disk": reference.name}
        return perform_too(call, "compute.regionDisks.get", at)
    return perform_too(call, "compute.disks.get", {"zone": reference.zone, "disk": reference.name})


def _image(call: Call, way: str, asked: Json, source: Json) -> str | None:
    if way == "CUSTOM_IMAGE":
        return asked.get("customImage")
    if way == "BLANK":
        return None
    url: str | None = source.get("sourceImage")
    if url and way == "SOURCE_IMAGE_FAMILY":
        project, _, name = url.partition("projects/")[2].partition("/global/images/")
        at = {"project": project, "image": name}
        family = perform_too(call, "compute.images.get", at).get("family")
        return f"projects/{project}/global/images/family/{family}" if family else url
    return url


def _interface(nic: Json) -> Json:
    """The same network; an external address only where the source has one."""
    made = {name: nic[name] for name in ("network", "subnetwork") if nic.get(name)}
    if nic.get("accessConfigs"):
        made["accessConfigs"] = [{"type": "ONE_TO_ONE_NAT", "name": "external-nat"}]
    return made
