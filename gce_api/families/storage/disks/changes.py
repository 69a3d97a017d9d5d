"""What may be changed of a disk, and what a request wants to change."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from gce_api.families.shared import metadata_view as metadata
from gce_api.families.storage.disks.marked import policies
from gce_api.families.storage.images.show import ARCHITECTURES
from gce_api.families.storage.resource_policies.found import COLLECTION, FIELD
from gce_api.google import errors, fingerprints
from gce_api.google.links import References
from gce_api.openstack.rows import Row
from gce_api.operations.plans import Plan

# what a whole Disk says of itself; a client may send it along with what it wants to change
IDENTITY = {"id", "kind", "name", "selfLink", "zone", "region", "labelFingerprint"}

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class DiskChanges(Plan):
    """What a disk is to get; ``None``: that stays. ``architecture`` is Glance's word for it."""

    size_gb: int | None = None
    labels: dict[str, str] | None = None
    description: str | None = None
    architecture: str | None = None


def plan_update(volume: Row, body: Json, masks: Iterable[str]) -> DiskChanges:
    """What an update changes: what the masks name (in either way), else all that the body has.

    :raises errors.GceError: something of it cannot be changed, or not so.
    """
    masked = ",".join(masks).split(",")
    fields = {_camel(name) for name in masked if name} or body.keys() - IDENTITY
    changes = DiskChanges()
    for field in sorted(fields):
        if field not in _CHANGES:
            raise errors.Unsupported(f"The field '{field}' of a disk cannot be changed here.")
        changes = _CHANGES[field](changes, body, volume)
    return changes


def new_size(volume: Row, body: Json) -> int:
    """The size that a disk is to have.

    :raises errors.Invalid: it is less than the present one.
    """
    size = int(body.get("sizeGb") or 0)
    if size < volume["size"]:
        raise only_grows(size, volume)
    return size


def only_grows(size: int, volume: Row) -> errors.Invalid:
    return errors.Invalid(
        f"Invalid value for field 'sizeGb': '{size}'. A disk can only grow; its size is "
        f"{volume['size']} GB."
    )


def policies_to_remove(references: References, volume: Row, urls: list[str]) -> list[str]:
    """The names of the policies that a disk is to lose.

    :raises errors.Invalid: it does not have one of them.
    """
    named = [references.refer(url, COLLECTION, FIELD).name for url in urls]
    for name in named:
        if name not in policies(volume):
            raise errors.Invalid(
                f"Invalid value for field '{FIELD}': '{name}'. The disk does not have this policy."
            )
    return named


def _size(changes: DiskChanges, body: Json, volume: Row) -> DiskChanges:
    return replace(changes, size_gb=new_size(volume, body))


def _labels(changes: DiskChanges, body: Json, volume: Row) -> DiskChanges:
    fingerprints.check_labels(body, metadata.labels(volume["metadata"]))
    return replace(changes, labels=body.get("labels") or {})


def _description(changes: DiskChanges, body: Json, volume: Row) -> DiskChanges:
    return replace(changes, description=body.get("description", ""))


def _architecture(changes: DiskChanges, body: Json, volume: Row) -> DiskChanges:
    asked = body.get("architecture", "")
    for architecture, shown in ARCHITECTURES.items():
        if shown == asked:
            return replace(changes, architecture=architecture)
    raise errors.Invalid(
        f"Invalid value for field 'resource.architecture': '{asked}'. "
        f"Must be one of: {', '.join(ARCHITECTURES.values())}."
    )


_CHANGES: dict[str, Callable[[DiskChanges, Json, Row], DiskChanges]] = {
    "architecture": _architecture,
    "description": _description,
    "labels": _labels,
    "sizeGb": _size,
}


def _camel(name: str) -> str:
    """``size_gb`` as ``sizeGb``: field masks may be written in either way."""
    return re.sub(r"_([a-z])", lambda match: match[1].upper(), name.strip())
