"""What is kept of an instance group."""

from __future__ import annotations

from typing import Any

from gce_api.families.networks.networks import find as networks
from gce_api.families.networks.subnetworks import find as subnetworks
from gce_api.families.shared.call import Call
from gce_api.google import errors
from gce_api.openstack.names import check_name

LAST_PORT = 65535


def plan_group(call: Call, body: dict[str, Any]) -> dict[str, Any]:
    """The content of an unmanaged group: its description, named ports, network and members.

    :raises errors.GceError: the network or subnetwork is not there.
    """
    content: dict[str, Any] = {"members": [], "namedPorts": named_ports(body)}
    if body.get("description"):
        content["description"] = body["description"]
    region, project = call.cloud.name, f"projects/{call.project.id}"
    if body.get("network"):
        networks.find_network(call, body["network"], region, "resource.network")
        name = call.refer(body["network"], "networks", "resource.network").name
        content["network"] = f"{project}/global/networks/{name}"
    if body.get("subnetwork"):
        field = "resource.subnetwork"
        subnetworks.find_subnetwork(call, body["subnetwork"], region, field)
        name = call.refer(body["subnetwork"], "subnetworks", field).name
        content["subnetwork"] = f"{project}/regions/{region}/subnetworks/{name}"
    return content


def named_ports(body: dict[str, Any]) -> list[dict[str, Any]]:
    """The named ports that a body of a group has, each with ``name`` and ``port``.

    :raises errors.Invalid: one has no valid name, or no port of 1 to 65535.
    """
    ports: list[dict[str, Any]] = body.get("namedPorts") or []
    for index, entry in enumerate(ports):
        field = f"namedPorts[{index}]"
        check_name(entry.get("name"), f"{field}.name")
        port = entry.get("port", 0)
        if not 1 <= port <= LAST_PORT:
            raise errors.Invalid(
                f"Invalid value for field 'resource.{field}.port': '{port}'. "
                f"Must be between 1 and {LAST_PORT}, inclusive."
            )
    return ports
