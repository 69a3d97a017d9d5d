"""Target pools: kept by the endpoint; each forwarding rule to one is an Octavia load balancer.

Octavia has no pool without a load balancer, so a pool that no rule leads to is in no other tool.
"""

from __future__ import annotations

from typing import Any

from gce_api.database.models import Resource
from gce_api.database.references import path_of
from gce_api.families.balancing import references as balancing
from gce_api.families.balancing.backend_services.group_backends import instances_of
from gce_api.families.balancing.balancers.plan import addresses_of
from gce_api.families.instances.instances import find as instances
from gce_api.families.shared.call import Call
from gce_api.families.shared.kept import Collection, Content, shown
from gce_api.google import errors
from gce_api.google.links import Links
from gce_api.google.registry import implements
from gce_api.openstack import balancers, finding, places, servers

POOLS = Collection("targetPools")
AFFINITIES = ("NONE", "CLIENT_IP", "CLIENT_IP_PROTO")


@implements("compute.targetPools.list", "compute.targetPools.aggregatedList")
def list_target_pools(call: Call) -> list[dict[str, Any]]:
    found = POOLS.listed(call)
    with call.services.database.reader() as session:
        return [to_target_pool(call.links, row, instances_of(session, row)) for row in found]


@implements("compute.targetPools.get")
def get_target_pool(call: Call) -> dict[str, Any]:
    found = POOLS.get(call)
    return to_target_pool(call.links, found, _instances(call, found))


@implements("compute.targetPools.insert")
def insert_target_pool(call: Call) -> dict[str, Any]:
    body = call.body
    affinity = body.get("sessionAffinity") or "NONE"
    if affinity not in AFFINITIES:
        raise errors.Invalid(
            f"Invalid value for field 'resource.sessionAffinity': '{affinity}'. "
            f"Must be one of: {', '.join(AFFINITIES)}."
        )
    urls = body.get("instances") or []
    content = {
        "description": body.get("description"),
        "sessionAffinity": affinity,
        "instances": [_instance(call, u, f"resource.instances[{i}]") for i, u in enumerate(urls)],
        "healthChecks": _checked(
            [
                balancing.refer(call, url, "httpHealthChecks", f"resource.healthChecks[{i}]")
                for i, url in enumerate(body.get("healthChecks") or [])
            ]
        ),
        **_backup(call, body.get("backupPool"), body.get("failoverRatio"), "backupPool"),
    }
    return POOLS.insert(call, body.get("name"), content)


@implements("compute.targetPools.delete")
def delete_target_pool(call: Call) -> dict[str, Any]:
    return balancing.delete(call, POOLS)


@implements("compute.targetPools.addInstance")
def add_instance(call: Call) -> dict[str, Any]:
    new = [_instance(call, url, field) for field, url in _urls(call, "instances", "instance")]
    paths = {instance["path"] for instance in new}

    def update(present: Content) -> Content:
        others = [known for known in present["instances"] if known["path"] not in paths]
        return {**present, "instances": [*others, *new]}

    return balancing.change(call, POOLS, update)


@implements("compute.targetPools.removeInstance")
def remove_instance(call: Call) -> dict[str, Any]:
    """An instance that does not exist any more can be removed too."""
    asked = {_path(call, url, field): field for field, url in _urls(call, "instances", "instance")}

    def update(present: Content) -> Content:
        known = {instance["path"] for instance in present["instances"]}
        _check_known(call, asked, known)
        left = [entry for entry in present["instances"] if entry["path"] not in asked]
        return {**present, "instances": left}

    return balancing.change(call, POOLS, update)


@implements("compute.targetPools.addHealthCheck")
def add_health_check(call: Call) -> dict[str, Any]:
    new = _health_checks(call)

    def update(present: Content) -> Content:
        return {**present, "healthChecks": _checked(list({*present["healthChecks"], *new}))}

    return balancing.change(call, POOLS, update)


@implements("compute.targetPools.removeHealthCheck")
def remove_health_check(call: Call) -> dict[str, Any]:
    asked = _health_checks(call)

    def update(present: Content) -> Content:
        _check_known(call, asked, set(present["healthChecks"]))
        left = [path for path in present["healthChecks"] if path not in asked]
        return {**present, "healthChecks": left}

    return balancing.change(call, POOLS, update)


@implements("compute.targetPools.setBackup")
def set_backup(call: Call) -> dict[str, Any]:
    """Kept without an effect: Octavia fails over within a pool, not to another."""
    backup = _backup(call, call.body.get("target"), call.params.get("failoverRatio"), "target")
    return POOLS.change(call, lambda present: {**present, **backup})


@implements("compute.targetPools.setSecurityPolicy")
def set_security_policy(call: Call) -> dict[str, Any]:
    """Takes the policy away, which no pool has: there are none to give."""
    url, field = call.body.get("securityPolicy"), "securityPolicy"
    if url:
        reference = call.refer(url, "securityPolicies", field)
        scope = f"regions/{reference.region or call.region}"
        raise errors.NotFound.resource(
            f"projects/{call.project.id}/{scope}/securityPolicies/{reference.name}"
        )
    return POOLS.change(call, lambda present: present)


