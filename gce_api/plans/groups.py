"""What is kept of an instance group."""

from __future__ import annotations

from typing import Any

from gce_api.call import Call
from gce_api.resources import networks, subnetworks


def plan_group(call: Call, body: dict[str, Any]) -> dict[str, Any]:
    """The content of an unmanaged group: its description, named ports, network and members.

    :raises errors.GceError: the network or subnetwork is not there.
    """
    content: dict[str, Any] = {"members": [], "namedPorts": body.get("namedPorts") or []}
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
