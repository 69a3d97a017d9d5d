"""The methods that set what is only kept (:mod:`gce_api.families.shared.settings`)."""

from __future__ import annotations

from typing import Any

from gce_api.families.instances.instances.find import find_instance
from gce_api.families.instances.instances.status import check_stopped
from gce_api.families.instances.properties import find, policies
from gce_api.families.instances.properties import flow as flows
from gce_api.families.instances.properties.find import FoundInstance
from gce_api.families.instances.service_accounts import check_scopes, of_project
from gce_api.families.shared import settings
from gce_api.families.shared.call import ZonalCall
from gce_api.families.storage.resource_policies.api import POLICIES
from gce_api.google.names import numeric_id
from gce_api.google.registry import implements
from gce_api.openstack.identity import number

SHIELDED = {"enableSecureBoot": False, "enableVtpm": True, "enableIntegrityMonitoring": True}
LASTING = ("preemptible", "provisioningModel")  # of Scheduling: they stay where nothing is said

Json = dict[str, Any]


@implements("compute.instances.setDeletionProtection")
def set_deletion_protection(call: ZonalCall) -> Json:
    """A mark that only deleting heeds; Nova's own lock would refuse a stop as well."""
    wanted = call.params.get("deletionProtection", True) or None
    return _keep(call, find.instance_of(call), "deletionProtection", wanted)


@implements("compute.instances.setScheduling", kept=True)
def set_scheduling(call: ZonalCall) -> Json:
    """OpenStack's operator decides what happens on maintenance."""
    found = find.instance_of(call)
    present = found.setting("scheduling") or {}
    lasting = {name: present[name] for name in LASTING if name in present}
    return _keep(call, found, "scheduling", {**lasting, **call.body})


@implements("compute.instances.setServiceAccount", kept=True)
def set_service_account(call: ZonalCall) -> Json:
    found = _stopped(call, "its service account")
    accounts = []
    if call.body.get("email"):
        accounts = [{"email": call.body["email"], "scopes": call.body.get("scopes") or []}]
    known = of_project(call.services.database, call.project)
    checked = known.attached({"serviceAccounts": check_scopes(accounts)})
    return _keep(call, found, "serviceAccounts", checked or None)


@implements("compute.instances.setMinCpuPlatform", kept=True)
def set_min_cpu_platform(call: ZonalCall) -> Json:
    found = _stopped(call, "its minimum CPU platform")
    return _keep(call, found, "minCpuPlatform", call.body.get("minCpuPlatform") or None)


@implements("compute.instances.updateDisplayDevice", kept=True)
def update_display_device(call: ZonalCall) -> Json:
    return _keep(call, find.instance_of(call), "displayDevice", call.body)


@implements("compute.instances.updateShieldedInstanceConfig", kept=True)
def update_shielded_instance_config(call: ZonalCall) -> Json:
    found = _stopped(call, "its Shielded VM settings")
    present = found.setting("shieldedInstanceConfig") or SHIELDED
    return _keep(call, found, "shieldedInstanceConfig", present | call.body)


@implements("compute.instances.getShieldedInstanceIdentity")
def get_shielded_instance_identity(call: ZonalCall) -> Json:
    """Without keys: OpenStack tells nobody what is in a virtual TPM."""
    find_instance(call, call.zone, call.name)
    return {}


@implements("compute.instances.addResourcePolicies", kept=True)
def add_resource_policies(call: ZonalCall) -> Json:
    found = find.instance_of(call)
    scope = f"regions/{call.region}"
    known = {
        called: row.content
        for row in POLICIES.of_project(call)
        if row.scope == scope
        for called in (row.name, numeric_id(row.id))
    }
    present, urls = found.setting("resourcePolicies") or [], call.body.get("resourcePolicies") or []
    wanted = policies.with_added(present, urls, call.references, call.region, known)
    return _keep(call, found, "resourcePolicies", wanted)


@implements("compute.instances.removeResourcePolicies", kept=True)
def remove_resource_policies(call: ZonalCall) -> Json:
    found = find.instance_of(call)
    present, urls = found.setting("resourcePolicies") or [], call.body.get("resourcePolicies") or []
    left = policies.without(present, urls, call.references, call.region)
    return _keep(call, found, "resourcePolicies", left or None)


def _stopped(call: ZonalCall, what: str) -> FoundInstance:
    """The instance in the path, which must be stopped to have ``what`` changed.

    :raises errors.ResourceNotReady: it is not.
    """
    found = find.instance_of(call)
    check_stopped(found.server, f"projects/{call.project.id}/{found.target}", what)
    return found


def _keep(call: ZonalCall, found: FoundInstance, name: str, value: Any) -> Json:
    """Keep a value; ``None`` removes it."""
    text = None if value is None else settings.text(value)
    arguments = {"server_id": found.server.id, "key": name, "value": text}
    return call.operation(
        call.method.name, found.target, flows.set_own, arguments, number(found.server)
    )
