"""A new instance: the server to make, with its disks and interfaces."""

from __future__ import annotations

import json
from typing import Any

from gce_api.database import metadata as kept
from gce_api.families.instances.disks.plan import plan_disks
from gce_api.families.instances.instances.find import is_taken
from gce_api.families.instances.interfaces.plan import plan_interfaces
from gce_api.families.instances.service_accounts import attached
from gce_api.families.places.machine_types.api import custom_name
from gce_api.families.places.machine_types.custom import resolve_flavor
from gce_api.families.shared import metadata
from gce_api.families.shared.call import Call
from gce_api.google import errors
from gce_api.google.names import check_name
from gce_api.openstack import marks
from gce_api.openstack.places import Zone

# fields that OpenStack has no place for: kept as they were given, and shown again
ECHOED = (
    "advancedMachineFeatures",
    "canIpForward",
    "deletionProtection",
    "displayDevice",
    "hostname",  # Nova has it, and tells it to nobody before microversion 2.90
    "minCpuPlatform",
    "resourcePolicies",
    "scheduling",
    "serviceAccounts",
    "shieldedInstanceConfig",
)
Plan = dict[str, Any]


def plan_instance(call: Call, zone: Zone, body: dict[str, Any]) -> Plan:
    """Check a request for a new instance and plan it.

    A plan has ``name``, ``az``, ``flavor_id``, ``machine_type`` (the flavor's name),
    ``description``, ``hostname``, ``tags``, ``metadata`` (Nova's), ``long_metadata`` (for the
    database), ``user_data``, ``disks`` and ``interfaces`` (see
    :mod:`gce_api.families.instances.disks.plan` and
    :mod:`gce_api.families.instances.interfaces.plan`).

    :raises errors.GceError: the instance cannot be had as asked for.
    """
    name = check_name(body.get("name"))
    if not body.get("machineType"):
        raise errors.Required(
            "Invalid value for field 'resource.machineType': ''. Machine type specified is empty."
        )
    body = body | {"serviceAccounts": attached(call, body)}
    if is_taken(call, zone, name):
        path = f"projects/{call.project.id}/zones/{zone.name}/instances/{name}"
        raise errors.AlreadyExists.resource(path)
    flavor = resolve_flavor(call, body["machineType"])
    return {
        "name": name,
        "az": zone.az,
        "flavor_id": flavor.id,
        "machine_type": flavor.name,
        "description": body.get("description") or "",
        "hostname": body.get("hostname"),
        "tags": (body.get("tags") or {}).get("items") or [],
        **_metadata(call, body),
        "disks": plan_disks(call, zone, body),
        "interfaces": plan_interfaces(call, body),
    }


def _metadata(call: Call, body: dict[str, Any]) -> dict[str, Any]:
    items = metadata.items_of(body)
    echoed = {
        f"gce:{field}": json.dumps(body[field], separators=(",", ":"))
        for field in ECHOED
        if body.get(field)
    }
    short, long = metadata.split(items | echoed)
    custom = custom_name(body["machineType"])
    return {
        "metadata": short
        | metadata.labels_of(body)
        | ({marks.MACHINE_TYPE: custom} if custom else {}),
        "long_metadata": long,
        "user_data": metadata.user_data(_with_project_keys(call, items)),
    }


def _with_project_keys(call: Call, items: dict[str, str]) -> dict[str, str]:
    """Metadata as the instance sees it: the project's entries where it has none of its own."""
    common = kept.of_project(call.services.database, call.project.uuid)
    if items.get("block-project-ssh-keys", "").lower() == "true":
        common.pop("ssh-keys", None)
    merged = common | items
    if common.get("ssh-keys") and items.get("ssh-keys"):
        merged["ssh-keys"] = common["ssh-keys"] + "\n" + items["ssh-keys"]
    return merged
