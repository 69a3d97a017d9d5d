"""Who may call what: oslo.policy rules for reads, writes and what is an administrator's.

Every method has a rule of its own name (``compute.instances.insert``), which is ``rule:read``,
``rule:write`` or ``rule:admin`` unless the operator's policy file says otherwise; so have the
permissions of other APIs, by Google's names for them, and what only the cloud's operators may see
(``rule:operator``). OpenStack's own policies hold besides; these only add Google's manners: a
viewer is told so before anything starts.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from keystoneauth1.access import AccessInfoV3
from oslo_config import cfg
from oslo_policy import policy

from gce_api import options
from gce_api.google import errors
from gce_api.google.discovery import SERVICE_PATH, Method
from gce_api.openstack.caller import Caller

READ = policy.RuleDefault(
    "read", "@", "What changes nothing: everybody who has a role in the project."
)
WRITE = policy.RuleDefault(
    "write",
    "not role:reader or role:member or role:manager or role:admin",
    "What changes something: everybody but a user whose only role is reader.",
)
ADMIN = policy.RuleDefault("admin", "role:admin", "What OpenStack lets administrators do only.")

OPERATOR = policy.RuleDefault(
    "operator",
    "role:admin or system_scope:all",
    "What is of all projects: administrators, and who has a role in the system.",
)

ADMINISTRATORS_ONLY = ("compute.instances.simulateMaintenanceEvent",)  # Nova's live migration

_ACCOUNTS = "/v1/projects/{project}/serviceAccounts"
_KEYS = _ACCOUNTS + "/{account}/keys"
# of other APIs than compute: permission: rule, verb, path
PERMISSIONS = {
    "monitoring.metricDescriptors.list": (
        "read",
        "GET",
        "/v3/projects/{project}/metricDescriptors",
    ),
    "monitoring.timeSeries.list": ("read", "GET", "/v3/projects/{project}/timeSeries"),
    "iam.serviceAccounts.list": ("read", "GET", _ACCOUNTS),
    "iam.serviceAccounts.get": ("read", "GET", _ACCOUNTS + "/{account}"),
    "iam.serviceAccounts.create": ("write", "POST", _ACCOUNTS),
    "iam.serviceAccounts.delete": ("write", "DELETE", _ACCOUNTS + "/{account}"),
    "iam.serviceAccountKeys.list": ("read", "GET", _KEYS),
    "iam.serviceAccountKeys.get": ("read", "GET", _KEYS + "/{key}"),
    "iam.serviceAccountKeys.create": ("write", "POST", _KEYS),
    "iam.serviceAccountKeys.delete": ("write", "DELETE", _KEYS + "/{key}"),
}

OPERATORS = {  # what the endpoint tells its operators: path
    "operator.operations.list": "/operator/v1/operations",
    "operator.methods.list": "/operator/v1/methods",
    "operator.settings.list": "/operator/v1/settings",
}


class Policy:
    """The rules of the handled methods.

    :raises options.Wrong: the operator's file cannot be read.
    """

    def __init__(self, conf: cfg.ConfigOpts, methods: Iterable[Method]) -> None:
        self._enforcer = policy.Enforcer(conf)
        self._enforcer.register_defaults(rules(methods))
        path = _named_file(conf)
        try:
            self._enforcer.load_rules()
        except Exception as error:  # of oslo.policy, of YAML, of the file system
            reason = " ".join(str(error).split())
            raise options.Wrong(f"[oslo_policy] policy_file: {path}: {reason}") from None

    def check(self, action: str, caller: Caller, resource: str) -> None:
        """Let the call pass or refuse it.

        :param action: a method id, or a permission of another API.
        :param resource: path of what the call is about, ``projects/p/zones/z/instances/vm``.
        :raises errors.Forbidden: in Google's words.
        """
        if not self.allows(action, caller):
            raise errors.Forbidden(f"Required '{action}' permission for '{resource}'")

    def allows(self, action: str, caller: Caller) -> bool:
        """Whether the caller may do it; nobody may do what has no rule."""
        credentials = {
            "roles": sorted(caller.roles),
            "user_id": caller.access.user_id,
            "project_id": caller.project.uuid,
            "domain_id": caller.access.project_domain_id,
        }
        return self._allows(action, {"project_id": caller.project.uuid}, credentials)

    def check_operator(self, action: str, access: AccessInfoV3) -> None:
        """Let a call pass that is about all projects, by what the token itself is scoped to.

        The roles of a domain are of no account: its administrator is not the cloud's.

        :raises errors.Forbidden: in Google's words.
        """
        credentials = {
            "roles": [] if access.domain_scoped else sorted(access.role_names or ()),
            "user_id": access.user_id,
            "project_id": access.project_id,
            "system_scope": "all" if access.system_scoped else None,
        }
        if not self._allows(action, {}, credentials):
            raise errors.Forbidden(f"Required '{action}' permission for the cloud")

    def _allows(self, action: str, target: dict[str, Any], credentials: dict[str, Any]) -> bool:
        if action not in self._enforcer.registered_rules:
            return False
        return bool(self._enforcer.enforce(action, target, credentials))


def _named_file(conf: cfg.ConfigOpts) -> str:
    """The operator's policy file.

    :raises options.Wrong: it is named in the settings and is not there, which oslo.policy takes
        for a file without rules.
    """
    name = conf.oslo_policy.policy_file
    place = conf.get_location("policy_file", "oslo_policy")
    is_named = place and place.location not in (
        cfg.Locations.opt_default,
        cfg.Locations.set_default,
    )
    if is_named and not conf.find_file(name):
        raise options.Wrong(f"[oslo_policy] policy_file: there is no {name}.")
    return str(name)


def rules(methods: Iterable[Method]) -> list[policy.RuleDefault]:
    """The default rules, sorted by method."""
    own = [
        _rule(method.id, _kind(method), method.verb, "/" + SERVICE_PATH + method.path)
        for method in sorted(methods, key=lambda method: method.id)
    ]
    told = [_rule(name, "operator", "GET", path) for name, path in OPERATORS.items()]
    others = [_rule(name, *of_name) for name, of_name in PERMISSIONS.items()]
    return [READ, WRITE, ADMIN, OPERATOR, *own, *others, *told]


def _kind(method: Method) -> str:
    if method.id in ADMINISTRATORS_ONLY:
        return "admin"
    return "read" if method.is_read else "write"


def _rule(name: str, kind: str, verb: str, path: str) -> policy.DocumentedRuleDefault:
    return policy.DocumentedRuleDefault(
        name, f"rule:{kind}", name, [{"method": verb, "path": path}]
    )
