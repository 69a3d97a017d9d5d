"""The flavor of a custom machine type, made where Nova does not have it yet.

Users may not make flavors. The endpoint's own user may, where the operator of the cloud says so:
``[compute] make_flavors``, and Nova's policy for it.
"""

from __future__ import annotations

from typing import Any

from gce_api.families.places.machine_types.plan import choose, custom_sizes, flavor_of, is_sound
from gce_api.families.shared.call import Call
from gce_api.google import links
from gce_api.openstack import flavors
from gce_api.openstack.rows import Row


def resolve_flavor(call: Call, url: Any, field: str = "resource.machineType") -> Row:
    """The flavor that a request refers to by a machine type's URL or name.

    :raises errors.Invalid: it is no such URL, or this cloud cannot have such a machine type.
    """
    return flavor_of(with_custom(call, url, field), url, field)


def with_custom(call: Call, url: Any, field: str = "resource.machineType") -> list[Row]:
    """The flavors of the call's region, with that of a machine type if it may be made.

    :raises errors.Invalid: the URL does not refer to a machine type.
    """
    name = links.parse(url, "machineTypes", field).name
    if choose(flavors.listed(call.cloud), name) is None and can_be_made(call, name):
        cpus, memory = custom_sizes(name) or (0, 0)
        flavors.create(call.services.clouds, call.cloud, f"custom-{cpus}-{memory}", cpus, memory)
        call.cloud.forget("machine types")
    return flavors.listed(call.cloud)


def can_be_made(call: Call, name: str) -> bool:
    """Whether a flavor would be made for a custom machine type."""
    return is_sound(name) and bool(call.services.conf.compute.make_flavors)
