"""Routers: Neutron's in GCE's terms.

Every network has a router from the start (:mod:`gce_api.openstack.vpc`), which is not shown: GCE's
networks need none to reach the internet. Making a router in GCE's terms shows the one that the
network has, under the name given and with its settings; deleting it hides it again. So there is
one per network. A router that another tool made is shown too; deleting that one deletes it.

Neutron translates the addresses of whatever is on a router with a gateway. Instances without an
external address can therefore reach the internet even where no NAT is configured; a NAT makes sure
of it.
"""

from __future__ import annotations

from typing import Any

from gce_api.families.networks.networks import find as networks
from gce_api.families.networks.routers import flow as flows
from gce_api.families.networks.routers import plan as plans
from gce_api.families.shared.call import Call
from gce_api.families.shared.instance_links import instance_links
from gce_api.google import errors, times
from gce_api.google.merging import patched
from gce_api.google.registry import implements
from gce_api.openstack import finding, marks, own, tags, vpc
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.names import check_name, gce_names, numeric_id
from gce_api.openstack.parallel import gather
from gce_api.openstack.rows import Row

PORTS = (1024, 65535)  # what a gateway's address translation uses


@implements("compute.routers.list", "compute.routers.aggregatedList")
def list_routers(call: Call) -> list[dict[str, Any]]:
    return call.in_scope(lambda cloud: Routers(call, cloud).every())


@implements("compute.routers.get")
def get_router(call: Call) -> dict[str, Any]:
    routers, row = _find(call)
    return routers.view(row)


@implements("compute.routers.insert")
def insert_router(call: Call) -> dict[str, Any]:
    name, body = check_name(call.body.get("name")), call.body
    if not body.get("network"):
        raise errors.Required("Invalid value for field 'resource.network': ''. No network given.")
    plan = plans.plan_router(name, body)
    target = f"regions/{call.region}/routers/{name}"
    routers = Routers(call, call.cloud)
    if name in routers.names.values():
        raise errors.AlreadyExists.resource(f"projects/{call.project.id}/{target}")
    network_id = _network_id(call, body["network"])
    present = next((r for r in routers.shown if routers.network_of(r) == network_id), None)
    if present and network_id:
        raise errors.Unsupported(
            f"The network has the router '{routers.names[present.id]}' already: in OpenStack a "
            "network is routed by one."
        )
    arguments = {"network_id": network_id, "plan": plan}
    return call.operation("insert", target, flows.insert, arguments)


@implements("compute.routers.patch")
def patch_router(call: Call) -> dict[str, Any]:
    """Fields that are given replace those of the router; nothing else changes."""
    routers, row = _find(call)
    return _update(call, routers, row, patched(routers.view(row), call.patch))


@implements("compute.routers.update")
def update_router(call: Call) -> dict[str, Any]:
    """As patch, but what is not given is removed."""
    routers, row = _find(call)
    return _update(call, routers, row, call.body)


@implements("compute.routers.delete")
def delete_router(call: Call) -> dict[str, Any]:
    routers, row = _find(call)
    target = f"regions/{call.region}/routers/{routers.names[row.id]}"
    if marks.IMPLIED in row["tags"]:
        return call.operation("delete", target, flows.forget, {"router_id": row.id}, row.id)
    arguments = {"router_id": row.id, "subnet_ids": routers.subnets_of(row)}
    return call.operation("delete", target, flows.delete, arguments, row.id)


@implements("compute.routers.getRouterStatus")
def get_router_status(call: Call) -> dict[str, Any]:
    routers, row = _find(call)
    ports = _translated(call.cloud, routers.network_of(row))
    return {
        "result": {
            "network": routers.view(row)["network"],
            "natStatus": [
                {
                    "name": nat["name"],
                    "autoAllocatedNatIps": _outside(row),
                    "minExtraNatIpsNeeded": 0,
                    "numVmEndpointsWithNatMappings": len(ports),
                }
                for nat in plans.nats(row)
            ]
            or None,
        }
    }


@implements("compute.routers.getNatMappingInfo")
def get_nat_mapping_info(call: Call) -> list[dict[str, Any]]:
    """The instances whose addresses are translated: those without an external one."""
    routers, row = _find(call)
    wanted = call.params.get("natName")
    if not any(wanted in (None, nat["name"]) for nat in plans.nats(row)):
        return []
    ports = _translated(call.cloud, routers.network_of(row))
    links = instance_links(call, call.cloud, {port["device_id"] for port in ports})
    return [
        {
            "instanceName": links[port["device_id"]].rpartition("/")[2],
            "interfaceNatMappings": [
                {
                    "sourceVirtualIp": fixed["ip_address"],
                    "natIpPortRanges": [f"{ip}:{PORTS[0]}-{PORTS[1]}" for ip in _outside(row)],
                    "numTotalNatPorts": PORTS[1] - PORTS[0] + 1,
                }
                for fixed in port["fixed_ips"]
            ],
        }
        for port in ports
        if port["device_id"] in links
    ]


