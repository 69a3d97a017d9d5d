"""Labels and metadata of servers and volumes as GCE shows them.

Nova's and Cinder's metadata hold three things: GCE's metadata under its own keys, labels as
``label:<key>``, and what only the endpoint needs as ``gce:<key>``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from gce_api import fingerprints

LABEL = "label:"
OWN = "gce:"


def labels(metadata: Mapping[str, str]) -> dict[str, str]:
    """GCE's labels."""
    return {key[len(LABEL) :]: value for key, value in metadata.items() if key.startswith(LABEL)}


def label_fields(metadata: Mapping[str, str]) -> dict[str, Any]:
    """``labels`` and ``labelFingerprint`` of any resource; no labels are left out, as at Google."""
    found = labels(metadata)
    return {"labels": found or None, "labelFingerprint": fingerprints.of(found)}


def items(metadata: Mapping[str, str]) -> dict[str, str]:
    """GCE's metadata by key."""
    return {k: v for k, v in metadata.items() if not k.startswith((LABEL, OWN))}


def metadata_field(values: Mapping[str, str]) -> dict[str, Any]:
    """GCE's Metadata of the items by key."""
    found = [{"key": key, "value": values[key]} for key in sorted(values)]
    return {"fingerprint": fingerprints.of(found), "items": found or None}


def tags_field(tags: list[str]) -> dict[str, Any]:
    """GCE's Tags."""
    found = sorted(tags)
    return {"fingerprint": fingerprints.of(found), "items": found or None}


def echoed(metadata: Mapping[str, str], field: str) -> Any:
    """A field of GCE's that OpenStack has no place for, as it was given; ``None``: it was not."""
    text = metadata.get(OWN + field)
    if text is None:
        return None
    try:
        return json.loads(text)
    except ValueError:  # written by somebody else
        return None
