"""What a template says of instances: the form of one instance, as it is of no zone.

Its fields are those of the page that creates an instance. They stand below ``properties``, and name
machine and disk types as they are called in every zone.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

from gce_dashboard.framework import fields, image_offers
from gce_dashboard.framework.field import Field
from gce_dashboard.framework.forms import Beside, Section
from gce_dashboard.framework.offer import Offer, Option, listed, named
from gce_dashboard.framework.offers import add
from gce_dashboard.framework.resources import last, path_of, project_of
from gce_dashboard.framework.terraform import hcl_path
from gce_dashboard.i18n import gettext_lazy as _
from gce_dashboard.instances import availability, create, networking
from gce_dashboard.instances import boot_disk as disks
from gce_dashboard.instances.more_disks import DELETE, KEEP

Json = dict[str, Any]
# of one instance alone; the template has its description at its top
LEFT_OUT = {
    *("disk", "snapshot", "attached", "internal", "address", "deletion_protection"),
    *("hostname", "http", "https", "nics"),
}
OWN_FIELDS = {"startup-script", "ssh-keys"}  # keys of the metadata with a field of their own
SOURCES = {key: disks.SOURCES[key] for key in ("image", "own")}
ADDRESSES = {key: networking.ADDRESSES[key] for key in ("ephemeral", "none")}


def _subnetwork(item: Json) -> Option:
    place = f"{last(item['region'])}, {item.get('ipCidrRange', '')}"
    return {
        **named(item),
        "value": path_of(item["selfLink"]),
        "text": f"{item['name']} ({place})",
    }


add("subnetworksOfAll", Offer(_("Subnetworks"), listed("aggregated/subnetworks"), _subnetwork))


# reading a template


def properties(template: Json) -> Json:
    return template.get("properties") or {}


def of_machine_image(image: Json) -> Json:
    return image.get("instanceProperties") or {}


def size_of(disk: Json) -> Any:
    """A disk's size in GB: of what a template makes, or of what a machine image holds."""
    return (disk.get("initializeParams") or {}).get("diskSizeGb") or disk.get("diskSizeGb")


def boot_disk(template: Json) -> Json:
    return next((each for each in properties(template).get("disks", []) if each.get("boot")), {})


def parameters(template: Json) -> Json:
    return boot_disk(template).get("initializeParams") or {}


def image(template: Json) -> str:
    """The boot disk's image as ``projects/p/global/images/i``, "" where it has none."""
    url = parameters(template).get("sourceImage", "")
    return f"projects/{project_of(url)}/{path_of(url)}" if url else ""


def interface(template: Json) -> Json:
    return next(iter(properties(template).get("networkInterfaces", [])), {})


def metadata(template: Json) -> dict[str, str]:
    items = properties(template).get("metadata", {}).get("items", [])
    return {each["key"]: each.get("value", "") for each in items}


def _source(template: Json) -> str:
    return "image" if image_offers.is_public(project_of(image(template))) else "own"


def _more_disks(template: Json) -> list[Json]:
    disks = properties(template).get("disks", [])
    return [_more_disk(each) for each in disks if not each.get("boot")]


def _more_disk(disk: Json) -> Json:
    made = disk.get("initializeParams") or {}
    return {
        "name": "",
        "size": made.get("diskSizeGb", ""),
        "type": last(made.get("diskType")),
        "rule": DELETE if disk.get("autoDelete") else KEEP,
    }


READS: Mapping[str, Callable[[Json], Any]] = {
    "source": _source,
    "system": lambda each: image_offers.system_of(project_of(image(each))),
    "image": image,
    "own_image": image,
    "extra": _more_disks,
    "external": lambda each: "ephemeral" if interface(each).get("accessConfigs") else "none",
    "subnetwork": lambda each: path_of(interface(each).get("subnetwork", "")),
    "metadata": lambda each: {k: v for k, v in metadata(each).items() if k not in OWN_FIELDS},
    "startup_script": lambda each: metadata(each).get("startup-script", ""),
    "ssh_keys": lambda each: metadata(each).get("ssh-keys", ""),
    "tags": lambda each: properties(each).get("tags", {}).get("items", []),
}
# Terraform's google_compute_instance_template has one block for all kinds of disks
BLOCKS: Mapping[str, Any] = {
    "image": "disk.source_image",
    "own_image": "disk.source_image",
    "boot_type": lambda kind, values: {"disk": {"disk_type": kind}},
    "boot_size": "disk.disk_size_gb",
    "auto_delete": "disk.auto_delete",
    "machine_type": "machine_type",
}


def _subnetwork_flags(path: str, values: Json) -> list[str]:
    return [f"--subnet={last(path)}", f"--region={path.split('/')[1]}"] if path else []


def as_property(field: Field) -> Field:
    """A field of the instance's form as one of the template's."""
    changes: Json = {"path": f"properties.{field.path}" if field.path else ""}
    if isinstance(field.body, str) and field.body.startswith("zones/{zone}/"):
        changes["body"] = "{}"
    if field.name in READS:
        changes["read"] = READS[field.name]
    if field.name in BLOCKS:
        changes["hcl"] = BLOCKS[field.name]
    elif not callable(field.hcl):
        changes["hcl"] = hcl_path(field)
    if field.name == "subnetwork":
        return _any_subnetwork(changes["path"])
    if field.name in ("source", "external"):
        choices = SOURCES if field.name == "source" else ADDRESSES
        kept = {key: getattr(field, key) for key in ("flag", "hcl", "body")}
        label = field.control.label or ""
        return fields.pick(field.name, label, choices, segments=True, **{**kept, **changes})
    return dataclasses.replace(field, **changes)


def _any_subnetwork(path: str) -> Field:
    return fields.choice(
        "subnetwork",
        _("Subnetwork"),
        offer="subnetworksOfAll",
        within="network",
        required=False,
        empty=_("Automatic"),
        path=path,
        read=READS["subnetwork"],
        flag=_subnetwork_flags,
        hcl="network_interface.subnetwork",
    )


def of_template(section: Section) -> Section:
    """A card of the instance's form as one of the template's."""
    parts = (_part(each) for each in section.parts)
    return dataclasses.replace(section, parts=tuple(each for each in parts if each))


def _part(part: Field | Beside) -> Field | Beside | None:
    if isinstance(part, Beside):
        kept = tuple(as_property(each) for each in part.fields if each.name not in LEFT_OUT)
        return Beside(kept) if kept else None
    if part.name in LEFT_OUT or part.name == "description":
        return None
    return as_property(part)


SECTIONS = tuple(
    of_template(each)
    for each in (
        create.MACHINE,
        disks.SECTION,
        networking.SECTION,
        availability.SECTION,
        create.MANAGEMENT,
    )
)
