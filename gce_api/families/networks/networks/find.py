"""Networks: Neutron networks in GCE's terms. External ones are no VPC networks and not shown.

A project of GCE has a network ``default`` from its first day. Where there is none yet, it is
shown all the same, and made when something first uses it; nothing is made by looking.

A network of GCE is global, one of Neutron is in a region: networks of one name are shown as one.
What Neutron does not know of a network is in its tags: its mode (auto, custom, legacy), which one
that another tool made does not have, and the routing mode, which has no effect. How they are made:
:mod:`gce_api.openstack.vpc`; changing them: network_changes.py.
"""

from __future__ import annotations

from typing import Any

from gce_api.families.shared.call import Call
from gce_api.google import errors, times
from gce_api.google.registry import implements
from gce_api.openstack import default_network, finding, marks, own, rows, tags, vpc
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.names import UNKNOWN_TIME, gce_names, numeric_id
from gce_api.openstack.parallel import gather, map_regions
from gce_api.openstack.rows import Row

DEFAULT = default_network.NAME


@implements("compute.networks.list")
def list_networks(call: Call) -> list[dict[str, Any]]:
    found = _merged(call.in_scope(lambda cloud: to_networks(call, cloud)))
    return list(found.values())


@implements("compute.networks.get")
def get_network(call: Call) -> dict[str, Any]:
    found = _merged(call.in_scope(lambda cloud: to_networks(call, cloud)))
    for network in found.values():
        if call.name in (network["name"], network["id"]):
            return network
    raise errors.NotFound.resource(call.path)


def find_network(call: Call, url: str, region: str, field: str = "network") -> Row | None:
    """The Neutron network that a request refers to, in a region by its GCE name.

    ``None`` is the network ``default`` of a project that has none: what uses it makes it, in its
    flow (:func:`gce_api.openstack.default_network.ensure`).

    :raises errors.Invalid: the URL does not refer to a network.
    :raises errors.NotFound: there is no such network in the region.
    """
    name = call.refer(url, "networks", field).name
    cloud = call.cloud_of(region)
    for fresh in (False, True):  # it may be newer than what is remembered
        found = finding.among(internal(cloud, fresh=fresh), name)
        if found:
            return found
    if name == DEFAULT:
        return None
    raise errors.NotFound.resource(f"projects/{call.project.id}/global/networks/{name}")


def external_network(cloud: Cloud) -> Row:
    """The network that external addresses come from: the default one, else the first by name.

    :raises errors.Unsupported: this cloud has none.
    """
    external = vpc.first_external(visible(cloud))
    if external is None:
        raise errors.Unsupported("This cloud has no external network to take addresses from.")
    return external


def everywhere(call: Call, name: str) -> list[tuple[Cloud, Row]]:
    """The networks that GCE calls ``name``, by region, asked for anew."""
    found = map_regions(lambda cloud: finding.among(internal(cloud, fresh=True), name), call.clouds)
    return [(cloud, row) for cloud, row in zip(call.clouds, found, strict=True) if row]


def places(call: Call, url: str, field: str = "resource.network") -> list[dict[str, Any]]:
    """Where a network that a request refers to is: ``region`` (Keystone's) and ``network_id``.

    The network ``default`` of a project that has none is in the default region, without an id.

    :raises errors.NotFound: there is no such network.
    """
    name = call.refer(url, "networks", field).name
    found = [
        {"region": cloud.region, "network_id": row.id} for cloud, row in everywhere(call, name)
    ]
    if not found and name == DEFAULT:
        return [{"region": call.clouds[0].region, "network_id": None}]
    if not found:
        raise errors.NotFound.resource(f"projects/{call.project.id}/global/networks/{name}")
    return found


def mode(network: Row, name: str) -> str:
    """How the subnets of a network came to be: ``auto``, ``custom`` or ``legacy``."""
    return tags.value(network, marks.MODE) or ("auto" if name == DEFAULT else "custom")


