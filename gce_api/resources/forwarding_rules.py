"""Forwarding rules: each is an Octavia load balancer, with a listener for each of its ports."""

from __future__ import annotations

from typing import Any

from gce_api import errors, fingerprints
from gce_api.call import Call
from gce_api.database.models import Resource
from gce_api.database.references import RULES, path_of
from gce_api.flows import balancers as flows
from gce_api.kept import Collection, Content, scope_of, shown
from gce_api.links import Links
from gce_api.names import check_name
from gce_api.plans.forwarding_rules import plan_rule
from gce_api.plans.interfaces import free_address
from gce_api.registry import implements
from gce_api.resources import balancing, networks

KEPT = Collection(RULES)
CHANGEABLE = ("description", "allowGlobalAccess", "networkTier")


@implements("compute.forwardingRules.list", "compute.forwardingRules.aggregatedList")
def list_forwarding_rules(call: Call) -> list[dict[str, Any]]:
    return [to_forwarding_rule(call.links, row) for row in KEPT.listed(call)]


@implements("compute.forwardingRules.get")
def get_forwarding_rule(call: Call) -> dict[str, Any]:
    return to_forwarding_rule(call.links, KEPT.get(call))


@implements("compute.forwardingRules.insert")
def insert_forwarding_rule(call: Call) -> dict[str, Any]:
    name, scope = check_name(call.body.get("name")), scope_of(call)
    content = plan_rule(call.body)
    content["target"] = balancing.refer(
        call, call.body.get("target"), "targetPools", "resource.target"
    )
    if any(row.name == name for row in KEPT.listed(call)):
        raise errors.AlreadyExists.resource(f"projects/{call.project.id}/{scope}/{RULES}/{name}")
    arguments = {"scope": scope, "name": name, "content": content, "external": _external(call)}
    return call.operation("insert", f"{scope}/{RULES}/{name}", flows.insert, arguments)


@implements("compute.forwardingRules.delete")
def delete_forwarding_rule(call: Call) -> dict[str, Any]:
    row = KEPT.get(call)
    arguments = {"scope": row.scope, "name": row.name, "target_id": row.id}
    return call.operation("delete", path_of(row), flows.delete, arguments, row.id)


@implements("compute.forwardingRules.setTarget")
def set_target(call: Call) -> dict[str, Any]:
    target = balancing.refer(call, call.body.get("target"), "targetPools", "target")
    return balancing.change(call, KEPT, lambda present: {**present, "target": target})


@implements("compute.forwardingRules.setLabels")
def set_labels(call: Call) -> dict[str, Any]:
    def update(present: Content) -> Content:
        fingerprints.check_labels(call.body, present["labels"])
        return {**present, "labels": call.body.get("labels") or {}}

    return KEPT.change(call, update)


@implements("compute.forwardingRules.patch")
def patch_forwarding_rule(call: Call) -> dict[str, Any]:
    """Change what Octavia has no part in; the rest of a rule is what it was made with."""
    asked = {name: value for name, value in call.body.items() if name != "fingerprint"}
    present_rule = to_forwarding_rule(call.links, KEPT.get(call))
    for name, value in asked.items():
        if name not in CHANGEABLE and present_rule.get(name) != value:
            raise errors.Invalid(
                f"Invalid value for field 'resource.{name}': '{value}'. It cannot be changed."
            )

    def update(present: Content) -> Content:
        fingerprints.check(call.body.get("fingerprint"), _versioned(present), "resource")
        changed = {name: asked[name] for name in CHANGEABLE if name in asked}
        return {**present, "fields": {**present["fields"], **changed}}

    return KEPT.change(call, update)


def to_forwarding_rule(links: Links, row: Resource) -> Content:
    """GCE's ForwardingRule of what is kept."""
    content = row.content
    return {
        **content["fields"],
        **shown(links, row),
        "IPAddress": content.get("address"),
        "IPProtocol": content["IPProtocol"],
        "target": links.url(content["target"]),
        "labels": content["labels"] or None,
        "labelFingerprint": fingerprints.of(content["labels"]),
        "fingerprint": fingerprints.of(_versioned(content)),
    }


def _versioned(content: Content) -> list[Any]:
    """What a fingerprint is of: what a patch may change, and what is changed elsewise."""
    return [content["fields"], content["target"]]


def _external(call: Call) -> dict[str, str]:
    """The address that the rule asks for, a reserved one or one of its own."""
    ip = call.body.get("IPAddress")
    if ip:
        return {"address_id": free_address(call, ip, "resource.IPAddress")}
    return {"network_id": networks.external_network(call.cloud).id}
