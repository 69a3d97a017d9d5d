"""Instance groups and their members as GCE shows them; a managed group's too."""

from __future__ import annotations

from typing import Any

from gce_api.database.models import Resource
from gce_api.database.references import known_as
from gce_api.families.groups.members import is_managed
from gce_api.families.instances.instances.status import status
from gce_api.families.shared.kept import shown
from gce_api.google import fingerprints
from gce_api.google.links import Links
from gce_api.google.names import numeric_id
from gce_api.openstack.rows import Row


def to_group(links: Links, row: Resource, size: int) -> dict[str, Any]:
    """GCE's InstanceGroup of a group, or of a manager."""
    content = row.content
    description = content.get("description")
    if is_managed(content):
        description = f"Controlled by the instance group manager '{row.name}'."
    ports = content.get("namedPorts") or []
    place = {
        field: links.absolute(content[field])
        for field in ("network", "subnetwork")
        if content.get(field)
    }
    return {
        **shown(links, row),
        **place,
        "id": numeric_id("group/" + row.id if is_managed(content) else row.id),
        "description": description,
        "namedPorts": ports or None,
        "fingerprint": fingerprints.of(ports),
        "size": size,
        "selfLink": links.url(known_as(row)),
    }


def to_member(links: Links, group: Resource, path: str, server: Row) -> dict[str, Any]:
    """GCE's InstanceWithNamedPorts of a member, given the path of its instance."""
    return {
        "instance": links.url(path),
        "status": status(server),
        "namedPorts": group.content.get("namedPorts") or None,
    }
