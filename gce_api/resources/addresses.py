"""Addresses: floating IPs in GCE's terms.

A floating IP has no name. The description of one that GCE knows by name is ``<name>`` or
``<name>: <GCE's description>``, which people can read in other tools too; any other is shown as
``ip-198-51-100-7``. One that lives and dies with an instance's access config is marked so
(:mod:`gce_api.marks`) and not listed.
"""

from __future__ import annotations

import ipaddress
import re
from typing import Any

from gce_api import errors, marks, times
from gce_api.call import Call
from gce_api.flows import addresses as flows
from gce_api.names import NAME, UNKNOWN_TIME, check_name, numeric_id
from gce_api.openstack import own
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row
from gce_api.registry import implements
from gce_api.resources import networks
from gce_api.views.instance_links import instance_links

_DESCRIPTION = re.compile(rf"({NAME.pattern})(?:: (.*))?", re.DOTALL)


@implements("compute.addresses.list", "compute.addresses.aggregatedList")
def list_addresses(call: Call) -> list[dict[str, Any]]:
    return call.in_scope(lambda cloud: to_addresses(call, cloud, _lasting(fetch(cloud))))


@implements("compute.addresses.get")
def get_address(call: Call) -> dict[str, Any]:
    address = by_name(call, fetch(call.cloud), call.cloud.name, call.name)
    return to_addresses(call, call.cloud, [address])[0]


@implements("compute.addresses.insert")
def insert_address(call: Call) -> dict[str, Any]:
    name, body = check_name(call.body.get("name")), call.body
    if body.get("addressType") == "INTERNAL" or body.get("subnetwork"):
        raise errors.Unsupported("Reserving an internal address is not available here.")
    if body.get("ipVersion") == "IPV6":
        raise errors.Unsupported("External IPv6 addresses are not available here.")
    if any(address_name(address) == name for address in fetch(call.cloud)):
        path = f"projects/{call.project.id}/regions/{call.region}/addresses/{name}"
        raise errors.AlreadyExists.resource(path)
    text = body.get("description")
    arguments = {
        "network_id": networks.external_network(call.cloud).id,
        "description": f"{name}: {text}" if text else name,
        "ip": body.get("address") or None,
    }
    target = f"regions/{call.region}/addresses/{name}"
    return call.operation("insert", target, flows.insert, arguments)


@implements("compute.addresses.delete")
def delete_address(call: Call) -> dict[str, Any]:
    address = by_name(call, fetch(call.cloud), call.cloud.name, call.name)
    target = f"regions/{call.region}/addresses/{address_name(address)}"
    if address["port_id"]:
        raise errors.ResourceInUse(
            f"The address resource 'projects/{call.project.id}/{target}' is already being used."
        )
    return call.operation("delete", target, flows.delete, {"address_id": address.id}, address.id)


def find_address(call: Call, ip_or_url: str, region: str) -> Row:
    """The floating IP that a request refers to, by its address, name or URL.

    :raises errors.NotFound: the project has no such address in the region.
    """
    found = fetch(call.cloud_of(region))
    try:
        wanted = str(ipaddress.ip_address(ip_or_url))
    except ValueError:
        return by_name(call, found, region, call.refer(ip_or_url, "addresses", "natIP").name)
    for address in found:
        if address["floating_ip_address"] == wanted:
            return address
    raise errors.NotFound(f"The external address '{wanted}' was not found in region '{region}'.")


def by_name(call: Call, addresses: list[Row], region: str, name: str) -> Row:
    """One of a region's floating IPs by its name or id.

    :raises errors.NotFound: there is none.
    """
    for address in addresses:
        if name in (address_name(address), numeric_id(address.id)):
            return address
    path = f"projects/{call.project.id}/regions/{region}/addresses/{name}"
    raise errors.NotFound.resource(path)


def fetch(cloud: Cloud) -> list[Row]:
    """The project's floating IPs in a region."""
    return own.floating_ips(cloud)


def address_name(address: Row) -> str:
    """What GCE calls a floating IP."""
    found = _DESCRIPTION.fullmatch(address.get("description") or "")
    if found:
        return found[1]
    return "ip-" + re.sub("[.:]+", "-", address["floating_ip_address"])


def is_ephemeral(address: Row) -> bool:
    """Whether the floating IP goes with the instance that it was made for."""
    return (address.get("description") or "").startswith(marks.EPHEMERAL)


def to_addresses(call: Call, cloud: Cloud, found: list[Row]) -> list[dict[str, Any]]:
    """GCE's Address of each floating IP (two calls more if any is in use)."""
    ports = {address["port_id"] for address in found if address["port_id"]}
    servers = _servers_of(cloud, ports) if ports else {}
    instances = instance_links(call, cloud, set(servers.values()))
    return [
        _to_address(call, cloud, row, instances.get(servers.get(row["port_id"], "")))
        for row in found
    ]


def _to_address(call: Call, cloud: Cloud, row: Row, user: str | None) -> dict[str, Any]:
    name = address_name(row)
    text = _DESCRIPTION.fullmatch(row.get("description") or "")
    return {
        "id": numeric_id(row.id),
        "name": name,
        "description": (text[2] if text else row.get("description")) or None,
        "creationTimestamp": times.rfc3339(row.get("created_at")) or UNKNOWN_TIME,
        "address": row["floating_ip_address"],
        "addressType": "EXTERNAL",
        "networkTier": "PREMIUM",
        "status": "IN_USE" if row["port_id"] else "RESERVED",
        "users": [user] if user else None,
        "region": call.links.region(cloud.name),
        "selfLink": call.links.url(f"regions/{cloud.name}/addresses/{name}"),
    }


def _lasting(found: list[Row]) -> list[Row]:
    return [address for address in found if not is_ephemeral(address)]


def _servers_of(cloud: Cloud, port_ids: set[str]) -> dict[str, str]:
    """The server of each port."""
    ports = own.ports(cloud)
    return {port.id: port["device_id"] for port in ports if port.id in port_ids}
