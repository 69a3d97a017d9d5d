"""Making, changing and deleting subnetworks; what they are: subnetworks.py."""

from __future__ import annotations

import ipaddress
from typing import Any

from gce_api.families.networks.networks import find as networks
from gce_api.families.networks.networks import flow as flows
from gce_api.families.networks.networks.api import PLUMBING, port_users
from gce_api.families.networks.subnetworks import find as subnetworks
from gce_api.families.networks.subnetworks.plan import (
    check_free,
    check_range,
    check_supported,
    plan_subnetwork,
    subnet_tags,
)
from gce_api.families.shared.call import Call
from gce_api.families.shared.descriptions import check_description
from gce_api.google import errors, fingerprints
from gce_api.google.registry import implements
from gce_api.openstack import firewalls, marks, own, tags
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.names import check_name, gce_names
from gce_api.openstack.rows import Row
from gce_api.openstack.security_groups import SecurityGroups


@implements("compute.subnetworks.insert")
def insert_subnetwork(call: Call) -> dict[str, Any]:
    """A network that is not in the region yet is made there along with its first subnetwork."""
    name, body = check_name(call.body.get("name")), call.body
    if not body.get("network"):
        raise errors.Required("Invalid value for field 'resource.network': ''. No network given.")
    plan = plan_subnetwork(name, body)
    path = f"projects/{call.project.id}/regions/{call.region}/subnetworks/{name}"
    if name in gce_names(subnetworks.internal(call.cloud, fresh=True)).values():
        raise errors.AlreadyExists.resource(path)
    network_name = call.refer(body["network"], "networks", "resource.network").name
    found = networks.everywhere(call, network_name)
    if not found and network_name != networks.DEFAULT:
        url = f"projects/{call.project.id}/global/networks/{network_name}"
        raise errors.NotFound.resource(url)
    if found and networks.mode(found[0][1], network_name) == "legacy":
        raise errors.Invalid(
            f"Invalid value for field 'resource.network': '{body['network']}'. A legacy network "
            "cannot have subnetworks."
        )
    check_free(plan["cidr"], _subnets_of(found), "resource.ipCidrRange")
    arguments = {"plan": plan, **_network_of(call, found)}
    target = f"regions/{call.region}/subnetworks/{name}"
    return call.operation("insert", target, flows.insert_subnet, arguments)


@implements("compute.subnetworks.patch")
def patch_subnetwork(call: Call) -> dict[str, Any]:
    row, target = _find(call)
    fingerprints.check(call.body.get("fingerprint"), subnetworks.state(row), "resource")
    check_supported(call.body)
    cidr = call.body.get("ipCidrRange")
    if cidr not in (None, row["cidr"]):
        raise errors.Invalid(
            f"Invalid value for field 'resource.ipCidrRange': '{cidr}'. The range is changed by "
            "expandIpCidrRange."
        )
    kept = "description" not in call.body
    text = row["description"] or "" if kept else check_description(call.body)
    access = call.body.get("privateIpGoogleAccess", marks.GOOGLE_ACCESS in row["tags"])
    return _update(call, target, row, text, access)


@implements("compute.subnetworks.setPrivateIpGoogleAccess")
def set_private_ip_google_access(call: Call) -> dict[str, Any]:
    """Only kept and shown: there is no Google to have access to."""
    row, target = _find(call)
    access = bool(call.body.get("privateIpGoogleAccess"))
    return _update(call, target, row, row["description"] or "", access)


@implements("compute.subnetworks.expandIpCidrRange")
def expand_ip_cidr_range(call: Call) -> dict[str, Any]:
    """Neutron cannot change a subnet's range, so that one without users is replaced."""
    row, target = _find(call)
    field = "ipCidrRange"
    cidr = check_range(call.body.get(field) or "", field)
    if not _is_wider(cidr, row["cidr"]):
        raise errors.Invalid(
            f"Invalid value for field '{field}': '{cidr}'. The new range must contain the present "
            f"one, {row['cidr']}, and be wider."
        )
    user = next(iter(_users(call, row)), None)
    if user:
        raise errors.Unsupported(
            "OpenStack can expand a subnetwork only while nothing uses it; this one is used by "
            f"'projects/{call.project.id}/{user}'."
        )
    found = networks.everywhere(call, _network_name(call.cloud, row))
    others = [entry for entry in _subnets_of(found) if entry[1].id != row.id]
    check_free(cidr, others, field)
    before = {
        "name": row.name,
        "description": row["description"] or "",
        "cidr": row["cidr"],
        "tags": tags.own(row),
    }
    arguments = {
        "subnet_id": row.id,
        "network": {"id": row["network_id"], "name": _network_name(call.cloud, row)},
        "before": before,
        "plan": before | {"cidr": cidr},
    }
    return call.operation("expandIpCidrRange", target, flows.expand_subnet, arguments, row.id)


