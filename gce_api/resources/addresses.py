"""Addresses: floating IPs in GCE's terms.

A floating IP has no name. The description of one that GCE knows by name is ``<name>`` or
``<name>: <GCE's description>``, which people can read in other tools too; any other is shown as
``ip-198-51-100-7``. One that lives and dies with an instance says so (:data:`EPHEMERAL`) and is
not listed.
"""

from __future__ import annotations

import ipaddress
import re

from gce_api import errors, links
from gce_api.call import Call
from gce_api.names import NAME, numeric_id
from gce_api.openstack import rows
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row

EPHEMERAL = "gce:ephemeral"  # how the description of a floating IP begins that goes with its VM
_DESCRIPTION = re.compile(rf"({NAME.pattern})(?:: (.*))?", re.DOTALL)


def find_address(call: Call, ip_or_url: str, region: str) -> Row:
    """The floating IP that a request refers to, by its address, name or URL.

    :raises errors.NotFound: the project has no such address in the region.
    """
    found = fetch(call.cloud_of(region))
    try:
        wanted = str(ipaddress.ip_address(ip_or_url))
    except ValueError:
        return by_name(call, found, region, links.parse(ip_or_url, "addresses", "natIP").name)
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
    return rows.listed(cloud.network, "/floatingips", "floatingips")


def address_name(address: Row) -> str:
    """What GCE calls a floating IP."""
    found = _DESCRIPTION.fullmatch(address.get("description") or "")
    if found:
        return found[1]
    return "ip-" + re.sub("[.:]+", "-", address["floating_ip_address"])


def is_ephemeral(address: Row) -> bool:
    """Whether the floating IP goes with the instance that it was made for."""
    return (address.get("description") or "").startswith(EPHEMERAL)
