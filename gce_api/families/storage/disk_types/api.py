"""Disk types: Cinder volume types in GCE's terms.

Every zone of a region has the same. The region itself has those whose storage is held in several
zones, which OpenStack does not tell: the operator does, or that Cinder replicates the type.
"""

from __future__ import annotations

from typing import Any

from gce_api.families.shared.call import ListCall, RegionalCall
from gce_api.families.shared.kept import scope_of
from gce_api.families.shared.limits import LARGEST_DISK_GB
from gce_api.families.storage.disk_types import find
from gce_api.families.storage.disk_types.found import DiskTypes
from gce_api.google import errors
from gce_api.google.links import Links
from gce_api.google.names import UNKNOWN_TIME, numeric_id
from gce_api.google.registry import implements
from gce_api.openstack import finding, places
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row

DEFAULT_SIZE_GB = 10

Json = dict[str, Any]


@implements("compute.diskTypes.list", "compute.diskTypes.aggregatedList")
def list_disk_types(call: ListCall) -> list[Json]:
    def of_region(cloud: Cloud) -> list[Json]:
        zones = [call.zone] if call.zone else places.zones(cloud)
        scopes = [f"zones/{zone.name}" for zone in zones]
        if call.method.name == "aggregatedList":
            scopes.append(f"regions/{cloud.name}")
        types = find.disk_types(call, cloud)
        return [shown for scope in scopes for shown in to_disk_types(call.links, types, scope)]

    return call.in_scope(of_region)


@implements("compute.regionDiskTypes.list")
def list_region_disk_types(call: ListCall) -> list[Json]:
    return to_disk_types(call.links, find.disk_types(call, call.cloud), scope_of(call))


@implements("compute.diskTypes.get", "compute.regionDiskTypes.get")
def get_disk_type(call: RegionalCall) -> Json:
    scope, types = scope_of(call), find.disk_types(call, call.cloud)
    found = finding.among(types.of_scope(scope), call.name)
    if found is None:
        raise errors.NotFound.resource(call.path)
    return to_disk_type(call.links, found, types.names()[found.id], scope)


def to_disk_types(links: Links, types: DiskTypes, scope: str) -> list[Json]:
    """GCE's DiskType of each type that there is in a zone or region."""
    names = types.names()
    return [to_disk_type(links, row, names[row.id], scope) for row in types.of_scope(scope)]


def to_disk_type(links: Links, row: Row, name: str, scope: str) -> Json:
    """GCE's DiskType; an operator may have set the smallest and largest size."""
    specs = row.get("extra_specs", {})
    smallest = specs.get("provisioning:min_vol_size", 1)
    largest = specs.get("provisioning:max_vol_size", LARGEST_DISK_GB)
    return {
        "id": numeric_id(row.id),
        "creationTimestamp": UNKNOWN_TIME,
        "name": name,
        "description": row.get("description") or name,
        "validDiskSize": f"{smallest}GB-{largest}GB",
        "defaultDiskSizeGb": max(DEFAULT_SIZE_GB, int(smallest)),
        **links.place(scope),
        "selfLink": links.url(f"{scope}/diskTypes/{name}"),
    }
