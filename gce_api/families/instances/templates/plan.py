"""What a template says of instances: ``InstanceProperties``, checked, and made into requests.

References are kept as paths below the API's base (``projects/p/global/networks/n``), machine and
disk types as bare names, as at Google: a template is of no zone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from gce_api.families.places.machine_types.plan import choose, is_sound
from gce_api.families.storage.images.found import Images
from gce_api.google import errors, links
from gce_api.google.links import References
from gce_api.openstack.rows import Row

Json = dict[str, Any]
Convert = Callable[[str, str, str], str]  # reference, its collection, the field that holds it

GLOBAL = ("images", "networks", "snapshots")


@dataclass(frozen=True, kw_only=True)
class FoundForTemplate:
    """What a template is planned by.

    ``region`` is where a subnetwork of a bare name is; ``flavors`` are those of every region that
    instances may be made in, ``makes_flavors``: whether those of custom types are made.
    """

    references: References
    region: str
    flavors: Sequence[Row]
    makes_flavors: bool
    images: Images


def plan_properties(properties: Json, found: FoundForTemplate) -> Json:
    """Check properties and return them as they are kept.

    :raises errors.GceError: no instance could be made of them.
    """
    field = "resource.properties"
    machine_type = _bare(properties.get("machineType"))
    if not machine_type:
        raise errors.Required(f"Invalid value for field '{field}.machineType': ''.")
    may_be_made = found.makes_flavors and is_sound(machine_type)
    if choose(found.flavors, machine_type) is None and not may_be_made:
        raise errors.Invalid(
            f"Invalid value for field '{field}.machineType': '{machine_type}'. The referenced "
            "machine type does not exist."
        )
    _check_disks(properties.get("disks") or [], f"{field}.disks", found.images)
    kept = converted(properties, lambda url, of, where: _path(found, url, of, where))
    for disk in kept.get("disks") or []:
        if (disk.get("initializeParams") or {}).get("diskType"):
            disk["initializeParams"]["diskType"] = _bare(disk["initializeParams"]["diskType"])
    return kept | {"machineType": machine_type}


def merged(properties: Json, body: Json) -> Json:
    """Properties with what a request says besides: JSON merge patch (RFC 7396), as at Google.

    An empty list or object says nothing, as some clients send every field.
    """
    result = dict(properties)
    for name, value in body.items():
        present = result.get(name)
        if isinstance(value, dict) and isinstance(present, dict):
            result[name] = merged(present, value)
        elif value not in ([], {}, ""):
            result[name] = value
    return result


def converted(properties: Json, convert: Convert) -> Json:
    """A copy of the properties with every reference converted."""
    result = dict(properties)
    if properties.get("disks"):
        result["disks"] = [_disk(disk, convert) for disk in properties["disks"]]
    if properties.get("networkInterfaces"):
        fields = {"network": "networks", "subnetwork": "subnetworks"}
        interfaces = properties["networkInterfaces"]
        result["networkInterfaces"] = [_part(nic, fields, convert) for nic in interfaces]
    return result


def _disk(disk: Json, convert: Convert) -> Json:
    result = _part(disk, {"source": "disks"}, convert)
    if disk.get("initializeParams"):
        fields = {"sourceImage": "images", "sourceSnapshot": "snapshots"}
        result["initializeParams"] = _part(disk["initializeParams"], fields, convert)
    return result


def _part(part: Json, fields: dict[str, str], convert: Convert) -> Json:
    references = {
        name: convert(part[name], collection, name)
        for name, collection in fields.items()
        if part.get(name)
    }
    return {**part, **references}


def _check_disks(disks: list[Json], field: str, images: Images) -> None:
    if not disks or not disks[0].get("boot", len(disks) == 1):
        raise errors.Invalid(
            f"Invalid value for field '{field}': ''. Boot disk must be the first disk attached to "
            "the instance."
        )
    for index, disk in enumerate(disks):
        image = (disk.get("initializeParams") or {}).get("sourceImage")
        if image:
            images.refer(image, f"{field}[{index}].initializeParams.sourceImage")


def _path(found: FoundForTemplate, url: str, collection: str, field: str) -> str:
    """A reference as a path below the API's base."""
    own = found.references.project
    if collection == "images" and "/imageFamilyViews/" in url:
        _, below, rest = url.rpartition("projects/")
        return below + rest if below else f"projects/{own.id}/{url.lstrip('/')}"
    reference = links.parse(url, collection, field)
    if reference.is_bare and collection == "disks":
        return url  # one of the zone that an instance is made in
    project = reference.project or own.id
    if own.is_called(project):
        project = own.id
    if reference.zone:
        scope = f"zones/{reference.zone}"
    elif collection in GLOBAL:
        scope = "global"
    else:
        scope = f"regions/{reference.region or found.region}"
    return f"projects/{project}/{scope}/{collection}/{reference.name}"


def _bare(reference: str | None) -> str:
    return (reference or "").rpartition("/")[2]