@implements("compute.subnetworks.delete")
def delete_subnetwork(call: Call) -> dict[str, Any]:
    row, target = _find(call)
    user = next(iter(_users(call, row)), None)
    if user:
        project = f"projects/{call.project.id}"
        raise errors.ResourceInUse.by("subnetwork", f"{project}/{target}", f"{project}/{user}")
    if networks.mode(_network(call.cloud, row), _network_name(call.cloud, row)) == "auto":
        raise errors.Invalid(
            f"Invalid resource usage: 'Cannot delete auto subnetwork from an auto subnet mode "
            f"network: {target}'."
        )
    return call.operation("delete", target, flows.delete_subnet, {"subnet_id": row.id}, row.id)


def _find(call: Call) -> tuple[Row, str]:
    """The subnet in the path, and its path below the project."""
    assert call.region
    networks.every_subnet(call.cloud, fresh=True)
    row = subnetworks.by_name(call, call.region, call.name)
    name = gce_names(subnetworks.internal(call.cloud))[row.id]
    return row, f"regions/{call.region}/subnetworks/{name}"


def _network(cloud: Cloud, subnet: Row) -> Row:
    return next(n for n in networks.visible(cloud) if n.id == subnet["network_id"])


def _network_name(cloud: Cloud, subnet: Row) -> str:
    return gce_names(networks.internal(cloud))[subnet["network_id"]]


def _subnets_of(found: list[tuple[Cloud, Row]]) -> list[tuple[str, Row]]:
    """The subnets of a network in all of its regions."""
    return [
        (cloud.name, subnet)
        for cloud, network in found
        for subnet in networks.every_subnet(cloud, fresh=True)
        if subnet["network_id"] == network.id
    ]


def _network_of(call: Call, found: list[tuple[Cloud, Row]]) -> dict[str, Any]:
    """Where the network is in the call's region, or how to make it there."""
    here = next((row for cloud, row in found if cloud is call.cloud), None)
    if here or not found:
        return {
            "network_id": here.id if here else None,
            "network_plan": None,
            "firewall_plans": [],
        }
    cloud, network = found[0]
    groups = SecurityGroups(cloud)
    return {
        "network_id": None,
        "network_plan": {
            "name": network.name,
            "description": network["description"] or "",
            "mode": networks.mode(network, network.name),
            "routing_mode": tags.value(network, marks.ROUTING) or "REGIONAL",
            "mtu": network["mtu"],
        },
        "firewall_plans": [firewalls.plan_of(groups, row) for row in groups.firewalls(network.id)],
    }


def _update(call: Call, target: str, row: Row, text: str, access: bool) -> dict[str, Any]:
    arguments = {"subnet_id": row.id, "description": text, "tags_after": subnet_tags(access)}
    return call.operation(call.method.name, target, flows.update_subnet, arguments, row.id)


def _users(call: Call, subnet: Row) -> list[str]:
    """Paths of what has an address of the subnet."""
    ports = own.ports(call.cloud, {"network_id": subnet["network_id"]})
    on_it = [
        port
        for port in ports
        if port["device_owner"] not in PLUMBING
        and subnet.id in {fixed["subnet_id"] for fixed in port["fixed_ips"]}
    ]
    return port_users(call, call.cloud, on_it)


def _is_wider(cidr: str, present: str) -> bool:
    new, old = ipaddress.IPv4Network(cidr), ipaddress.ip_network(present)
    return isinstance(old, ipaddress.IPv4Network) and new != old and new.supernet_of(old)
