"""What an instance's settings may be that are only kept."""

from __future__ import annotations

from typing import Any

from gce_api import errors
from gce_api.call import Call
from gce_api.kept import Collection

POLICIES = Collection("resourcePolicies")


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


def policy_paths(call: Call, urls: list[str], *, must_exist: bool = True) -> list[str]:
    """Resource policies of the call's region as paths, ``projects/p/regions/r/resourcePolicies/x``.

    :raises errors.Invalid: one is of another region, or no reference to a resource policy.
    :raises errors.NotFound: there is no such policy.
    """
    paths = []
    for url in urls:
        reference = call.refer(url, "resourcePolicies", "resourcePolicies")
        if reference.region not in (None, call.region):
            raise errors.Invalid(
                f"Invalid value for field 'resourcePolicies': '{url}'. The resource policy is not "
                "in the region of the instance."
            )
        scope = f"regions/{call.region}"
        name = POLICIES.find(call, scope, reference.name).name if must_exist else reference.name
        paths.append(f"projects/{call.project.id}/{scope}/resourcePolicies/{name}")
    return paths
