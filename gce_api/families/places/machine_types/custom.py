"""The flavor of a machine type, made where it is a custom one's that Nova does not have yet.

Users may not make flavors. The endpoint's own user may, where the operator of the cloud says so:
``[compute] make_flavors``, and Nova's policy for it.
"""

from __future__ import annotations

from typing import Any

from openstack import exceptions as sdk

from gce_api.families.places.machine_types.api import custom_sizes, find_flavor
from gce_api.families.shared.call import Call
from gce_api.google import errors, links
from gce_api.openstack.rows import Row

# Google's limits: of all its series, so that there are only so many flavors to make
MEMORY_STEP_MB = 256
MEMORY_OF_CPU_MB = 8192
LARGEST_CPUS = 128
LARGEST_MEMORY_MB = 864 * 1024


def resolve_flavor(call: Call, url: Any, field: str = "resource.machineType") -> Row:
    """The flavor that a request refers to by a machine type's URL or name.

    :raises errors.Invalid: it is no such URL, or this cloud cannot have such a machine type.
    """
    name = links.parse(url, "machineTypes", field).name
    flavor = find_flavor(call.cloud, name)
    if flavor is None and can_be_made(call, name):
        flavor = _make(call, name)
    if flavor is None:
        why = "The referenced machine type does not exist in this region."
        if custom_sizes(name):
            why = "No machine type of this cloud has just these sizes."
        raise errors.Invalid(f"Invalid value for field '{field}': '{url}'. {why}")
    return flavor


def can_be_made(call: Call, name: str) -> bool:
    """Whether a flavor would be made for a custom machine type."""
    sizes = custom_sizes(name)
    if not sizes or not call.services.conf.compute.make_flavors:
        return False
    cpus, memory = sizes
    most = LARGEST_MEMORY_MB if name.endswith("-ext") else cpus * MEMORY_OF_CPU_MB
    return (
        (cpus == 1 or cpus % 2 == 0)
        and 1 <= cpus <= LARGEST_CPUS
        and memory % MEMORY_STEP_MB == 0
        and MEMORY_STEP_MB <= memory <= most
    )


def _make(call: Call, name: str) -> Row | None:
    """Make the flavor as the endpoint's own user, for every project: it says sizes only."""
    cpus, memory = custom_sizes(name) or (0, 0)
    flavor = {"name": f"custom-{cpus}-{memory}", "vcpus": cpus, "ram": memory, "disk": 0}
    nova = call.services.clouds.as_service(call.cloud.region).compute
    answer = nova.post("/flavors", json={"flavor": flavor})
    if answer.status_code != 409:  # another request has made it in the meantime
        sdk.raise_from_response(answer)
    for remembered in ("flavors", "machine types"):
        call.cloud.forget(remembered)
    return find_flavor(call.cloud, name)