@implements("compute.routers.getNatIpInfo")
def get_nat_ip_info(call: Call) -> dict[str, Any]:
    """The addresses of each NAT, and whether instances are behind them."""
    routers, row = _find(call)
    wanted = call.params.get("natName")
    nats = [nat["name"] for nat in plans.nats(row) if wanted in (None, nat["name"])]
    serves = bool(nats and _translated(call.cloud, routers.network_of(row)))
    used = "IN_USE" if serves else "UNUSED"
    addresses = [{"natIp": ip, "mode": "AUTO", "usage": used} for ip in _outside(row)]
    found = [{"natName": name, "natIpInfoMappings": addresses} for name in nats]
    return {"result": found or None}


class Routers:
    """The routers of a region (three calls at once)."""

    def __init__(self, call: Call, cloud: Cloud) -> None:
        self._links, self._cloud = call.links, cloud
        found, self._ports, _ = gather(
            lambda: own.routers(cloud),
            lambda: own.ports(cloud, {"device_owner": list(vpc.INTERFACES)}),
            lambda: networks.visible(cloud, fresh=True),
        )
        self.shown: list[Row] = [row for row in found if _is_shown(row)]
        self.names = gce_names(self.shown)
        self._network_names = gce_names(networks.visible(cloud))
        self._networks = {port["device_id"]: port["network_id"] for port in self._ports}

    def every(self) -> list[dict[str, Any]]:
        return [self.view(row) for row in self.shown]

    def network_of(self, router: Row) -> str | None:
        """UUID of the network that a router is of, the first one of several."""
        return tags.value(router, marks.OF_NETWORK) or self._networks.get(router.id)

    def subnets_of(self, router: Row) -> list[str]:
        """Ids of the subnets that a router is on."""
        return [
            fixed["subnet_id"]
            for port in self._ports
            if port["device_id"] == router.id
            for fixed in port["fixed_ips"]
        ]

    def view(self, row: Row) -> dict[str, Any]:
        """GCE's Router."""
        name = self.names[row.id]
        network = self._network_names.get(self.network_of(row) or "")
        return {
            "id": numeric_id(row.id),
            "name": name,
            "description": row["description"] or None,
            "creationTimestamp": times.rfc3339(row["created_at"]),
            "network": self._links.url(f"global/networks/{network}") if network else None,
            "region": self._links.region(self._cloud.name),
            "bgp": plans.bgp(row) or None,
            "nats": plans.nats(row) or None,
            "selfLink": self._links.url(f"regions/{self._cloud.name}/routers/{name}"),
        }


def _is_shown(router: Row) -> bool:
    return marks.ROUTER in router["tags"] or marks.IMPLIED not in router["tags"]


def _find(call: Call) -> tuple[Routers, Row]:
    """The router in the path, and those beside it.

    :raises errors.NotFound: there is none.
    """
    routers = Routers(call, call.cloud)
    row = finding.among(routers.shown, call.name)
    if row is None:
        path = f"projects/{call.project.id}/regions/{call.region}/routers/{call.name}"
        raise errors.NotFound.resource(path)
    return routers, row


def _network_id(call: Call, url: str) -> str | None:
    """The network of the region that a request refers to; ``None``: ``default``, not made yet."""
    places = networks.places(call, url)
    here = [place for place in places if place["region"] == call.cloud.region]
    if not here:
        raise errors.Invalid(
            f"Invalid value for field 'resource.network': '{url}'. The network has no subnetwork "
            f"in the region '{call.region}'."
        )
    return here[0]["network_id"]


def _update(call: Call, routers: Routers, row: Row, wanted: dict[str, Any]) -> dict[str, Any]:
    present = routers.view(row)
    name = present["name"]
    network = wanted.get("network")
    if wanted.get("name") not in (None, name):
        raise errors.Invalid(
            f"Invalid value for field 'resource.name': '{wanted['name']}'. It cannot be changed."
        )
    if network and _last(network) != _last(present["network"]):
        raise errors.Invalid(
            f"Invalid value for field 'resource.network': '{network}'. It cannot be changed."
        )
    arguments = {
        "router_id": row.id,
        "plan": plans.plan_router(row.name, wanted),
        "before": plans.plan_router(row.name, present),
    }
    target = f"regions/{call.region}/routers/{name}"
    return call.operation(call.method.name, target, flows.update, arguments, row.id)


def _last(url: str | None) -> str:
    return (url or "").rpartition("/")[2]


def _outside(router: Row) -> list[str]:
    """The addresses of a router's gateway."""
    gateway = router["external_gateway_info"] or {}
    return [fixed["ip_address"] for fixed in gateway.get("external_fixed_ips", ())]


def _translated(cloud: Cloud, network_id: str | None) -> list[Row]:
    """The ports of instances on a network that have no external address."""
    if network_id is None:
        return []
    ports, addresses = gather(
        lambda: own.ports(cloud, {"network_id": network_id}), lambda: own.floating_ips(cloud)
    )
    external = {address["port_id"] for address in addresses}
    return [
        port
        for port in ports
        if port["device_owner"].startswith("compute:") and port.id not in external
    ]
