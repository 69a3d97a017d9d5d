"""A VPC network in Neutron: a network, the router that it goes out by, its subnets.

Every network that is made here has a router of its own from the start (tagged ``gce:implied`` and
with the network's UUID), on the external network where the cloud has one: GCE's networks have a
default internet gateway. A subnet is put on that router when it is made. On networks of other
tools, their router is used.

All of these functions may be run again.
"""

from __future__ import annotations

from typing import Any

from openstack import exceptions as sdk

from gce_api.google import errors
from gce_api.openstack import marks, own, rows, security_groups, tags
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row
from gce_api.openstack.security_groups import SecurityGroups

Plan = dict[str, Any]

INTERFACES = (
    "network:router_interface",
    "network:router_interface_distributed",
    "network:ha_router_replicated_interface",
)


def make_network(cloud: Cloud, plan: Plan) -> Row:
    """Make a network with its router and the group of its implied rules.

    :param plan: ``name``, ``description``, ``mode`` (``auto``, ``custom``, ``legacy``),
        ``routing_mode`` and ``mtu`` (``None``: Neutron's).
    """
    network = made(cloud, plan["name"]) or _create(
        cloud,
        "networks",
        "network",
        name=plan["name"],
        description=plan["description"],
        **({"mtu": plan["mtu"]} if plan["mtu"] else {}),
    )
    security_groups.ensure_implied(cloud, network.id)
    ensure_router(cloud, network)
    tags.write(cloud, "networks", network, network_tags(plan["mode"], plan["routing_mode"]))
    return network


def made(cloud: Cloud, name: str) -> Row | None:
    """The project's network of this name."""
    project = cloud.caller.project.uuid
    found = own.networks(cloud, {"name": name, "project_id": project})
    return next((n for n in found if n["project_id"] == project), None)


def network_tags(mode: str, routing_mode: str) -> list[str]:
    return [f"{marks.MODE}={mode}", f"{marks.ROUTING}={routing_mode}"]


def router_of(cloud: Cloud, network_id: str) -> Row | None:
    """The router of a network: the one that belongs to it, else one that it is connected to."""
    found = own.routers(cloud)
    ports = own.ports(cloud, {"network_id": network_id})
    connected = {port["device_id"] for port in ports if port["device_owner"] in INTERFACES}
    belonging = [r for r in found if tags.value(r, marks.OF_NETWORK) == network_id]
    return next(iter(belonging + [r for r in found if r.id in connected]), None)


def ensure_router(cloud: Cloud, network: Row) -> Row:
    """The router of a network; made where there is none."""
    text = router_text(network.id)
    unfinished = (r for r in own.routers(cloud) if r["description"] == text)
    router = router_of(cloud, network.id) or next(unfinished, None)
    if router is None:
        gateway = first_external(own.networks(cloud, {"router:external": "true"}))
        router = _create(
            cloud,
            "routers",
            "router",
            name=network.name,
            description=text,
            **({"external_gateway_info": {"network_id": gateway.id}} if gateway else {}),
        )
    if router["description"] == text and not tags.own(router):
        implied = [marks.IMPLIED, f"{marks.OF_NETWORK}={network.id}"]
        tags.write(cloud, "routers", router, implied)
    return router


def first_external(networks: list[Row]) -> Row | None:
    """The network that external addresses come from: the default one, else the first by name."""
    external = [network for network in networks if network["router:external"]]
    return min(external, key=lambda n: (not n.get("is_default"), n.name), default=None)


def set_gateway(cloud: Cloud, router: Row) -> None:
    """Give a router its way out, with address translation, where it has none.

    :raises errors.Unsupported: the cloud has no external network.
    """
    present = router["external_gateway_info"]
    if present and present.get("enable_snat", True):
        return
    if present is None:
        external = first_external(own.networks(cloud, {"router:external": "true"}))
        if external is None:
            raise errors.Unsupported("This cloud has no external network.")
        change_router(cloud, router.id, {"external_gateway_info": {"network_id": external.id}})
    else:  # only an administrator may, unless Neutron's policy says otherwise
        wanted = {"network_id": present["network_id"], "enable_snat": True}
        change_router(cloud, router.id, {"external_gateway_info": wanted})


def change_router(cloud: Cloud, router_id: str, fields: dict[str, Any]) -> None:
    """Change a router's fields, if it is there.

    :raises errors.ResourceInUse: something needs what would go.
    """
    answer = cloud.network.put(f"/routers/{router_id}", json={"router": fields})
    if answer.status_code == 409:
        raise errors.ResourceInUse(_reason(answer))
    if answer.status_code != 404:
        sdk.raise_from_response(answer)


