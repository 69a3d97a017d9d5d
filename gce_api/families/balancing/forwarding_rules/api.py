"""Forwarding rules: each is an Octavia load balancer, with a listener for each of its ports.

A global rule's load balancer is in the default region.
"""

from __future__ import annotations

import re
from typing import Any

from gce_api.database.models import Resource
from gce_api.database.references import RULES, path_of
from gce_api.families.balancing import references as balancing
from gce_api.families.balancing.backend_services.api import SERVICES
from gce_api.families.balancing.balancers import flow as flows
from gce_api.families.balancing.forwarding_rules.plan import DEFAULTS, is_internal, plan_rule
from gce_api.families.instances.interfaces.plan import free_address
from gce_api.families.networks.networks import find as networks
from gce_api.families.networks.subnetworks.find import find_subnetwork
from gce_api.families.shared.call import Call
from gce_api.families.shared.kept import Collection, Content, scope_of, shown
from gce_api.google import errors, fingerprints
from gce_api.google.links import Links
from gce_api.google.merging import patched
from gce_api.google.registry import implements
from gce_api.openstack.names import check_name
from gce_api.operations import store

KEPT = Collection(RULES)
CHANGEABLE = ("description", "allowGlobalAccess", "networkTier")


@implements(
    "compute.forwardingRules.list",
    "compute.forwardingRules.aggregatedList",
    "compute.globalForwardingRules.list",
)
def list_forwarding_rules(call: Call) -> list[dict[str, Any]]:
    return [to_forwarding_rule(call.links, row) for row in KEPT.listed(call)]


@implements("compute.forwardingRules.get", "compute.globalForwardingRules.get")
def get_forwarding_rule(call: Call) -> dict[str, Any]:
    return to_forwarding_rule(call.links, KEPT.get(call))


@implements("compute.forwardingRules.insert", "compute.globalForwardingRules.insert")
def insert_forwarding_rule(call: Call) -> dict[str, Any]:
    name, scope = check_name(call.body.get("name")), scope_of(call)
    content = {**plan_rule(call.body, regional=bool(call.region)), **_target(call)}
    if any(row.name == name for row in KEPT.listed(call)):
        raise errors.AlreadyExists.resource(f"projects/{call.project.id}/{scope}/{RULES}/{name}")
    internal = is_internal(content)
    content |= _place(call) if internal else {"vip": {}, "place": {}}
    external = None if internal else _external(call)
    content["agent"] = _agent(call)
    arguments = {"scope": scope, "name": name, "content": content, "external": external}
    return call.operation("insert", f"{scope}/{RULES}/{name}", flows.insert, arguments)


@implements("compute.forwardingRules.delete", "compute.globalForwardingRules.delete")
def delete_forwarding_rule(call: Call) -> dict[str, Any]:
    row = KEPT.get(call)
    if store.unfinished(call.services.database, [row.content["operation"]]):
        raise errors.ResourceNotReady(
            f"The resource 'projects/{call.project.id}/{path_of(row)}' is not ready"
        )
    arguments = {"scope": row.scope, "name": row.name, "target_id": row.id}
    return call.operation("delete", path_of(row), flows.delete, arguments, row.id)


@implements("compute.forwardingRules.setTarget", "compute.globalForwardingRules.setTarget")
def set_target(call: Call) -> dict[str, Any]:
    """A rule's new target is of the kind of its old one."""
    kind = KEPT.get(call).content["target"].split("/")[-2]
    target = balancing.refer(call, call.body.get("target"), kind, "target")
    return balancing.change(call, KEPT, lambda present: {**present, "target": target})


@implements("compute.forwardingRules.setLabels", "compute.globalForwardingRules.setLabels")
def set_labels(call: Call) -> dict[str, Any]:
    def update(present: Content) -> Content:
        fingerprints.check_labels(call.body, present["labels"])
        return {**present, "labels": call.body.get("labels") or {}}

    return KEPT.change(call, update)


