"""Forwarding rules as GCE shows them."""

from __future__ import annotations

from typing import Any

from gce_api.database.models import Resource
from gce_api.families.shared.kept import shown
from gce_api.families.shared.known import Content
from gce_api.google import fingerprints
from gce_api.google.links import Links


def to_forwarding_rule(links: Links, row: Resource) -> Content:
    """GCE's ForwardingRule of what is kept."""
    content = row.content
    of_service = content["target"].split("/")[-2] == "backendServices"
    return {
        **content["fields"],
        **shown(links, row),
        **{field: links.url(path) for field, path in content["place"].items()},
        "IPAddress": content.get("address"),
        "IPProtocol": content["IPProtocol"],
        "backendService" if of_service else "target": links.url(content["target"]),
        "labels": content["labels"] or None,
        "labelFingerprint": fingerprints.of(content["labels"]),
        "fingerprint": fingerprints.of(versioned(content)),
    }


def versioned(content: Content) -> list[Any]:
    """What a fingerprint is of: what a patch may change, and what is changed elsewise."""
    return [content["fields"], content["target"]]