@implements("compute.targetPools.getHealth")
def get_health(call: Call) -> dict[str, Any]:
    """An instance's health behind each forwarding rule, as Octavia sees it.

    An instance that nothing checks gets its traffic and counts as healthy; ``annotations`` tell
    Octavia's own word. One that no rule leads to is not healthy for anybody.
    """
    pool = POOLS.get(call)
    path = _path(call, call.body.get("instance"), "instance")
    entry = next((e for e in _instances(call, pool) if e["path"] == path), None)
    if entry is None:
        raise errors.Invalid(
            f"Invalid value for field 'instance': '{call.body['instance']}'. It is not a member of "
            f"the target pool '{pool.name}'."
        )
    place = addresses_of(call.cloud, [entry["server"]]).get(entry["server"], {})
    rules = balancing.rules_over(call, path_of(pool))
    states = [state for rule in rules for state in _states(call, rule, place.get("address", ""))]
    url = call.links.url(path)
    return {"healthStatus": [{"instance": url, **state} for state in states or [balancing.UNUSED]]}


def to_target_pool(links: Links, row: Resource, members: list[dict[str, str]]) -> Content:
    """GCE's TargetPool of what is kept, and of its instances."""
    content = row.content
    return {
        **content,
        **shown(links, row),
        "instances": [links.url(entry["path"]) for entry in members] or None,
        "healthChecks": [links.url(path) for path in content["healthChecks"]] or None,
        "backupPool": links.url(content["backupPool"]) if content["backupPool"] else None,
    }


def _instances(call: Call, pool: Resource) -> list[dict[str, str]]:
    with call.services.database.reader() as session:
        return instances_of(session, pool)


def _states(call: Call, rule: Resource, address: str) -> list[dict[str, Any]]:
    """The health of an address behind each port of a forwarding rule."""
    members = {
        (member["address"], member["protocol_port"]): member
        for _, member in balancers.members(call.cloud, rule.content.get("balancer", ""))
    }
    return [
        {
            "ipAddress": rule.content.get("address"),
            "forwardingRule": call.links.url(f"{rule.scope}/forwardingRules/{rule.name}"),
            "port": port,
            **balancing.health_state(members.get((address, port))),
        }
        for port in rule.content["ports"]
    ]


def _urls(call: Call, field: str, item: str) -> list[tuple[str, object]]:
    """The references in a body such as ``{"instances": [{"instance": url}]}``, each with its field.

    :raises errors.Required: there are none.
    """
    found = call.body.get(field) or []
    if not found:
        raise errors.Required(f"Required field '{field}' not specified")
    return [(f"{field}[{i}].{item}", entry.get(item)) for i, entry in enumerate(found)]


def _health_checks(call: Call) -> dict[str, str]:
    """The paths of the health checks in a body, each with its field."""
    return {
        balancing.refer(call, url, "httpHealthChecks", field): field
        for field, url in _urls(call, "healthChecks", "healthCheck")
    }


def _checked(paths: list[str]) -> list[str]:
    """As with Google, one health check is the most that a target pool has."""
    if len(paths) > 1:
        raise errors.Invalid(
            "Invalid value for field 'healthChecks': ''. Only one health check may be specified."
        )
    return paths


def _check_known(call: Call, asked: dict[str, str], known: set[str]) -> None:
    for path, field in asked.items():
        if path not in known:
            raise errors.Invalid(
                f"Invalid value for field '{field}': '{call.links.url(path)}'. "
                f"The target pool '{call.name}' does not have it."
            )


def _backup(call: Call, url: object, ratio: float | None, field: str) -> Content:
    if (url is None) != (ratio is None):
        raise errors.Invalid(
            f"Invalid value for field '{field}': '{url or ''}'. "
            "A backup pool and a failover ratio must be either both set or both not set."
        )
    if ratio is not None and not 0 <= ratio <= 1:
        raise errors.Invalid(
            f"Invalid value for field 'failoverRatio': '{ratio}'. Must be between 0 and 1."
        )
    path = balancing.refer(call, url, "targetPools", field) if url else None
    return {"backupPool": path, "failoverRatio": ratio}


def _instance(call: Call, url: object, field: str) -> dict[str, str]:
    """What is kept of an instance that exists: its path, and the UUID of its server.

    :raises errors.NotFound: there is no such instance.
    """
    path = _path(call, url, field)
    _, zone, _, name = path.split("/")
    place, cloud = call.find_zone(zone), call.cloud
    server = finding.by_name(
        name,
        lambda exact: instances.instances_named(cloud, place, exact),
        lambda: [s for s in servers.detailed(cloud) if places.of_server(cloud, s) == zone],
    )
    if server is None:
        project = f"projects/{call.project.id}"
        raise errors.NotFound(
            f"Invalid value for field '{field}': '{url}'. "
            f"The resource '{project}/{path}' was not found"
        )
    return {"path": path, "server": server.id}


def _path(call: Call, url: object, field: str) -> str:
    """The path of an instance of this region, whether it exists or not."""
    reference = call.refer(url, "instances", field)
    if not reference.zone or not reference.zone.startswith(f"{call.region}-"):
        raise errors.Invalid(
            f"Invalid value for field '{field}': '{url}'. "
            f"Must be an instance in a zone of the region '{call.region}'."
        )
    return f"zones/{reference.zone}/instances/{reference.name}"
