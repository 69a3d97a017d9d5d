"""Forwarding rules: each is an Octavia load balancer, with a listener for each of its ports.

A global rule's load balancer is in the default region.
"""

from __future__ import annotations

from typing import Any

from gce_api.database.references import path_of
from gce_api.families.balancing.forwarding_rules import find, flow
from gce_api.families.balancing.forwarding_rules.find import KEPT
from gce_api.families.balancing.forwarding_rules.plan import DEFAULTS, plan_rule
from gce_api.families.balancing.forwarding_rules.show import to_forwarding_rule, versioned
from gce_api.families.shared import felt
from gce_api.families.shared.call import Call
from gce_api.families.shared.find import known
from gce_api.families.shared.known import Content
from gce_api.google import errors, fingerprints
from gce_api.google.merging import patched
from gce_api.google.registry import implements
from gce_api.operations import store

CHANGEABLE = ("description", "allowGlobalAccess", "networkTier")

Json = dict[str, Any]


@implements(
    "compute.forwardingRules.list",
    "compute.forwardingRules.aggregatedList",
    "compute.globalForwardingRules.list",
)
def list_forwarding_rules(call: Call) -> list[Json]:
    return [to_forwarding_rule(call.links, row) for row in KEPT.listed(call)]


@implements("compute.forwardingRules.get", "compute.globalForwardingRules.get")
def get_forwarding_rule(call: Call) -> Json:
    return to_forwarding_rule(call.links, KEPT.get(call))


@implements("compute.forwardingRules.insert", "compute.globalForwardingRules.insert")
def insert_forwarding_rule(call: Call) -> Json:
    plan = plan_rule(call.body, find.for_insert(call)).by(find.agent(call))
    return call.operation("insert", plan.path, flow.insert, {"plan": plan})


@implements("compute.forwardingRules.delete", "compute.globalForwardingRules.delete")
def delete_forwarding_rule(call: Call) -> Json:
    row = KEPT.get(call)
    if store.unfinished(call.services.database, [row.content["operation"]]):
        raise errors.ResourceNotReady(
            f"The resource 'projects/{call.project.id}/{path_of(row)}' is not ready"
        )
    arguments = {"scope": row.scope, "name": row.name, "target_id": row.id}
    return call.operation("delete", path_of(row), flow.delete, arguments, row.id)


@implements("compute.forwardingRules.setTarget", "compute.globalForwardingRules.setTarget")
def set_target(call: Call) -> Json:
    """A rule's new target is of the kind of its old one."""
    kind = KEPT.get(call).content["target"].split("/")[-2]
    target = known(call, kind).path(call.body.get("target"), kind, "target")
    return felt.change(call, KEPT, lambda present: {**present, "target": target})


@implements("compute.forwardingRules.setLabels", "compute.globalForwardingRules.setLabels")
def set_labels(call: Call) -> Json:
    def update(present: Content) -> Content:
        fingerprints.check_set_labels(call.body, present["labels"])
        return {**present, "labels": call.body.get("labels") or {}}

    return KEPT.change(call, update)


@implements("compute.forwardingRules.patch", "compute.globalForwardingRules.patch")
def patch_forwarding_rule(call: Call) -> Json:
    """Change what Octavia has no part in; the rest of a rule is what it was made with."""
    asked = {name: value for name, value in call.patch.items() if name != "fingerprint"}
    present_rule = to_forwarding_rule(call.links, KEPT.get(call))
    for name, value in asked.items():
        if name not in CHANGEABLE and present_rule.get(name) != value:
            raise errors.Invalid(
                f"Invalid value for field 'resource.{name}': '{value}'. It cannot be changed."
            )

    def update(present: Content) -> Content:
        fingerprints.check(call.body.get("fingerprint"), versioned(present), "resource")
        changed = {name: asked[name] for name in CHANGEABLE if name in asked}
        return {**present, "fields": {**DEFAULTS, **patched(present["fields"], changed)}}

    return KEPT.change(call, update)
