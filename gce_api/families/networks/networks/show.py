"""Networks as GCE shows them. External ones are no VPC networks and not shown.

A project of GCE has a network ``default`` from its first day. Where there is none yet, it is
shown all the same, and made when something first uses it; nothing is made by looking.

A network of GCE is global, one of Neutron is in a region: networks of one name are shown as one.
What Neutron does not know of a network is in its tags: its mode (auto, custom, legacy), which one
that another tool made does not have, and the routing mode, which has no effect. How they are made:
:mod:`gce_api.openstack.vpc`.
"""

from __future__ import annotations

from collections.abc import Iterable

from gce_api.families.networks.vpcs import DEFAULT, Vpcs, mode, routing_mode
from gce_api.google import times
from gce_api.google.links import Links
from gce_api.google.merging import Json
from gce_api.google.names import UNKNOWN_TIME, numeric_id
from gce_api.openstack.rows import Row


def to_networks(links: Links, vpcs: Vpcs) -> list[Json]:
    """GCE's Network of each of a region's; ``default`` is always among them."""
    shown = [_to_network(links, vpcs, row) for row in vpcs.networks]
    is_made = DEFAULT in vpcs.network_names.values()
    return shown if is_made else [*shown, _promised(links, vpcs.project.uuid)]


def merged(shown: Iterable[Json]) -> list[Json]:
    """One network per name, as GCE's are global: the first region's that has it for real."""
    found: dict[str, Json] = {}
    for network in sorted(shown, key=lambda row: row["creationTimestamp"] == UNKNOWN_TIME):
        known = found.setdefault(network["name"], network)
        if known is not network and network.get("subnetworks"):
            known["subnetworks"] = [*(known.get("subnetworks") or []), *network["subnetworks"]]
    return list(found.values())


def _to_network(links: Links, vpcs: Vpcs, row: Row) -> Json:
    name, names = vpcs.network_names[row.id], vpcs.subnet_names
    subnets = [subnet for subnet in vpcs.subnets if subnet.id in row["subnets"]]
    return {
        **_common(links, name),
        **_of_mode(mode(row, name), subnets),
        "routingConfig": {"routingMode": routing_mode(row)},
        "mtu": row["mtu"],
        "id": numeric_id(row.id),
        "description": row.get("description") or None,
        "creationTimestamp": times.rfc3339(row["created_at"]),
        "subnetworks": [
            links.url(f"regions/{vpcs.region}/subnetworks/{names[subnet.id]}") for subnet in subnets
        ]
        or None,
    }


def _of_mode(mode: str, subnets: list[Row]) -> Json:
    if mode != "legacy":
        return {"autoCreateSubnetworks": mode == "auto"}
    only = subnets[0] if subnets else Row()
    return {"IPv4Range": only.get("cidr"), "gatewayIPv4": only.get("gateway_ip")}


def _common(links: Links, name: str) -> Json:
    return {"name": name, "selfLink": links.url(f"global/networks/{name}")}


def _promised(links: Links, project_uuid: str) -> Json:
    """The network ``default`` of a region where it is not made yet."""
    return {
        **_common(links, DEFAULT),
        "autoCreateSubnetworks": True,
        "routingConfig": {"routingMode": "REGIONAL"},
        "id": numeric_id("network/default/" + project_uuid),
        "creationTimestamp": UNKNOWN_TIME,
    }
