"""Routes: those of Neutron's routers and of its subnets, in GCE's terms.

As in GCE, a network has a route to each of its subnetworks, and one to the internet where its
router has a gateway; the others are the routes that were added to its router.
"""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

from gce_api.families.networks.networks import find as networks
from gce_api.families.networks.routes import flow as flows
from gce_api.families.networks.routes import plan as plans
from gce_api.families.shared.call import Call
from gce_api.google import errors, times
from gce_api.google.registry import implements
from gce_api.openstack import own, places, servers, static_routes, vpc
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.names import UNKNOWN_TIME, check_name, gce_names, numeric_id
from gce_api.openstack.parallel import gather
from gce_api.openstack.rows import Row
from gce_api.openstack.static_routes import GATEWAY, StaticRoute

Found = tuple[dict[str, Any], Cloud, Row | None, StaticRoute | None]


@implements("compute.routes.list")
def list_routes(call: Call) -> list[dict[str, Any]]:
    return [route for route, *_ in _every(call)]


@implements("compute.routes.get")
def get_route(call: Call) -> dict[str, Any]:
    return _find(call)[0]


@implements("compute.routes.insert")
def insert_route(call: Call) -> dict[str, Any]:
    name, body = check_name(call.body.get("name")), call.body
    kind = plans.check_route(body)
    if name in (route["name"] for route, *_ in _every(call)):
        raise errors.AlreadyExists.resource(f"projects/{call.project.id}/global/routes/{name}")
    network_name = call.refer(body["network"], "networks", "resource.network").name
    cloud, network_id, subnets = _place(call, network_name, body.get("nextHopIp"))
    if kind == "nextHopGateway":
        next_hop, instance = GATEWAY, ""
    elif kind == "nextHopInstance":
        next_hop, instance = _of_instance(call, cloud, body["nextHopInstance"], subnets)
    else:
        next_hop, instance = body["nextHopIp"], ""
    route = plans.plan_route(name, body, next_hop, instance, subnets)
    _check_new(cloud, network_id, route)
    arguments = {"network_id": network_id, "plan": dataclasses.asdict(route)}
    return call.operation("insert", f"global/routes/{name}", flows.insert, arguments, cloud=cloud)


@implements("compute.routes.delete")
def delete_route(call: Call) -> dict[str, Any]:
    shown, cloud, router, route = _find(call)
    if router is None or route is None:
        raise errors.Invalid(
            f"Invalid resource usage: 'The local route '{shown['name']}' cannot be deleted: it "
            "goes with its subnetwork.'"
        )
    arguments = {"router_id": router.id, "plan": dataclasses.asdict(route)}
    target = f"global/routes/{shown['name']}"
    return call.operation("delete", target, flows.delete, arguments, shown["id"], cloud=cloud)


def _every(call: Call) -> list[Found]:
    return call.in_scope(lambda cloud: _of_region(call, cloud))


def _of_region(call: Call, cloud: Cloud) -> list[Found]:
    """The routes of a region's networks (four calls at once)."""
    routers, ports, *_ = gather(
        lambda: own.routers(cloud),
        lambda: own.ports(cloud, {"device_owner": list(vpc.INTERFACES)}),
        lambda: networks.visible(cloud, fresh=True),
        lambda: networks.every_subnet(cloud, fresh=True),
    )
    names = gce_names(networks.internal(cloud))
    of_routers = {port["device_id"]: port["network_id"] for port in ports}
    found: list[Found] = [
        (_local(call, subnet, names[subnet["network_id"]]), cloud, None, None)
        for subnet in networks.subnets(cloud)
        if subnet["network_id"] in names
    ]
    for router in routers:
        network = names.get(vpc.network_of(router) or of_routers.get(router.id, ""))
        if network:
            for route in static_routes.of_router(router):
                found.append((_static(call, router, route, network), cloud, router, route))
    return found


def _local(call: Call, subnet: Row, network: str) -> dict[str, Any]:
    """The route to a subnetwork."""
    name = f"default-route-r-{int(numeric_id(subnet.id)):016x}"
    return {
        **_common(call, name, network),
        "id": numeric_id(f"route/{subnet.id}"),
        "description": f"Default local route to the subnetwork {subnet['cidr']}.",
        "creationTimestamp": times.rfc3339(subnet["created_at"]),
        "destRange": subnet["cidr"],
        "priority": 0,
        "nextHopNetwork": call.links.url(f"global/networks/{network}"),
        "routeType": "SUBNET",
    }