def internal(cloud: Cloud, *, fresh: bool = False) -> list[Row]:
    """The networks of a region that are VPC networks in GCE's terms."""
    return [network for network in visible(cloud, fresh=fresh) if not network["router:external"]]


def visible(cloud: Cloud, *, fresh: bool = False) -> list[Row]:
    """Every network of a region that the caller can see (one call, remembered for 30 s)."""
    if fresh:
        cloud.forget("networks")
    return cloud.cached("networks", lambda: own.networks(cloud))


def subnets(cloud: Cloud, *, fresh: bool = False) -> list[Row]:
    """The subnets of the visible networks of a region; ``fresh``: not as remembered."""
    known = {network.id for network in visible(cloud)}
    return [row for row in every_subnet(cloud, fresh=fresh) if row["network_id"] in known]


def every_subnet(cloud: Cloud, *, fresh: bool = False) -> list[Row]:
    """Whatever subnets Neutron lists, an administrator those of other projects too (one call,
    remembered for 30 s); for use beside :func:`visible`, that they are fetched at once."""
    if fresh:
        cloud.forget("subnets")
    return cloud.cached("subnets", lambda: rows.listed(cloud.network, "/subnets", "subnets"))


def to_networks(call: Call, cloud: Cloud) -> list[dict[str, Any]]:
    """GCE's Network of each of a region's, asked for anew; ``default`` is always among them."""
    gather(lambda: visible(cloud, fresh=True), lambda: every_subnet(cloud, fresh=True))
    found = internal(cloud)
    names = gce_names(found)
    subnet_names = gce_names(subnets(cloud))
    every = {subnet.id: subnet for subnet in subnets(cloud)}
    shown = [
        {
            **_to_network(call, names[row.id], row["mtu"]),
            **_of_mode(mode(row, names[row.id]), [every[i] for i in row["subnets"] if i in every]),
            "routingConfig": {"routingMode": tags.value(row, marks.ROUTING) or "REGIONAL"},
            "id": numeric_id(row.id),
            "description": row.get("description") or None,
            "creationTimestamp": times.rfc3339(row["created_at"]),
            "subnetworks": [
                call.links.url(f"regions/{cloud.name}/subnetworks/{subnet_names[uuid]}")
                for uuid in row["subnets"]
                if uuid in subnet_names
            ]
            or None,
        }
        for row in found
    ]
    return shown if DEFAULT in names.values() else [*shown, _promised(call)]


def _to_network(call: Call, name: str, mtu: int | None) -> dict[str, Any]:
    return {
        "name": name,
        "autoCreateSubnetworks": name == DEFAULT,
        "routingConfig": {"routingMode": "REGIONAL"},
        "mtu": mtu,
        "selfLink": call.links.url(f"global/networks/{name}"),
    }


def _of_mode(mode: str, of_network: list[Row]) -> dict[str, Any]:
    if mode != "legacy":
        return {"autoCreateSubnetworks": mode == "auto"}
    only = of_network[0] if of_network else Row()
    return {
        "autoCreateSubnetworks": None,
        "IPv4Range": only.get("cidr"),
        "gatewayIPv4": only.get("gateway_ip"),
    }


def _promised(call: Call) -> dict[str, Any]:
    """The network ``default`` of a region where it is not made yet."""
    return {
        **_to_network(call, DEFAULT, None),
        "id": numeric_id("network/default/" + call.project.uuid),
        "creationTimestamp": UNKNOWN_TIME,
    }


def _merged(shown: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """One network per name, as GCE's are global: the first region's that has it for real."""
    found: dict[str, dict[str, Any]] = {}
    for network in sorted(shown, key=lambda row: row["creationTimestamp"] == UNKNOWN_TIME):
        known = found.setdefault(network["name"], network)
        if known is not network and network.get("subnetworks"):
            known["subnetworks"] = [*(known.get("subnetworks") or []), *network["subnetworks"]]
    return found
