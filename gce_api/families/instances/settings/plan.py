"""What an instance's settings may be that are only kept."""

from __future__ import annotations

from typing import Any

from gce_api.families.shared.call import Call
from gce_api.families.storage.resource_policies.find import POLICIES
from gce_api.families.storage.resource_policies.found import OF_DISKS
from gce_api.google import errors


def check_service_accounts(accounts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the service accounts of an instance if GCE would take them.

    :raises errors.Invalid: there are several, or one has no scope.
    """
    if len(accounts) > 1:
        raise errors.Invalid(
            "Invalid value for field 'resource.serviceAccounts': ''. At most one service account "
            "is supported."
        )
    if accounts and not accounts[0]["scopes"]:
        raise errors.Invalid(
            "Invalid value for field 'scopes': ''. At least one scope is needed for a service "
            "account."
        )
    return accounts


def policy_path(call: Call, url: str) -> str:
    """A resource policy of the call's region as ``projects/p/regions/r/resourcePolicies/x``.

    :raises errors.Invalid: it is of another region, or no reference to a resource policy.
    """
    reference = call.refer(url, "resourcePolicies", "resourcePolicies")
    if reference.region not in (None, call.region):
        raise errors.Invalid(
            f"Invalid value for field 'resourcePolicies': '{url}'. The resource policy is not in "
            "the region of the instance."
        )
    return f"projects/{call.project.id}/regions/{call.region}/resourcePolicies/{reference.name}"


def check_policy(call: Call, path: str) -> None:
    """Whether an instance can have a resource policy.

    :raises errors.NotFound: there is no such policy.
    :raises errors.Invalid: it is one of disks.
    """
    policy = POLICIES.find(call, f"regions/{call.region}", path.rpartition("/")[2])
    if OF_DISKS & policy.content.keys():
        raise errors.Invalid(
            f"Invalid value for field 'resourcePolicies': '{path}'. It is a policy of disks."
        )
