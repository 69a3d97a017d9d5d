"""Machine types: Nova flavors in GCE's terms. Every zone of a region has the same.

A custom machine type (``custom-2-4096``, ``n2-custom-2-4096``: 2 vCPUs, 4096 MB) is a flavor of
just those sizes (plans/custom_types.py may make it). As at Google, none is in a list. Google's
shared cores of E2 (``e2-custom-small-2048``) are two vCPUs.
"""

from __future__ import annotations

import re
from typing import Any

from gce_api.families.shared.call import Call
from gce_api.families.shared.limits import MAX_DISKS
from gce_api.google import errors
from gce_api.google.names import UNKNOWN_TIME, gce_names, numeric_id
from gce_api.google.registry import implements
from gce_api.openstack import finding, places, rows
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row

CUSTOM = re.compile(
    r"(?:[a-z0-9]+-)?custom-(?P<cpus>\d{1,9}|micro|small|medium)-(?P<memory>\d{1,9})(?:-ext)?"
)
SHARED_CPUS = 2
SHARED_CORE = re.compile(r"f1-micro|g1-small|e2-(?:micro|small|medium)")


@implements("compute.machineTypes.list", "compute.machineTypes.aggregatedList")
def list_machine_types(call: Call) -> list[dict[str, Any]]:
    return call.in_scope(lambda cloud: _of_region(call, cloud))


@implements("compute.machineTypes.get")
def get_machine_type(call: Call) -> dict[str, Any]:
    flavor = find_flavor(call.cloud, call.name)
    if flavor is None:
        raise errors.NotFound.resource(call.path)
    assert call.zone
    is_custom = CUSTOM.fullmatch(call.name)
    name = call.name if is_custom else machine_type_names(call.cloud)[flavor.id]
    return to_machine_type(call, flavor, name, call.zone)


def flavors(cloud: Cloud) -> list[Row]:
    """The flavors that can be used in a region (one Nova call, remembered for 30 s)."""
    return cloud.cached("flavors", lambda: _fetch(cloud))


def machine_type_names(cloud: Cloud) -> dict[str, str]:
    """The GCE name of each flavor by its UUID: ``m1.small`` is ``m1-small``."""
    return cloud.cached("machine types", lambda: gce_names(flavors(cloud)))


def find_flavor(cloud: Cloud, machine_type: str) -> Row | None:
    """The flavor of a machine type by its name, numeric id or custom sizes."""
    found = finding.among(flavors(cloud), machine_type)
    sizes = custom_sizes(machine_type)
    if found or not sizes:
        return found
    fitting = (f for f in flavors(cloud) if (f["vcpus"], f["ram"]) == sizes)
    return min(fitting, key=lambda flavor: flavor["disk"], default=None)


def custom_sizes(name: str) -> tuple[int, int] | None:
    """The vCPUs and MB of memory of a custom machine type; ``None`` for any other."""
    custom = CUSTOM.fullmatch(name)
    if not custom:
        return None
    cpus = int(custom["cpus"]) if custom["cpus"].isdecimal() else SHARED_CPUS
    return cpus, int(custom["memory"])


def custom_name(url: Any) -> str | None:
    """The name in a machine type's URL if it is a custom one's; its flavor has another."""
    name = str(url).rpartition("/")[2]
    return name if CUSTOM.fullmatch(name) else None


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
        for flavor in flavors(cloud)
        if not CUSTOM.fullmatch(names[flavor.id])
    ]


def _fetch(cloud: Cloud) -> list[Row]:
    found = rows.listed(
        cloud.compute, "/flavors/detail", "flavors", {"limit": 1000}, microversion="2.61"
    )
    usable = [flavor for flavor in found if not flavor.get("OS-FLV-DISABLED:disabled")]
    # names are compared as clients see them
    return [Row({**flavor, "name": flavor.name.replace(".", "-").lower()}) for flavor in usable]
