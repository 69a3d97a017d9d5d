"""Subnetworks as GCE shows them: Neutron subnets."""

from __future__ import annotations

from typing import Any

from gce_api.families.networks.vpcs import Vpcs
from gce_api.google import fingerprints, times
from gce_api.google.links import Links
from gce_api.google.merging import Json
from gce_api.google.names import numeric_id
from gce_api.openstack import marks
from gce_api.openstack.rows import Row

USABLE = ("ipCidrRange", "network", "purpose", "stackType")  # of a UsableSubnetwork


def to_subnetworks(links: Links, vpcs: Vpcs) -> list[Json]:
    """GCE's Subnetwork of each of a region's."""
    return [to_subnetwork(links, vpcs, row) for row in vpcs.subnets]


def to_subnetwork(links: Links, vpcs: Vpcs, row: Row) -> Json:
    """GCE's Subnetwork of one."""
    is_v4, name = row["ip_version"] == 4, vpcs.subnet_names[row.id]
    return {
        "id": numeric_id(row.id),
        "name": name,
        "description": row.get("description") or None,
        "creationTimestamp": times.rfc3339(row["created_at"]),
        "network": links.url(f"global/networks/{vpcs.network_names[row['network_id']]}"),
        "region": links.region(vpcs.region),
        "ipCidrRange": row["cidr"] if is_v4 else None,
        "ipv6CidrRange": None if is_v4 else row["cidr"],
        "gatewayAddress": row["gateway_ip"],
        "purpose": "PRIVATE",
        "stackType": "IPV4_ONLY" if is_v4 else "IPV6_ONLY",
        "privateIpGoogleAccess": marks.GOOGLE_ACCESS in row["tags"],
        "fingerprint": fingerprints.of(state(row)),
        "selfLink": links.url(f"regions/{vpcs.region}/subnetworks/{name}"),
    }


def to_usable(shown: Json) -> Json:
    """GCE's UsableSubnetwork of a Subnetwork."""
    return {**{field: shown[field] for field in USABLE}, "subnetwork": shown["selfLink"]}


def state(subnet: Row) -> list[Any]:
    """What the fingerprint of a subnetwork is of."""
    return [subnet["cidr"], subnet["description"], subnet["tags"]]
