"""Instance groups and their members as GCE shows them; a managed group's too."""

from __future__ import annotations

from typing import Any

from gce_api.database.models import Resource
from gce_api.families.instances.instances.status import status
from gce_api.families.shared.call import Call
from gce_api.families.shared.kept import shown
from gce_api.google import fingerprints
from gce_api.google.links import Links
from gce_api.openstack import places, servers
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.names import gce_names, numeric_id
from gce_api.openstack.rows import Row

MANAGED = "instanceGroupManagers"


def group_path(row: Resource) -> str:
    """An instance group's path below the project; of a manager: of the group that it manages."""
    return f"{row.scope}/instanceGroups/{row.name}"


def server_ids(row: Resource) -> list[str]:
    """The servers that are in a group, or have been: they may be gone by now."""
    if row.collection != MANAGED:
        return list(row.content["members"])
    members = row.content["instances"].values()
    return [member["server"] for member in members if member["server"]]


def to_group(links: Links, row: Resource, size: int) -> dict[str, Any]:
    """GCE's InstanceGroup of a group, or of a manager."""
    content = row.content
    description = content.get("description")
    if row.collection == MANAGED:
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
        "id": numeric_id("group/" + row.id) if row.collection == MANAGED else numeric_id(row.id),
        "description": description,
        "namedPorts": ports or None,
        "fingerprint": fingerprints.of(ports),
        "size": size,
        "selfLink": links.url(group_path(row)),
    }


class Members:
    """The instances of one region, to show a group's with: two Nova calls for any number."""

    def __init__(self, call: Call, cloud: Cloud) -> None:
        self._links = call.links
        self._zones = {}
        found = servers.detailed(cloud)
        for server in found:
            az = server["OS-EXT-AZ:availability_zone"]
            self._zones[server.id] = places.zone_of(cloud, az)
        self._names = gce_names(found, lambda server: self._zones[server.id])
        self._servers = {server.id: server for server in found}

    def of(self, row: Resource) -> list[Row]:
        """The servers of a group that are there."""
        return [self._servers[uuid] for uuid in server_ids(row) if uuid in self._servers]

    def by_path(self) -> dict[str, Row]:
        """Every server by its instance's path below the project."""
        return {self.path(server): server for server in self._servers.values()}

    def path(self, server: Row) -> str:
        """The path of a server's instance below the project."""
        return f"zones/{self._zones[server.id]}/instances/{self._names[server.id]}"

    def named_ports(self, row: Resource, server: Row) -> dict[str, Any]:
        """GCE's InstanceWithNamedPorts of a member."""
        return {
            "instance": self._links.url(self.path(server)),
            "status": status(server),
            "namedPorts": row.content.get("namedPorts") or None,
        }
