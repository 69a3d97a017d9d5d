"""What a caller may do with a resource: ``testIamPermissions`` of every family, by the policy.

Google's permissions are mostly called as the methods are: ``compute.instances.stop``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from gce_api.access.policy import Policy
from gce_api.families.shared.call import Call
from gce_api.families.shared.performing import perform_too
from gce_api.google import registry
from gce_api.google.discovery import document
from gce_api.openstack.caller import Caller

# an instance group has no method update: its ports and members are what can be changed
METHODS_OF = {"create": ("insert",), "update": ("update", "patch", "setNamedPorts")}
RULES_OF = {"use": "write", "useReadOnly": "read"}  # by other resources' methods

_ASKING = ".testIamPermissions"


def register() -> None:
    """Let every family answer whose resources can be got."""
    for method_id in document().methods:
        family = method_id.removesuffix(_ASKING)
        if method_id != family and family + ".get" in registry.HANDLERS:
            registry.HANDLERS.setdefault(method_id, registry.Handler(test_permissions))


def test_permissions(call: Call) -> dict[str, Any]:
    """Those of the given permissions that the caller has on a resource.

    :raises errors.NotFound: there is no such resource.
    """
    family = call.method.id.removesuffix(_ASKING)
    _get(call, family + ".get")
    wanted = call.body.get("permissions") or []
    own = [permission for permission in wanted if permission.rpartition(".")[0] == family]
    return {"permissions": granted(call.services.policy, call.caller, own) or None}


def _get(call: Call, method_id: str) -> None:
    """Look whether the resource is there: its last path parameter is called ``resource`` here."""
    names = re.findall(r"\{\+?(\w+)\}", document().methods[method_id].path)
    given = {name: call.params.get(name, call.name) for name in names if name != "project"}
    perform_too(call, method_id, given)


def granted(policy: Policy, caller: Caller, wanted: Sequence[str]) -> list[str]:
    """Those of the permissions that the caller has in the project."""
    return [
        permission
        for permission in wanted
        if any(policy.allows(rule, caller) for rule in rules(permission))
    ]


def rules(permission: str) -> list[str]:
    """The policy's rules, each of which grants a permission."""
    family, _, action = permission.rpartition(".")
    if action in RULES_OF:
        return [RULES_OF[action]]
    return [f"{family}.{name}" for name in (action, *METHODS_OF.get(action, ()))]