@implements("compute.forwardingRules.patch", "compute.globalForwardingRules.patch")
def patch_forwarding_rule(call: Call) -> dict[str, Any]:
    """Change what Octavia has no part in; the rest of a rule is what it was made with."""
    asked = {name: value for name, value in call.patch.items() if name != "fingerprint"}
    present_rule = to_forwarding_rule(call.links, KEPT.get(call))
    for name, value in asked.items():
        if name not in CHANGEABLE and present_rule.get(name) != value:
            raise errors.Invalid(
                f"Invalid value for field 'resource.{name}': '{value}'. It cannot be changed."
            )

    def update(present: Content) -> Content:
        fingerprints.check(call.body.get("fingerprint"), _versioned(present), "resource")
        changed = {name: asked[name] for name in CHANGEABLE if name in asked}
        return {**present, "fields": {**DEFAULTS, **patched(present["fields"], changed)}}

    return KEPT.change(call, update)


def to_forwarding_rule(links: Links, row: Resource) -> Content:
    """GCE's ForwardingRule of what is kept."""
    content = row.content
    of_service = content["target"].split("/")[-2] == "backendServices"
    return {
        **content["fields"],
        **shown(links, row),
        **{field: links.url(path) for field, path in content["place"].items()},
        "IPAddress": content.get("address"),
        "IPProtocol": content["IPProtocol"],
        "backendService" if of_service else "target": links.url(content["target"]),
        "labels": content["labels"] or None,
        "labelFingerprint": fingerprints.of(content["labels"]),
        "fingerprint": fingerprints.of(_versioned(content)),
    }


def _versioned(content: Content) -> list[Any]:
    """What a fingerprint is of: what a patch may change, and what is changed elsewise."""
    return [content["fields"], content["target"]]


def _target(call: Call) -> Content:
    """The path of what a new rule leads to."""
    body = call.body
    if body.get("backendService"):
        if not call.region:
            raise errors.Unsupported("A global rule leads to a target proxy here.")
        field = "backendService"
        path = balancing.refer(call, body[field], "backendServices", f"resource.{field}")
        service = SERVICES.find(call, scope_of(call), path.rpartition("/")[2])
        protocol = body.get("IPProtocol") or "TCP"
        if service.content["protocol"] != protocol:
            raise errors.Invalid(
                f"Invalid value for field 'resource.IPProtocol': '{protocol}'. "
                f"The backend service is of the protocol {service.content['protocol']}."
            )
        return {"target": path}
    url = body.get("target")
    kinds = ("targetPools",) if call.region else ("targetHttpProxies", "targetTcpProxies")
    kind = next((kind for kind in kinds if f"{kind}/" in str(url)), kinds[0])
    return {"target": balancing.refer(call, url, kind, "resource.target")}


def _place(call: Call) -> Content:
    """Where an internal rule gets its address: in Octavia's words (``vip``) and GCE's (``place``).

    :raises errors.Unsupported: it asks for a reserved address.
    """
    body, region = call.body, call.cloud.name
    vip: dict[str, str] = {}
    place = {"network": f"global/networks/{networks.DEFAULT}"}
    if body.get("network"):
        network = networks.find_network(call, body["network"], region, "resource.network")
        vip = {"vip_network_id": network.id} if network else {}
        name = call.refer(body["network"], "networks", "resource.network").name
        place = {"network": f"global/networks/{name}"}
    if body.get("subnetwork"):
        field = "resource.subnetwork"
        subnet = find_subnetwork(call, body["subnetwork"], region, field)
        vip = {"vip_subnet_id": subnet.id}
        name = call.refer(body["subnetwork"], "subnetworks", field).name
        place["subnetwork"] = f"regions/{region}/subnetworks/{name}"
        if not body.get("network"):
            del place["network"]
    ip = body.get("IPAddress")
    if ip and not re.fullmatch(r"[0-9.]+", ip):
        raise errors.Unsupported(
            f"Invalid value for field 'resource.IPAddress': '{ip}'. An internal rule takes an "
            "address as such here, not by the name of a reserved one."
        )
    return {"vip": {**vip, "vip_address": ip} if ip else vip, "place": place}


def _agent(call: Call) -> str | None:
    """Who lets the load balancer follow what no request tells of; ``None``: nobody may."""
    try:
        return call.services.agents.appoint(call.clouds[0])
    except errors.Unsupported:
        return None


def _external(call: Call) -> dict[str, str]:
    """The address that the rule asks for, a reserved one or one of its own."""
    ip = call.body.get("IPAddress")
    if ip:
        return {"address_id": free_address(call, ip, "resource.IPAddress")}
    return {"network_id": networks.external_network(call.cloud).id}
