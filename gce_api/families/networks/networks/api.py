"""Making, changing and deleting networks; what they are: networks.py."""

from __future__ import annotations

import itertools
from typing import Any

from gce_api.families.networks.networks import find as networks
from gce_api.families.networks.networks import flow as flows
from gce_api.families.networks.subnetworks.plan import auto_range, check_range
from gce_api.families.shared.call import Call
from gce_api.families.shared.descriptions import check_description
from gce_api.families.shared.instance_links import instance_links
from gce_api.google import errors
from gce_api.google.registry import implements
from gce_api.openstack import marks, own, rows, static_routes, tags, vpc
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.names import check_name, gce_names
from gce_api.openstack.rows import Row
from gce_api.openstack.security_groups import SecurityGroups
from gce_api.openstack.static_routes import StaticRoute

USUAL_MTU = 1460  # GCE's default
REGIONS = 32  # as many ranges as there are for auto mode networks
PLUMBING = (*vpc.INTERFACES, "network:dhcp", "network:distributed", "network:router_gateway")


@implements("compute.networks.insert")
def insert_network(call: Call) -> dict[str, Any]:
    """An auto mode network is made in every region, any other in the default region, and in others
    along with a subnetwork there."""
    name, body = check_name(call.body.get("name")), call.body
    shown = call.in_scope(lambda cloud: networks.to_networks(call, cloud))
    if name in (network["name"] for network in shown):
        raise errors.AlreadyExists.resource(f"projects/{call.project.id}/global/networks/{name}")
    mode = _mode(body)
    plan = {
        "name": name,
        "description": check_description(body),
        "mode": mode,
        "routing_mode": _routing_mode(body),
        "mtu": body.get("mtu") or None,
    }
    regions = call.clouds[:REGIONS] if mode == "auto" else call.clouds[:1]
    ranges: dict[str, list[str | None]] = {
        "auto": [auto_range(index) for index in range(len(regions))],
        "custom": [None],
        "legacy": [body.get("IPv4Range")],
    }
    arguments = {
        "plan": plan,
        "places": [
            {"region": cloud.region, "cidr": cidr}
            for cloud, cidr in zip(regions, ranges[mode], strict=True)
        ],
    }
    return call.operation("insert", f"global/networks/{name}", flows.insert, arguments)


@implements("compute.networks.patch")
def patch_network(call: Call) -> dict[str, Any]:
    """The routing mode, which is only kept, and the MTU; the rest of a network does not change."""
    name, found = _find(call)
    for field, value in (("name", name), ("IPv4Range", None)):
        if call.body.get(field) not in (None, value):
            raise errors.Invalid(
                f"Invalid value for field 'resource.{field}': '{call.body[field]}'. It cannot be "
                "changed."
            )
    row = found[0][1]
    fields: dict[str, Any] = {}
    if "mtu" in call.patch:
        fields["mtu"] = call.body.get("mtu") or USUAL_MTU
    if "description" in call.patch:
        fields["description"] = check_description(call.body)
    routing = _routing_mode(call.body) if "routingConfig" in call.patch else _routing(row)
    return _change(call, name, found, fields, routing, networks.mode(row, name))


@implements("compute.networks.switchToCustomMode")
def switch_to_custom_mode(call: Call) -> dict[str, Any]:
    name, found = _find(call)
    row = found[0][1]
    if networks.mode(row, name) != "auto":
        raise errors.Invalid(
            f"Invalid resource usage: 'projects/{call.project.id}/global/networks/{name} is not an "
            "auto mode network.'"
        )
    return _change(call, name, found, {}, _routing(row), "custom")


@implements("compute.networks.delete")
def delete_network(call: Call) -> dict[str, Any]:
    """The subnetworks that GCE made with a network go with it; whatever else is in it keeps it."""
    name, found = _find(call)
    path = f"projects/{call.project.id}/global/networks/{name}"
    for cloud, row in found:
        user = next(_users(call, cloud, row, networks.mode(row, name)), None)
        if user:
            raise errors.ResourceInUse.by("network", path, f"projects/{call.project.id}/{user}")
    arguments = {"places": _places(found)}
    target = f"global/networks/{name}"
    return call.operation("delete", target, flows.delete, arguments, found[0][1].id)


