"""Who may call what: oslo.policy rules, one for reads, one for writes, one per method.

Every method has a rule of its own name (``compute.instances.insert``), which is ``rule:read`` or
``rule:write`` unless the operator's policy file says otherwise. OpenStack's own policies hold
besides; these only add Google's manners: a viewer is told so before anything starts.
"""

from __future__ import annotations

from collections.abc import Iterable

from oslo_config import cfg
from oslo_policy import policy

from gce_api import errors
from gce_api.auth.keystone import Caller
from gce_api.discovery import Method, document

READ = policy.RuleDefault("read", "@", "Methods that change nothing.")
WRITE = policy.RuleDefault(
    "write",
    "not role:reader or role:member or role:manager or role:admin",
    "Methods that change something: everybody but a user whose only role is reader.",
)


class Policy:
    """The rules of the handled methods."""

    def __init__(self, conf: cfg.ConfigOpts, methods: Iterable[Method]) -> None:
        self._enforcer = policy.Enforcer(conf)
        self._enforcer.register_defaults(rules(methods))
        self._enforcer.load_rules()

    def check(self, method: Method, caller: Caller, resource: str) -> None:
        """Let the call pass or refuse it.

        :param resource: path of what the call is about, ``projects/p/zones/z/instances/vm``.
        :raises errors.Forbidden: in Google's words.
        """
        credentials = caller.access
        allowed = self._enforcer.enforce(
            method.id,
            {"project_id": caller.project.uuid},
            {
                "roles": sorted(caller.roles),
                "user_id": credentials.user_id,
                "project_id": caller.project.uuid,
                "domain_id": credentials.project_domain_id,
            },
        )
        if not allowed:
            raise errors.Forbidden(f"Required '{method.id}' permission for '{resource}'")


def rules(methods: Iterable[Method]) -> list[policy.RuleDefault]:
    """The default rules, sorted by method."""
    own = [
        policy.RuleDefault(method.id, "rule:read" if method.is_read else "rule:write")
        for method in sorted(methods, key=lambda method: method.id)
    ]
    return [READ, WRITE, *own]


def list_rules() -> list[policy.RuleDefault]:
    """For oslopolicy-sample-generator (entry point ``oslo.policy.policies``)."""
    from gce_api import registry

    return rules(document().methods[method_id] for method_id in registry.load())
