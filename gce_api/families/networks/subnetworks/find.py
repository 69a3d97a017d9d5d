"""Subnetworks: Neutron subnets in GCE's terms; changing them: subnetwork_changes.py."""

from __future__ import annotations

from typing import Any

from gce_api.families.networks.networks import find as networks
from gce_api.families.shared.call import Call
from gce_api.google import errors, fingerprints, times
from gce_api.google.registry import implements
from gce_api.openstack import finding, marks
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.names import gce_names, numeric_id
from gce_api.openstack.parallel import gather
from gce_api.openstack.rows import Row


@implements("compute.subnetworks.list", "compute.subnetworks.aggregatedList")
def list_subnetworks(call: Call) -> list[dict[str, Any]]:
    return call.in_scope(lambda cloud: to_subnetworks(call, cloud))


@implements("compute.subnetworks.get")
def get_subnetwork(call: Call) -> dict[str, Any]:
    for subnetwork in to_subnetworks(call, call.cloud):
        if call.name in (subnetwork["name"], subnetwork["id"]):
            return subnetwork
    raise errors.NotFound.resource(call.path)


@implements("compute.subnetworks.listUsable")
def list_usable_subnetworks(call: Call) -> list[dict[str, Any]]:
    """Every subnetwork of the project, as whoever is in it may use them all."""
    fields = ("ipCidrRange", "network", "purpose", "stackType")
    return [
        {**{field: row[field] for field in fields}, "subnetwork": row["selfLink"]}
        for row in call.in_scope(lambda cloud: to_subnetworks(call, cloud))
    ]


def find_subnetwork(call: Call, url: str, region: str, field: str = "subnetwork") -> Row:
    """The Neutron subnet that a request refers to, in a region by its GCE name.

    :raises errors.Invalid: the URL does not refer to a subnetwork, or to one of another region.
    :raises errors.NotFound: there is no such subnetwork.
    """
    reference = call.refer(url, "subnetworks", field)
    if reference.region not in (None, region):
        raise errors.Invalid(
            f"Invalid value for field '{field}': '{url}'. "
            f"The subnetwork is not in region '{region}'."
        )
    return by_name(call, region, reference.name)


def by_name(call: Call, region: str, name: str) -> Row:
    """A subnet of a region by its name or id.

    :raises errors.NotFound: there is none.
    """
    cloud = call.cloud_of(region)
    for fresh in (False, True):  # it may be newer than what is remembered
        found = finding.among(internal(cloud, fresh=fresh), name)
        if found:
            return found
    path = f"projects/{call.project.id}/regions/{region}/subnetworks/{name}"
    raise errors.NotFound.resource(path)


def internal(cloud: Cloud, *, fresh: bool = False) -> list[Row]:
    """The subnets of a region's VPC networks."""
    known = {network.id for network in networks.internal(cloud, fresh=fresh)}
    found = networks.subnets(cloud, fresh=fresh)
    return [subnet for subnet in found if subnet["network_id"] in known]


def state(subnet: Row) -> list[Any]:
    """What the fingerprint of a subnetwork is of."""
    return [subnet["cidr"], subnet["description"], subnet["tags"]]


def to_subnetworks(call: Call, cloud: Cloud) -> list[dict[str, Any]]:
    """GCE's Subnetwork of each of a region's, asked for anew."""
    gather(
        lambda: networks.visible(cloud, fresh=True),
        lambda: networks.every_subnet(cloud, fresh=True),
    )
    network_names = gce_names(networks.internal(cloud))
    found = internal(cloud)
    names = gce_names(found)
    return [_to_subnetwork(call, cloud, row, names[row.id], network_names) for row in found]


def _to_subnetwork(
    call: Call, cloud: Cloud, row: Row, name: str, network_names: dict[str, str]
) -> dict[str, Any]:
    is_v4 = row["ip_version"] == 4
    return {
        "id": numeric_id(row.id),
        "name": name,
        "description": row.get("description") or None,
        "creationTimestamp": times.rfc3339(row["created_at"]),
        "network": call.links.url(f"global/networks/{network_names[row['network_id']]}"),
        "region": call.links.region(cloud.name),
        "ipCidrRange": row["cidr"] if is_v4 else None,
        "ipv6CidrRange": None if is_v4 else row["cidr"],
        "gatewayAddress": row["gateway_ip"],
        "purpose": "PRIVATE",
        "stackType": "IPV4_ONLY" if is_v4 else "IPV6_ONLY",
        "privateIpGoogleAccess": marks.GOOGLE_ACCESS in row["tags"],
        "fingerprint": fingerprints.of(state(row)),
        "selfLink": call.links.url(f"regions/{cloud.name}/subnetworks/{name}"),
    }