def router(cloud: Cloud, router_id: str) -> Row | None:
    return rows.one(cloud.network, f"/routers/{router_id}", "router")


def network_of(router: Row) -> str | None:
    """UUID of the network that a router belongs to, if it does to one."""
    return tags.value(router, marks.OF_NETWORK)


def router_text(network_id: str) -> str:
    """The description of the router that belongs to a network."""
    return f"Router of the network {network_id}"


def connect(cloud: Cloud, router_id: str, subnet_id: str) -> None:
    """Put a subnet on a router, unless it is on one."""
    subnet = rows.one(cloud.network, f"/subnets/{subnet_id}", "subnet")
    if subnet and not _interfaces(cloud, subnet):
        _interface(cloud, "add", router_id, subnet_id)


def disconnect(cloud: Cloud, subnet_id: str) -> None:
    """Take a subnet off its routers.

    :raises errors.ResourceInUse: an external address or a route needs it there.
    """
    subnet = rows.one(cloud.network, f"/subnets/{subnet_id}", "subnet")
    for port in _interfaces(cloud, subnet) if subnet else ():
        _interface(cloud, "remove", port["device_id"], subnet_id)


def delete_router(cloud: Cloud, router_id: str) -> None:
    _delete(cloud, f"/routers/{router_id}", "The router is in use.")


def make_subnet(cloud: Cloud, network: Row, plan: Plan) -> Row:
    """Make a subnet and put it on the network's router.

    :param plan: ``name``, ``description``, ``cidr`` and ``tags``.
    """
    of_network = rows.listed(cloud.network, "/subnets", "subnets", {"network_id": network.id})
    found = next((subnet for subnet in of_network if subnet["cidr"] == plan["cidr"]), None)
    subnet = found or _create(
        cloud,
        "subnets",
        "subnet",
        network_id=network.id,
        name=plan["name"],
        description=plan["description"],
        ip_version=4,
        cidr=plan["cidr"],
    )
    connect(cloud, ensure_router(cloud, network).id, subnet.id)
    tags.write(cloud, "subnets", subnet, plan["tags"])
    return subnet


def remove_subnet(cloud: Cloud, subnet_id: str) -> None:
    """Take a subnet off its routers and delete it.

    :raises errors.ResourceInUse: something has an address of it.
    """
    subnet = rows.one(cloud.network, f"/subnets/{subnet_id}", "subnet")
    if subnet is None:
        return
    disconnect(cloud, subnet_id)
    _delete(cloud, f"/subnets/{subnet_id}", f"The subnetwork '{subnet.name}' is still in use.")


def remove_network(cloud: Cloud, network_id: str) -> None:
    """Delete a network with its subnets, the router and groups that belong to it.

    :raises errors.ResourceInUse: something is on it.
    """
    for subnet in rows.listed(cloud.network, "/subnets", "subnets", {"network_id": network_id}):
        remove_subnet(cloud, subnet.id)
    for router in own.routers(cloud):
        if tags.value(router, marks.OF_NETWORK) == network_id:
            _delete(cloud, f"/routers/{router.id}", f"The router '{router.name}' is in use.")
    _delete(cloud, f"/networks/{network_id}", "The network is still in use.")
    for group in SecurityGroups(cloud).of_network(network_id):
        security_groups.delete(cloud, group.id)


def _interfaces(cloud: Cloud, subnet: Row) -> list[Row]:
    """The ports of routers on a subnet."""
    ports = own.ports(cloud, {"network_id": subnet["network_id"]})
    return [
        port
        for port in ports
        if port["device_owner"] in INTERFACES
        and subnet.id in {fixed["subnet_id"] for fixed in port["fixed_ips"]}
    ]


def _interface(cloud: Cloud, verb: str, router_id: str, subnet_id: str) -> None:
    path = f"/routers/{router_id}/{verb}_router_interface"
    answer = cloud.network.put(path, json={"subnet_id": subnet_id})
    if answer.status_code == 409:
        raise errors.ResourceInUse(_reason(answer))
    sdk.raise_from_response(answer)


def _create(cloud: Cloud, collection: str, key: str, **fields: Any) -> Row:
    answer = cloud.network.post(f"/{collection}", json={key: fields})
    sdk.raise_from_response(answer)
    return Row(answer.json()[key])


def _delete(cloud: Cloud, path: str, in_use: str) -> None:
    answer = cloud.network.delete(path)
    if answer.status_code == 409:
        raise errors.ResourceInUse(f"{in_use} {_reason(answer)}")
    if answer.status_code != 404:
        sdk.raise_from_response(answer)


def _reason(answer: Any) -> str:
    return str(answer.json().get("NeutronError", {}).get("message", ""))
