"""Settings of instances that OpenStack has no place for: kept, and shown again.

Each is one value ``gce:<field>`` with the server; what a field is: views/instances.py.
"""

from __future__ import annotations

import json
from typing import Any

from gce_api.database import metadata as database
from gce_api.families.instances.instances.find import find_instance, target_of
from gce_api.families.instances.instances.status import status
from gce_api.families.instances.properties import flow as flows
from gce_api.families.instances.service_accounts import attached
from gce_api.families.instances.settings.plan import (
    check_policy,
    check_service_accounts,
    policy_path,
)
from gce_api.families.shared import metadata_view as metadata
from gce_api.families.shared.call import Call
from gce_api.google import errors
from gce_api.google.registry import implements
from gce_api.openstack.identity import number
from gce_api.openstack.rows import Row

SHIELDED = {"enableSecureBoot": False, "enableVtpm": True, "enableIntegrityMonitoring": True}


@implements("compute.instances.setDeletionProtection")
def set_deletion_protection(call: Call) -> dict[str, Any]:
    """A mark that only deleting heeds; Nova's own lock would refuse a stop as well."""
    server, target = target_of(call)
    wanted = call.params.get("deletionProtection", True) or None
    return _set(call, server, target, "deletionProtection", wanted)


@implements("compute.instances.setScheduling")
def set_scheduling(call: Call) -> dict[str, Any]:
    """Kept and shown; OpenStack's operator decides what happens on maintenance.

    Whether an instance may be preempted stays as it is where the body does not say.
    """
    server, target = target_of(call)
    present = metadata.echoed(server["metadata"], "scheduling") or {}
    lasting = {
        name: present[name] for name in ("preemptible", "provisioningModel") if name in present
    }
    return _set(call, server, target, "scheduling", {**lasting, **call.body})


@implements("compute.instances.setServiceAccount")
def set_service_account(call: Call) -> dict[str, Any]:
    server, target = target_of(call)
    check_stopped(call, server, target, "its service account")
    accounts = []
    if call.body.get("email"):
        accounts = [{"email": call.body["email"], "scopes": call.body.get("scopes") or []}]
    checked = attached(call, {"serviceAccounts": check_service_accounts(accounts)})
    return _set(call, server, target, "serviceAccounts", checked or None)


@implements("compute.instances.setMinCpuPlatform")
def set_min_cpu_platform(call: Call) -> dict[str, Any]:
    server, target = target_of(call)
    check_stopped(call, server, target, "its minimum CPU platform")
    wanted = call.body.get("minCpuPlatform") or None
    return _set(call, server, target, "minCpuPlatform", wanted)


@implements("compute.instances.updateDisplayDevice")
def update_display_device(call: Call) -> dict[str, Any]:
    return _set(call, *target_of(call), "displayDevice", call.body)


@implements("compute.instances.updateShieldedInstanceConfig")
def update_shielded_instance_config(call: Call) -> dict[str, Any]:
    server, target = target_of(call)
    check_stopped(call, server, target, "its Shielded VM settings")
    present = _setting(call, server, "shieldedInstanceConfig") or SHIELDED
    return _set(call, server, target, "shieldedInstanceConfig", present | call.body)


@implements("compute.instances.getShieldedInstanceIdentity")
def get_shielded_instance_identity(call: Call) -> dict[str, Any]:
    """Without keys: OpenStack tells nobody what is in a virtual TPM."""
    find_instance(call, call.name)
    return {}


@implements("compute.instances.addResourcePolicies")
def add_resource_policies(call: Call) -> dict[str, Any]:
    server, target = target_of(call)
    present = _setting(call, server, "resourcePolicies") or []
    added = [policy_path(call, url) for url in call.body.get("resourcePolicies") or []]
    for path in added:
        check_policy(call, path)
    return _set(call, server, target, "resourcePolicies", list(dict.fromkeys(present + added)))


@implements("compute.instances.removeResourcePolicies")
def remove_resource_policies(call: Call) -> dict[str, Any]:
    server, target = target_of(call)
    present = _setting(call, server, "resourcePolicies") or []
    removed = [policy_path(call, url) for url in call.body.get("resourcePolicies") or []]
    missing = next((path for path in removed if path not in present), None)
    if missing:
        raise errors.Invalid(
            f"Invalid value for field 'resourcePolicies': '{missing}'. The instance does not have "
            "this resource policy."
        )
    left = [path for path in present if path not in removed]
    return _set(call, server, target, "resourcePolicies", left or None)


def check_stopped(call: Call, server: Row, target: str, what: str) -> None:
    """Refuse what GCE does only to stopped instances.

    :raises errors.ResourceNotReady: the instance is not stopped.
    """
    now = status(server)
    if now != "TERMINATED":
        raise errors.ResourceNotReady(
            f"The resource 'projects/{call.project.id}/{target}' is {now}: {what} can only be "
            "changed while it is stopped (TERMINATED)."
        )


def _setting(call: Call, server: Row, field: str) -> Any:
    long = database.of_servers(call.services.database, [server.id]).get(server.id, {})
    return metadata.echoed({**server["metadata"], **long}, field)


def _set(call: Call, server: Row, target: str, key: str, value: Any) -> dict[str, Any]:
    """Keep a value as JSON; ``None`` removes it."""
    text = None if value is None else json.dumps(value, separators=(",", ":"))
    arguments = {"server_id": server.id, "key": key, "value": text}
    return call.operation(call.method.name, target, flows.set_own, arguments, number(server))