def _mode(body: dict[str, Any]) -> str:
    auto = body.get("autoCreateSubnetworks")
    if not body.get("IPv4Range"):
        return "custom" if auto is False else "auto"
    if auto is not None:
        raise errors.Invalid(
            f"Invalid value for field 'resource.IPv4Range': '{body['IPv4Range']}'. A network with "
            "subnetworks (autoCreateSubnetworks) has no range of its own."
        )
    check_range(body["IPv4Range"], "resource.IPv4Range")
    return "legacy"


def _routing_mode(body: dict[str, Any]) -> str:
    return (body.get("routingConfig") or {}).get("routingMode") or "REGIONAL"


def _routing(network: Row) -> str:
    return tags.value(network, marks.ROUTING) or "REGIONAL"


def _find(call: Call) -> tuple[str, list[tuple[Cloud, Row]]]:
    """The network in the path: what it is called, and its rows by region.

    :raises errors.NotFound: there is none.
    :raises errors.ResourceNotReady: it is ``default``, and not made yet.
    """
    shown = networks.get_network(call)["name"]
    found = networks.everywhere(call, shown)
    if not found:
        raise errors.ResourceNotReady(
            f"The network '{shown}' is made when something first uses it; it cannot be changed "
            "before."
        )
    return shown, found


def _places(found: list[tuple[Cloud, Row]]) -> list[dict[str, Any]]:
    return [{"region": cloud.region, "network_id": row.id} for cloud, row in found]


def _change(
    call: Call,
    name: str,
    found: list[tuple[Cloud, Row]],
    fields: dict[str, Any],
    routing_mode: str,
    mode: str,
) -> dict[str, Any]:
    arguments = {
        "places": _places(found),
        "fields": fields,
        "tags_after": vpc.network_tags(mode, routing_mode),
    }
    kind, target = call.method.name, f"global/networks/{name}"
    return call.operation(kind, target, flows.update, arguments, found[0][1].id)


def _users(call: Call, cloud: Cloud, network: Row, mode: str) -> itertools.chain[str]:
    """Paths of what keeps a network from being deleted."""
    groups = SecurityGroups(cloud)
    firewalls = gce_names(groups.firewalls())
    ports = own.ports(cloud, {"network_id": network.id})
    router = vpc.router_of(cloud, network.id)
    return itertools.chain(
        (f"global/firewalls/{firewalls[row.id]}" for row in groups.firewalls(network.id)),
        port_users(call, cloud, ports),
        (
            f"global/routes/{route.name}"
            for route in static_routes.of_router(router)
            if _is_added(route)
        )
        if router
        else (),
        (
            f"regions/{cloud.name}/routers/{router.name}"
            for router in [router]
            if router and marks.ROUTER in router["tags"]
        ),
        _subnets(cloud, network) if mode == "custom" else (),
    )


def _is_added(route: StaticRoute) -> bool:
    """Whether somebody made a route; that to the internet comes with the network."""
    return route.next_hop != static_routes.GATEWAY


def port_users(call: Call, cloud: Cloud, ports: list[Row]) -> list[str]:
    """Paths of the instances and addresses that ports are of, and of what else has one."""
    used = [port for port in ports if port["device_owner"] not in PLUMBING]
    links = instance_links(call, cloud, {p["device_id"] for p in used if p["device_id"]})
    prefix = call.links.url("")
    return [
        links[port["device_id"]].removeprefix(prefix)
        if port["device_id"] in links
        else f"regions/{cloud.name}/addresses/{port.name or port.id}"
        for port in used
    ]


def _subnets(cloud: Cloud, network: Row) -> list[str]:
    query = {"network_id": network.id}
    found = rows.listed(cloud.network, "/subnets", "subnets", query)
    names = gce_names(networks.subnets(cloud, fresh=True))
    return [f"regions/{cloud.name}/subnetworks/{names.get(s.id, s.name)}" for s in found]