def _static(call: Call, router: Row, route: StaticRoute, network: str) -> dict[str, Any]:
    made = datetime.datetime.fromtimestamp(route.made, datetime.UTC) if route.made else None
    gateway = call.links.url(f"global/gateways/{plans.DEFAULT_GATEWAY}")
    is_ip = route.next_hop != GATEWAY and not route.instance
    return {
        **_common(call, route.name, network),
        "id": route.number(router.id),
        "description": route.description or None,
        "creationTimestamp": made.isoformat(timespec="milliseconds") if made else UNKNOWN_TIME,
        "destRange": route.destination,
        "priority": route.priority,
        "nextHopGateway": gateway if route.next_hop == GATEWAY else None,
        "nextHopInstance": call.links.url(route.instance) if route.instance else None,
        "nextHopIp": route.next_hop if is_ip else None,
        "routeType": "STATIC",
    }


def _common(call: Call, name: str, network: str) -> dict[str, Any]:
    return {
        "name": name,
        "network": call.links.url(f"global/networks/{network}"),
        "selfLink": call.links.url(f"global/routes/{name}"),
    }


def _find(call: Call) -> Found:
    """The route in the path, as GCE shows it, and where it is.

    :raises errors.NotFound: there is none.
    """
    for found in _every(call):
        if call.name in (found[0]["name"], found[0]["id"]):
            return found
    raise errors.NotFound.resource(f"projects/{call.project.id}/global/routes/{call.name}")


def _place(call: Call, network: str, ip: str | None) -> tuple[Cloud, str | None, list[Row]]:
    """Where a route of a network goes: the region that its next hop is in, else the first one.

    :raises errors.NotFound: there is no such network.
    """
    found = networks.everywhere(call, network)
    if not found and network != networks.DEFAULT:
        raise errors.NotFound.resource(f"projects/{call.project.id}/global/networks/{network}")
    every = [
        (
            cloud,
            row.id,
            [s for s in networks.every_subnet(cloud, fresh=True) if s["network_id"] == row.id],
        )
        for cloud, row in found
    ]
    for place in every:
        if ip and plans.subnet_of(ip, place[2]):
            return place
    return every[0] if every else (call.clouds[0], None, [])


def _of_instance(call: Call, cloud: Cloud, url: str, subnets: list[Row]) -> tuple[str, str]:
    """The address that an instance has in the network, and the instance's path.

    :raises errors.Invalid: it is in another region, or not in the network.
    :raises errors.NotFound: there is no such instance.
    """
    field = "resource.nextHopInstance"
    reference = call.refer(url, "instances", field)
    if not reference.zone:
        raise errors.Invalid(f"Invalid value for field '{field}': '{url}'. No zone is given.")
    path = f"zones/{reference.zone}/instances/{reference.name}"
    named = servers.named(cloud, reference.name)
    server = next((s for s in named if places.of_server(cloud, s) == reference.zone), None)
    if server is None:
        raise errors.NotFound.resource(f"projects/{call.project.id}/{path}")
    for port in own.ports(cloud, {"device_id": server.id}):
        for fixed in port["fixed_ips"]:
            if fixed["subnet_id"] in {subnet.id for subnet in subnets}:
                return fixed["ip_address"], path
    raise errors.Invalid(
        f"Invalid value for field '{field}': '{url}'. The instance has no interface in the network."
    )


def _check_new(cloud: Cloud, network_id: str | None, route: StaticRoute) -> None:
    """Refuse what the network's router has already.

    :raises errors.Invalid: it has this route under another name.
    :raises errors.Unsupported: one of the two would not lead where it says.
    """
    router = vpc.router_of(cloud, network_id) if network_id else None
    present = static_routes.of_router(router) if router else []
    same = next((r for r in present if r.way == route.way), None)
    if same:
        raise errors.Invalid(
            f"Invalid value for field 'resource.destRange': '{route.destination}'. The network has "
            f"the route '{same.name}' with the same destination and next hop."
        )
    if router:
        plans.check_ways_out(present, route)
