"""Labels and metadata of servers and volumes as GCE shows them.

Nova's and Cinder's metadata hold three things: GCE's metadata under its own keys, labels as
``label:<key>``, and what only the endpoint needs as ``gce:<key>``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gce_api.google import fingerprints
from gce_api.openstack import marks


def labels(metadata: Mapping[str, str]) -> dict[str, str]:
    """GCE's labels."""
    return {
        key.removeprefix(marks.LABEL): value
        for key, value in metadata.items()
        if key.startswith(marks.LABEL)
    }


def label_fields(metadata: Mapping[str, str]) -> dict[str, Any]:
    """``labels`` and ``labelFingerprint`` of any resource; no labels are left out, as at Google."""
    found = labels(metadata)
    return {"labels": found or None, "labelFingerprint": fingerprints.of(found)}


def items(metadata: Mapping[str, str]) -> dict[str, str]:
    """GCE's metadata by key."""
    return {k: v for k, v in metadata.items() if not k.startswith((marks.LABEL, marks.OWN))}


def item_list(values: Mapping[str, str]) -> list[dict[str, str]]:
    """The items by key as GCE lists them."""
    return [{"key": key, "value": values[key]} for key in sorted(values)]


def metadata_field(values: Mapping[str, str]) -> dict[str, Any]:
    """GCE's Metadata of the items by key."""
    found = item_list(values)
    return {"fingerprint": fingerprints.of(found), "items": found or None}


def tags_field(tags: list[str]) -> dict[str, Any]:
    """GCE's Tags."""
    found = sorted(tags)
    return {"fingerprint": fingerprints.of(found), "items": found or None}
