"""Machine types: Nova flavors in GCE's terms. Every zone of a region has the same.

Custom ones are in no list, as at Google; :mod:`gce_api.families.places.machine_types.custom` may
make the flavor of one.
"""

from __future__ import annotations

import re
from typing import Any

from gce_api.families.places.machine_types.plan import CUSTOM, choose
from gce_api.families.shared.call import Call, ZonalCall
from gce_api.families.shared.limits import LARGEST_DISK_GB, MAX_DISKS
from gce_api.google import errors
from gce_api.google.names import UNKNOWN_TIME, gce_names, numeric_id
from gce_api.google.registry import implements
from gce_api.openstack import flavors, places
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row

SHARED_CORE = re.compile(r"f1-micro|g1-small|e2-(?:micro|small|medium)")


@implements("compute.machineTypes.list", "compute.machineTypes.aggregatedList")
def list_machine_types(call: Call) -> list[dict[str, Any]]:
    return call.in_scope(lambda cloud: _of_region(call, cloud))


@implements("compute.machineTypes.get")
def get_machine_type(call: ZonalCall) -> dict[str, Any]:
    flavor = find_flavor(call.cloud, call.name)
    if flavor is None:
        raise errors.NotFound.resource(call.path)
    is_custom = CUSTOM.fullmatch(call.name)
    name = call.name if is_custom else machine_type_names(call.cloud)[flavor.id]
    return to_machine_type(call, flavor, name, call.zone)


def machine_type_names(cloud: Cloud) -> dict[str, str]:
    """The GCE name of each flavor by its UUID: ``m1.small`` is ``m1-small``."""
    return cloud.cached("machine types", lambda: gce_names(flavors.listed(cloud)))


def find_flavor(cloud: Cloud, machine_type: str) -> Row | None:
    """The flavor of a machine type by its name, numeric id or custom sizes."""
    return choose(flavors.listed(cloud), machine_type)


def to_machine_type(call: Call, flavor: Row, name: str, zone: places.Zone) -> dict[str, Any]:
    """GCE's MachineType; ``zone`` is a bare name in this one resource, as at Google."""
    return {
        "id": numeric_id(flavor.id),
        "creationTimestamp": UNKNOWN_TIME,
        "name": name,
        "description": flavor.get("description") or _description(flavor),
        "guestCpus": flavor["vcpus"],
        "memoryMb": flavor["ram"],
        "imageSpaceGb": flavor["disk"],
        "maximumPersistentDisks": MAX_DISKS,
        "maximumPersistentDisksSizeGb": str(MAX_DISKS * LARGEST_DISK_GB),
        "isSharedCpu": bool(SHARED_CORE.fullmatch(name)),
        "zone": zone.name,
        "selfLink": call.links.url(f"zones/{zone.name}/machineTypes/{name}"),
    }


def _description(flavor: Row) -> str:
    cpus, memory = flavor["vcpus"], round(flavor["ram"] / 1024, 2)
    return f"{cpus} vCPU{'s' if cpus > 1 else ''}, {memory:g} GB RAM"


def _of_region(call: Call, cloud: Cloud) -> list[dict[str, Any]]:
    names = machine_type_names(cloud)
    zones = [call.zone] if call.zone else places.zones(cloud)
    return [
        to_machine_type(call, flavor, names[flavor.id], zone)
        for zone in zones
        for flavor in flavors.listed(cloud)
        if not CUSTOM.fullmatch(names[flavor.id])
    ]
