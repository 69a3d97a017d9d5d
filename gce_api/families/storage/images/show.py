"""Images: Glance images as GCE shows them."""

from __future__ import annotations

import json
import re
from typing import Any

from gce_api.families.shared import metadata_view as metadata
from gce_api.google import times
from gce_api.google.links import Links
from gce_api.google.names import numeric_id
from gce_api.openstack import marks
from gce_api.openstack.rows import Row

# where a public project is not called <os_distro>-cloud (libosinfo's names on the left)
PUBLIC_PROJECTS = {
    "fcos": "fedora-coreos-cloud",
    "freebsd": "freebsd-org-cloud-dev",
    "oraclelinux": "oracle-linux-cloud",
    "rocky": "rocky-linux-cloud",
    "sled": "suse-cloud",
    "sles": "suse-cloud",
    "ubuntu": "ubuntu-os-cloud",
}
STATUS = {
    "active": "READY",
    "deactivated": "READY",
    "deleted": "DELETING",
    "killed": "FAILED",
    "pending_delete": "DELETING",
}
ARCHITECTURES = {"x86_64": "X86_64", "aarch64": "ARM64"}
# the features that Glance has a property for, and its value there
FEATURES = {
    "WINDOWS": ("os_type", "windows"),
    "UEFI_COMPATIBLE": ("hw_firmware_type", "uefi"),
}
GIB = 1 << 30
ACTIVE = "ACTIVE"  # the state of an image that is not deprecated


def to_image(links: Links, name: str, image: Row, project: str, region: str) -> dict[str, Any]:
    """GCE's Image; ``project`` is where the client sees it, ``region`` where it is."""
    licenses = _licenses(image)
    return {
        "id": numeric_id(image.id),
        "name": name,
        "description": image.get("description"),
        "creationTimestamp": times.rfc3339(image["created_at"]),
        "family": family(image),
        "status": STATUS.get(image["status"], "PENDING"),
        "sourceType": "RAW",
        "archiveSizeBytes": image.get("size") or 0,
        "diskSizeGb": disk_size(image),
        "architecture": ARCHITECTURES.get(image.get("architecture", "")),
        "guestOsFeatures": [{"type": feature} for feature in _features(image)],
        "licenses": [links.url(path, owner) for owner, path in licenses] or None,
        "licenseCodes": [license_code(owner, path) for owner, path in licenses] or None,
        "deprecated": _deprecated(links, image),
        "storageLocations": _read(image, marks.LOCATIONS) or [region],
        "selfLink": links.url(f"global/images/{name}", project),
        **_source(links, image),
        **metadata.label_fields(image),
    }


def disk_size(image: Row) -> int:
    """The smallest disk that the image fits on, in GiB."""
    size = image.get("virtual_size") or image.get("size") or 0
    return max(1, image.get("min_disk") or 0, -(-size // GIB))


def family(image: Row) -> str | None:
    """``gce_family`` where the image has it (empty: none), else made from its OS:
    ``ubuntu-2404``."""
    if marks.FAMILY in image:
        return image[marks.FAMILY] or None
    return system(image)


def system(image: Row) -> str | None:
    """The operating system of an image as a GCE name."""
    distro, version = image.get("os_distro"), image.get("os_version")
    if not distro or not version:
        return None
    return re.sub(r"[^a-z0-9-]", "", f"{distro}-{version}".lower())


def public_project(image: Row) -> str | None:
    """The public project that a public image belongs to."""
    return system_project(image) if image["visibility"] == "public" else None


def system_project(image: Row) -> str | None:
    """The public project of an image's operating system."""
    distro = str(image.get("os_distro") or "").lower()
    return PUBLIC_PROJECTS.get(distro, f"{distro}-cloud") if distro else None


def is_public_project(name: str) -> bool:
    """Whether a project of this name would hold public images, and no more than those."""
    return name.endswith(("-cloud", "-images")) or name in PUBLIC_PROJECTS.values()


def deprecation(image: Row) -> dict[str, Any] | None:
    """GCE's DeprecationStatus; of an image that another tool has deactivated as well."""
    if image["status"] == "deactivated":
        return {"state": "OBSOLETE"}
    found: dict[str, Any] | None = _read(image, marks.DEPRECATED)
    return found


def is_deprecated(image: Row) -> bool:
    """Whether an image is not, or no more, one to use: in any state but ACTIVE."""
    return (deprecation(image) or {}).get("state", ACTIVE) != ACTIVE


def _deprecated(links: Links, image: Row) -> dict[str, Any] | None:
    found = deprecation(image)
    if found and found.get("replacement"):
        return {**found, "replacement": links.absolute(found["replacement"])}
    return found


def license_code(project: str, path: str) -> str:
    """The number of a license by its project and its path there; it is its id, too."""
    return numeric_id(f"{project}/{path}")


def _licenses(image: Row) -> list[tuple[str, str]]:
    """Project and path of each license: that of the operating system, and those it was given."""
    found = [tuple(given) for given in _read(image, marks.LICENSES) or []]
    project, name = system_project(image), system(image)
    if project and name:
        found.append((project, f"global/licenses/{name}"))
    return list(dict.fromkeys(found))


def _features(image: Row) -> list[str]:
    found = list(_read(image, marks.FEATURES) or [])
    for feature, (key, value) in FEATURES.items():
        if image.get(key) == value and feature not in found:
            found.append(feature)
    return found


def _source(links: Links, image: Row) -> dict[str, Any]:
    """``sourceDisk`` and ``sourceDiskId``, or those of an image or snapshot, or ``rawDisk``."""
    source = dict(_read(image, marks.SOURCE) or {})
    project = source.pop("project", None)
    return {
        key: links.url(value, project) if key.startswith("source") and "/" in value else value
        for key, value in source.items()
    }


def _read(image: Row, key: str) -> Any:
    """A property of the endpoint's own; ``None`` where it is not there or not the endpoint's."""
    try:
        return json.loads(image.get(key) or "null")
    except ValueError:
        return None
