"""Addresses as GCE shows them, out of floating IPs and reserved ports."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gce_api.families.networks.addresses import rows
from gce_api.google import fingerprints, times
from gce_api.google.links import Links
from gce_api.google.merging import Json
from gce_api.google.names import UNKNOWN_TIME, numeric_id
from gce_api.openstack import marks, tags
from gce_api.openstack.rows import Row


@dataclass(frozen=True)
class Surroundings:
    """What else an address is shown with: the URL of the instance that uses it, by the address's
    UUID, and what GCE calls the subnet that it is of, by the subnet's."""

    users: Mapping[str, str]
    subnetworks: Mapping[str, str]


def to_addresses(links: Links, region: str, found: Iterable[Row], more: Surroundings) -> list[Json]:
    """GCE's Address of each; ``region``: the GCE name of the one that they are in."""
    return [_to_address(links, region, row, more) for row in found]


def _to_address(links: Links, region: str, row: Row, more: Surroundings) -> Json:
    name, labels = rows.name_of(row), tags.labels(row)
    scope = "global" if rows.is_global(row) else f"regions/{region}"
    internal = rows.is_internal(row)
    return {
        "id": numeric_id(row.id),
        "name": name,
        "description": rows.text_of(row),
        "creationTimestamp": times.rfc3339(row.get("created_at")) or UNKNOWN_TIME,
        "address": rows.ip_of(row),
        **(_internal(links, region, row, more.subnetworks) if internal else _external(row)),
        "ipVersion": "IPV4" if rows.is_global(row) else None,
        "labels": labels or None,
        "labelFingerprint": fingerprints.of(labels),
        "status": "IN_USE" if rows.in_use(row) else "RESERVED",
        "users": [more.users[row.id]] if row.id in more.users else None,
        "region": None if rows.is_global(row) else links.region(region),
        "selfLink": links.url(f"{scope}/addresses/{name}"),
    }


def _external(row: Row) -> Json:
    return {"addressType": "EXTERNAL", "networkTier": tags.value(row, marks.TIER) or "PREMIUM"}


def _internal(links: Links, region: str, row: Row, subnetworks: Mapping[str, str]) -> Json:
    subnetwork = subnetworks.get(row["fixed_ips"][0]["subnet_id"])
    path = f"regions/{region}/subnetworks/{subnetwork}"
    return {
        "addressType": "INTERNAL",
        "purpose": "GCE_ENDPOINT",
        "subnetwork": links.url(path) if subnetwork else None,
    }
