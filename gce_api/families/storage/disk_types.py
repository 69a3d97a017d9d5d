"""Disk types: Cinder volume types in GCE's terms.

Every zone of a region has the same. The region itself has those whose storage is held in several
zones, which OpenStack does not tell: the operator does, or that Cinder replicates the type.
"""

from __future__ import annotations

from typing import Any

from gce_api.families.shared.call import Call
from gce_api.families.shared.kept import scope_of
from gce_api.google import errors, links
from gce_api.google.registry import implements
from gce_api.openstack import finding, places
from gce_api.openstack import volume_types as cinder
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.names import UNKNOWN_TIME, gce_names, numeric_id
from gce_api.openstack.rows import Row

NAMELESS = "__DEFAULT__"  # Cinder's own type, of clouds whose operator made none
STANDARD = "pd-standard"  # what clients ask for when they do not care
DEFAULT_SIZE_GB = 10
LARGEST_GB = 65536
REPLICATED = "replication_enabled"  # Cinder's extra spec, "<is> True"


@implements("compute.diskTypes.list", "compute.diskTypes.aggregatedList")
def list_disk_types(call: Call) -> list[dict[str, Any]]:
    def of_region(cloud: Cloud) -> list[dict[str, Any]]:
        zones = [call.zone] if call.zone else places.zones(cloud)
        in_zones = [row for zone in zones for row in _shown(call, cloud, f"zones/{zone.name}")]
        everywhere = call.method.name == "aggregatedList"
        return in_zones + (_shown(call, cloud, f"regions/{cloud.name}") if everywhere else [])

    return call.in_scope(of_region)


@implements("compute.regionDiskTypes.list")
def list_region_disk_types(call: Call) -> list[dict[str, Any]]:
    return _shown(call, call.cloud, scope_of(call))


@implements("compute.diskTypes.get", "compute.regionDiskTypes.get")
def get_disk_type(call: Call) -> dict[str, Any]:
    scope = scope_of(call)
    found = finding.among(_of_scope(call, call.cloud, scope), call.name)
    if found is None:
        raise errors.NotFound.resource(call.path)
    return to_disk_type(call, found, disk_type_names(call.cloud)[found.id], scope)


def volume_types(cloud: Cloud) -> list[Row]:
    """The volume types that can be used in a region (one Cinder call, remembered for 30 s)."""
    return cloud.cached("volume types", lambda: _fetch(cloud))


def regional(call: Call, cloud: Cloud) -> list[Row]:
    """Those of them that a regional disk may have."""
    named = call.services.conf.disks.regional_types
    return [row for row in volume_types(cloud) if row.name in named or _is_replicated(row)]


def _is_replicated(row: Row) -> bool:
    said = row.get("extra_specs", {}).get(REPLICATED, "")
    return said.removeprefix("<is>").strip().lower() == "true"


def disk_type_names(cloud: Cloud) -> dict[str, str]:
    """The GCE name of each volume type by its UUID."""
    return cloud.cached("disk types", lambda: gce_names(volume_types(cloud)))


def resolve_volume_type(cloud: Cloud, url: Any, field: str) -> Row:
    """The volume type that a request refers to by a disk type's URL or name.

    :raises errors.Invalid: it is no such URL, or this cloud has no such disk type.
    """
    found = finding.among(volume_types(cloud), links.parse(url, "diskTypes", field).name)
    if found is None:
        raise errors.Invalid(
            f"Invalid value for field '{field}': '{url}'. The referenced disk type does not exist "
            "in this region."
        )
    return found


def to_disk_type(call: Call, row: Row, name: str, scope: str) -> dict[str, Any]:
    """GCE's DiskType; an operator may have set the smallest and largest size."""
    specs = row.get("extra_specs", {})
    smallest = specs.get("provisioning:min_vol_size", 1)
    largest = specs.get("provisioning:max_vol_size", LARGEST_GB)
    return {
        "id": numeric_id(row.id),
        "creationTimestamp": UNKNOWN_TIME,
        "name": name,
        "description": row.get("description") or name,
        "validDiskSize": f"{smallest}GB-{largest}GB",
        "defaultDiskSizeGb": max(DEFAULT_SIZE_GB, int(smallest)),
        **call.links.place(scope),
        "selfLink": call.links.url(f"{scope}/diskTypes/{name}"),
    }


def _shown(call: Call, cloud: Cloud, scope: str) -> list[dict[str, Any]]:
    names = disk_type_names(cloud)
    found = _of_scope(call, cloud, scope)
    return [to_disk_type(call, row, names[row.id], scope) for row in found]


def _of_scope(call: Call, cloud: Cloud, scope: str) -> list[Row]:
    return regional(call, cloud) if scope.startswith("regions/") else volume_types(cloud)


def _fetch(cloud: Cloud) -> list[Row]:
    found = cinder.listed(cloud)
    named = [row for row in found if row.name != NAMELESS]
    return named or [Row({**row, "name": STANDARD}) for row in found]
