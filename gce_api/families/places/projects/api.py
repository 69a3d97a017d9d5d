"""Projects: Keystone projects in GCE's terms, their quotas and common metadata."""

from __future__ import annotations

import functools
import operator
from collections import defaultdict
from typing import Any

from gce_api.access.iam import accounts
from gce_api.database import metadata
from gce_api.families.places.projects import flow as flows
from gce_api.families.shared import metadata as plans
from gce_api.families.shared.call import Call
from gce_api.google import fingerprints
from gce_api.google.registry import implements
from gce_api.openstack import quotas
from gce_api.openstack.names import UNKNOWN_TIME, numeric_id
from gce_api.openstack.parallel import map_regions
from gce_api.openstack.quotas import Quota, Quotas

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


@implements("compute.projects.get")
def get_project(call: Call) -> dict[str, Any]:
    values = metadata.of_project(call.services.database, call.project.uuid)
    return {
        "id": numeric_id(call.project.uuid),
        "creationTimestamp": UNKNOWN_TIME,
        "name": call.project.id,
        "description": call.project.description or None,
        "commonInstanceMetadata": to_metadata(values),
        "quotas": to_quotas(_of_all_regions(call), METRICS),
        "defaultServiceAccount": accounts.default_account(call.project).email,
        "defaultNetworkTier": "PREMIUM",
        "xpnProjectStatus": "UNSPECIFIED_XPN_PROJECT_STATUS",
        "cloudArmorTier": "CA_STANDARD",
        "vmDnsSetting": "ZONAL_DEFAULT",
        "selfLink": call.links.url("").rstrip("/"),
    }


@implements("compute.projects.setCommonInstanceMetadata")
def set_common_instance_metadata(call: Call) -> dict[str, Any]:
    """Replace the metadata that every instance of the project inherits.

    :raises errors.ConditionNotMet: somebody else has changed it since the client read it.
    """
    present = metadata.of_project(call.services.database, call.project.uuid)
    fingerprints.check(call.body.get("fingerprint"), present, "metadata")
    values = plans.items_of({"metadata": call.body})
    return call.operation(
        "compute.projects.setCommonInstanceMetadata",
        target="",
        flow=flows.set_metadata,
        arguments={"project": call.project.uuid, "values": values},
        target_id=call.project.uuid,
    )


@implements("compute.projects.getXpnHost")
def get_xpn_host(call: Call) -> dict[str, Any]:
    """No project of this cloud is attached to a shared VPC host."""
    return {}


@implements("compute.projects.getXpnResources", "compute.projects.listXpnHosts")
def list_xpn(call: Call) -> list[dict[str, Any]]:
    """Neither the projects that are attached to this one, nor hosts that it could have."""
    return []


def to_metadata(values: dict[str, str]) -> dict[str, Any]:
    """GCE's Metadata of plain keys and values."""
    items = [{"key": key, "value": value} for key, value in sorted(values.items())]
    return {
        "kind": "compute#metadata",
        "fingerprint": fingerprints.of(values),
        "items": items or None,
    }


def to_quotas(found: Quotas, metrics: tuple[str, ...]) -> list[dict[str, Any]]:
    """GCE's Quota resources of those metrics that are known."""
    return [
        {"metric": name, "limit": float(found[name].limit), "usage": float(found[name].usage)}
        for name in metrics
        if name in found
    ]


def _of_all_regions(call: Call) -> Quotas:
    """The sum over regions, as GCE's project quotas are global."""
    found: dict[str, list[Quota]] = defaultdict(list)
    for of_region in map_regions(quotas.of_region, call.clouds):
        for metric, quota in of_region.items():
            found[metric].append(quota)
    total = {metric: functools.reduce(operator.add, parts) for metric, parts in found.items()}
    return total | ({"CPUS_ALL_REGIONS": total["CPUS"]} if "CPUS" in total else {})
