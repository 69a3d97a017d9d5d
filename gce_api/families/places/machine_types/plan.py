"""Which flavor a machine type is.

A custom machine type (``custom-2-4096``, ``n2-custom-2-4096``: 2 vCPUs, 4096 MB) is a flavor of
just those sizes. Google's shared cores of E2 (``e2-custom-small-2048``) are two vCPUs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from gce_api.google import errors, links
from gce_api.openstack import finding
from gce_api.openstack.rows import Row

CUSTOM = re.compile(
    r"(?:[a-z0-9]+-)?custom-(?P<cpus>\d{1,9}|micro|small|medium)-(?P<memory>\d{1,9})(?:-ext)?",
    re.ASCII,
)
SHARED_CPUS = 2

# Google's limits: of all its series, so that there are only so many flavors to make
MEMORY_STEP_MB = 256
MEMORY_OF_CPU_MB = 8192
LARGEST_CPUS = 128
LARGEST_MEMORY_MB = 864 * 1024


def choose(flavors: Sequence[Row], machine_type: str) -> Row | None:
    """The flavor of a machine type by its name, numeric id or custom sizes."""
    found = finding.among(flavors, machine_type)
    sizes = custom_sizes(machine_type)
    if found or not sizes:
        return found
    fitting = (f for f in flavors if (f["vcpus"], f["ram"]) == sizes)
    return min(fitting, key=lambda flavor: flavor["disk"], default=None)


def flavor_of(flavors: Sequence[Row], url: Any, field: str = "resource.machineType") -> Row:
    """The flavor that a request refers to by a machine type's URL or name.

    :raises errors.Invalid: it is no such URL, or this cloud cannot have such a machine type.
    """
    name = links.parse(url, "machineTypes", field).name
    flavor = choose(flavors, name)
    if flavor is None:
        why = "The referenced machine type does not exist in this region."
        if custom_sizes(name):
            why = "No machine type of this cloud has just these sizes."
        raise errors.Invalid(f"Invalid value for field '{field}': '{url}'. {why}")
    return flavor


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


def is_sound(name: str) -> bool:
    """Whether a custom machine type is within Google's limits."""
    cpus, memory = custom_sizes(name) or (0, 0)
    most = LARGEST_MEMORY_MB if name.endswith("-ext") else cpus * MEMORY_OF_CPU_MB
    return (
        (cpus == 1 or cpus % 2 == 0)
        and 1 <= cpus <= LARGEST_CPUS
        and memory % MEMORY_STEP_MB == 0
        and MEMORY_STEP_MB <= memory <= most
    )
