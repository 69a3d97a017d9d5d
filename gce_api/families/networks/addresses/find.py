"""Addresses: external ones are floating IPs, internal ones reserved ports, in GCE's terms.

A floating IP has no name. The description of one that GCE knows by name is ``<name>`` or
``<name>: <GCE's description>``, which people can read in other tools too; any other is shown as
``ip-198-51-100-7``. One that lives and dies with an instance's access config is marked so
(:mod:`gce_api.openstack.marks`) and not listed. A global address is a floating IP of the default
region with a tag that says so.

An internal address is a port that nothing uses yet, with a tag that says so and the same kind of
description. An instance that is made with the address gets the port; it stays when that goes.
Changing them: address_changes.py.
"""

from __future__ import annotations

import ipaddress
import re
from typing import Any

from gce_api.families.networks.networks import find as networks
from gce_api.families.shared.call import Call
from gce_api.families.shared.instance_links import instance_links
from gce_api.google import errors, fingerprints, times
from gce_api.google.registry import implements
from gce_api.openstack import marks, own, tags
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.names import NAME, UNKNOWN_TIME, gce_names, numeric_id
from gce_api.openstack.parallel import gather
from gce_api.openstack.rows import Row

_DESCRIPTION = re.compile(rf"({NAME.pattern})(?:: (.*))?", re.DOTALL)


@implements("compute.addresses.list")
def list_addresses(call: Call) -> list[dict[str, Any]]:
    return [row for row in list_every_address(call) if row["region"]]


@implements("compute.addresses.aggregatedList")
def list_every_address(call: Call) -> list[dict[str, Any]]:
    return call.in_scope(lambda cloud: to_addresses(call, cloud, lasting(cloud)))


@implements("compute.globalAddresses.list")
def list_global_addresses(call: Call) -> list[dict[str, Any]]:
    return [row for row in list_every_address(call) if not row["region"]]


@implements("compute.addresses.get", "compute.globalAddresses.get")
def get_address(call: Call) -> dict[str, Any]:
    return to_addresses(call, call.cloud, [address_of(call)])[0]


def address_of(call: Call) -> Row:
    """The floating IP, or reserved port, in the call's path.

    :raises errors.NotFound: there is none.
    """
    in_scope = [row for row in lasting(call.cloud) if is_global(row) == (call.region is None)]
    for row in in_scope:
        if call.name in (address_name(row), numeric_id(row.id)):
            return row
    raise errors.NotFound.resource(f"projects/{call.project.id}/{path_of(call, call.name)}")


def path_of(call: Call, name: str) -> str:
    """Path of an address of the call's scope, below the project."""
    scope = f"regions/{call.region}" if call.region else "global"
    return f"{scope}/addresses/{name}"


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
    """One of a region's addresses by its name or id.

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


def reserved(cloud: Cloud) -> list[Row]:
    """The project's reserved ports in a region."""
    return own.ports(cloud, {"tags": marks.ADDRESS})


def lasting(cloud: Cloud) -> list[Row]:
    """Floating IPs and reserved ports that are addresses of their own (two calls at once)."""
    external, internal = gather(lambda: fetch(cloud), lambda: reserved(cloud))
    return [row for row in external if not is_ephemeral(row)] + internal


def address_name(address: Row) -> str:
    """What GCE calls a floating IP or reserved port."""
    found = _DESCRIPTION.fullmatch(address.get("description") or "")
    return found[1] if found else "ip-" + re.sub("[.:]+", "-", ip_of(address))


def ip_of(address: Row) -> str:
    return str(address.get("floating_ip_address") or address["fixed_ips"][0]["ip_address"])


def is_ephemeral(address: Row) -> bool:
    """Whether the floating IP goes with the instance that it was made for."""
    return (address.get("description") or "").startswith(marks.EPHEMERAL)


def is_global(address: Row) -> bool:
    return marks.GLOBAL in address["tags"]


def is_internal(address: Row) -> bool:
    return "fixed_ips" in address


def in_use(address: Row) -> bool:
    return bool(address["device_id"] if is_internal(address) else address["port_id"])


def to_addresses(call: Call, cloud: Cloud, found: list[Row]) -> list[dict[str, Any]]:
    """GCE's Address of each (two calls more if any external one is in use, or for internal ones
    the networks and their users)."""
    servers = servers_of(cloud, found)
    instances = instance_links(call, cloud, set(servers.values()))
    subnetworks = _subnetworks(cloud) if any(map(is_internal, found)) else {}
    return [
        _to_address(call, cloud, row, instances.get(servers.get(row.id, "")), subnetworks)
        for row in found
    ]


def _to_address(
    call: Call, cloud: Cloud, row: Row, user: str | None, subnetworks: dict[str, str]
) -> dict[str, Any]:
    name, labels = address_name(row), tags.labels(row)
    text = _DESCRIPTION.fullmatch(row.get("description") or "")
    scope = "global" if is_global(row) else f"regions/{cloud.name}"
    return {
        "id": numeric_id(row.id),
        "name": name,
        "description": (text[2] if text else row.get("description")) or None,
        "creationTimestamp": times.rfc3339(row.get("created_at")) or UNKNOWN_TIME,
        "address": ip_of(row),
        **(_internal(call, cloud, row, subnetworks) if is_internal(row) else _external(row)),
        "ipVersion": "IPV4" if is_global(row) else None,
        "labels": labels or None,
        "labelFingerprint": fingerprints.of(labels),
        "status": "IN_USE" if in_use(row) else "RESERVED",
        "users": [user] if user else None,
        "region": None if is_global(row) else call.links.region(cloud.name),
        "selfLink": call.links.url(f"{scope}/addresses/{name}"),
    }


def _external(row: Row) -> dict[str, str]:
    return {"addressType": "EXTERNAL", "networkTier": tags.value(row, marks.TIER) or "PREMIUM"}


def _internal(
    call: Call, cloud: Cloud, row: Row, subnetworks: dict[str, str]
) -> dict[str, str | None]:
    subnetwork = subnetworks.get(row["fixed_ips"][0]["subnet_id"])
    path = f"regions/{cloud.name}/subnetworks/{subnetwork}"
    return {
        "addressType": "INTERNAL",
        "purpose": "GCE_ENDPOINT",
        "subnetwork": call.links.url(path) if subnetwork else None,
    }


def _subnetworks(cloud: Cloud) -> dict[str, str]:
    """What GCE calls each subnet, by UUID."""
    gather(
        lambda: networks.visible(cloud, fresh=True),
        lambda: networks.every_subnet(cloud, fresh=True),
    )
    return gce_names(networks.subnets(cloud))


def servers_of(cloud: Cloud, found: list[Row]) -> dict[str, str]:
    """The server that uses each address, by the address's id."""
    used = {row["port_id"] for row in found if not is_internal(row) and row["port_id"]}
    ports = {port.id: port["device_id"] for port in own.ports(cloud)} if used else {}
    return {
        row.id: row["device_id"] if is_internal(row) else ports.get(row["port_id"], "")
        for row in found
        if in_use(row)
    }
