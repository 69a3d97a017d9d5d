"""Projects and their quotas as GCE shows them."""

from __future__ import annotations

from collections.abc import Sequence

from gce_api.access.iam import accounts
from gce_api.google import fingerprints
from gce_api.google.links import Links
from gce_api.google.merging import Json
from gce_api.google.names import UNKNOWN_TIME, numeric_id
from gce_api.openstack.caller import Project
from gce_api.openstack.quotas import Quotas

METRICS = (
    "CPUS_ALL_REGIONS",
    "FIREWALLS",
    "INSTANCES",
    "IN_USE_ADDRESSES",
    "NETWORKS",
    "ROUTERS",
    "SNAPSHOTS",
    "STATIC_ADDRESSES",
    "SUBNETWORKS",
)


def to_project(links: Links, project: Project, metadata: dict[str, str], quotas: Quotas) -> Json:
    """GCE's Project; ``quotas``: those of all regions together."""
    total = quotas | ({"CPUS_ALL_REGIONS": quotas["CPUS"]} if "CPUS" in quotas else {})
    return {
        "id": numeric_id(project.uuid),
        "creationTimestamp": UNKNOWN_TIME,
        "name": project.id,
        "description": project.description or None,
        "commonInstanceMetadata": to_metadata(metadata),
        "quotas": to_quotas(total, METRICS),
        "defaultServiceAccount": accounts.default_account(project).email,
        "defaultNetworkTier": "PREMIUM",
        "xpnProjectStatus": "UNSPECIFIED_XPN_PROJECT_STATUS",
        "cloudArmorTier": "CA_STANDARD",
        "vmDnsSetting": "ZONAL_DEFAULT",
        "selfLink": links.url("").rstrip("/"),
    }


def to_metadata(values: dict[str, str]) -> Json:
    """GCE's Metadata of plain keys and values."""
    items = [{"key": key, "value": value} for key, value in sorted(values.items())]
    return {
        "kind": "compute#metadata",
        "fingerprint": fingerprints.of(values),
        "items": items or None,
    }


def to_quotas(found: Quotas, metrics: Sequence[str]) -> list[Json]:
    """GCE's Quota resources of those metrics that are known."""
    return [
        {"metric": name, "limit": float(found[name].limit), "usage": float(found[name].usage)}
        for name in metrics
        if name in found
    ]
