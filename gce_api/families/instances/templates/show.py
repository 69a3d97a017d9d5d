"""Instance templates as GCE shows them."""

from __future__ import annotations

from typing import Any

from gce_api.database.models import Resource
from gce_api.families.instances.templates.plan import converted
from gce_api.families.shared.kept import shown
from gce_api.families.shared.settings import SCHEDULING
from gce_api.google import fingerprints
from gce_api.google.links import Links


def to_template(links: Links, row: Resource) -> dict[str, Any]:
    """GCE's InstanceTemplate of what is kept."""
    content = row.content
    source = content.get("sourceInstance")
    return {
        **shown(links, row),
        "description": content.get("description"),
        "sourceInstance": links.absolute(source) if source else None,
        "sourceInstanceParams": content.get("sourceInstanceParams"),
        "properties": _properties(links, content["properties"]),
    }


def _properties(links: Links, kept: dict[str, Any]) -> dict[str, Any]:
    """Images stay the paths ``projects/...``, and disks of any zone names, as Google shows them."""
    found = converted(
        kept,
        lambda path, of, _: path if of == "images" or "/" not in path else links.absolute(path),
    )
    items = (kept.get("metadata") or {}).get("items") or []
    return found | {
        "disks": [
            {"index": index, "type": "PERSISTENT", "mode": "READ_WRITE", **disk}
            for index, disk in enumerate(found.get("disks") or [])
        ],
        "networkInterfaces": [
            {"name": f"nic{index}", **nic}
            for index, nic in enumerate(found.get("networkInterfaces") or [])
        ]
        or None,
        "metadata": {"fingerprint": fingerprints.of(items), "items": items or None},
        "scheduling": SCHEDULING | (kept.get("scheduling") or {}),
    }
