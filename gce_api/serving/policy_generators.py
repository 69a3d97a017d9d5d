"""The default rules as oslo.policy's generators ask for them."""

from __future__ import annotations

import contextlib
import io

from oslo_config import cfg
from oslo_policy import generator, policy

from gce_api.access.policy import rules
from gce_api.serving.loading import handled_methods


def list_rules() -> list[policy.RuleDefault]:
    """For ``oslopolicy-sample-generator`` and its kin (entry point ``oslo.policy.policies``)."""
    return rules(handled_methods())


def get_enforcer() -> policy.Enforcer:
    """For ``oslopolicy-policy-generator`` and its kin (entry point ``oslo.policy.enforcer``)."""
    conf = cfg.ConfigOpts()
    conf([], project="gce-api")
    enforcer = policy.Enforcer(conf)
    enforcer.register_defaults(list_rules())
    return enforcer


def sample() -> str:
    """The rules as oslo.policy's sample generator writes them, all commented out."""
    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        generator.generate_sample(["--namespace", "gce_api"], cfg.ConfigOpts())
    return text.getvalue()
