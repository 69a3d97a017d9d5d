"""Octavia's load balancers: made at once, then brought a step nearer to a plan at a time.

A load balancer takes one change at a time and is immutable until that is done, so whoever wants
several calls :func:`step_towards` each time that it is ``ACTIVE`` again. As the plan is made anew
each time, operations on the same load balancer need not know of each other.
"""

from __future__ import annotations

from typing import Any

from openstack import exceptions as sdk

from gce_api.google import fingerprints
from gce_api.openstack import marks, own, rows
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row

# What Octavia takes to create a load balancer at once: ``listeners`` with their ``l7policies``, and
# ``pools`` with their ``members`` and ``healthmonitor``. Both go by their names: ``default_pool``
# and ``redirect_pool`` are such names.
Plan = dict[str, list[dict[str, Any]]]

BALANCERS = "/lbaas/loadbalancers"


def made_for(cloud: Cloud, rule_id: str) -> Row | None:
    """The load balancer of a forwarding rule by the rule's UUID."""
    found = own.load_balancers(cloud, {"tags": _tag(rule_id)})
    return next(iter(found), None)


def make(cloud: Cloud, rule_id: str, given: dict[str, Any], plan: Plan) -> Row:
    """Make the load balancer of a forwarding rule.

    :param given: its name, description and VIP in Octavia's words.
    """
    listeners = [
        {
            **listener,
            "default_pool": {"name": listener["default_pool"]},
            "l7policies": [
                {**policy, "redirect_pool": {"name": policy["redirect_pool"]}}
                for policy in _policies(listener)
            ],
        }
        for listener in plan["listeners"]
    ]
    body = {**given, "tags": [_tag(rule_id)], "listeners": listeners, "pools": plan["pools"]}
    answer = cloud.load_balancers.post(BALANCERS, json={"loadbalancer": _without_nulls(body)})
    sdk.raise_from_response(answer)
    return Row(answer.json()["loadbalancer"])


def remove(cloud: Cloud, balancer_id: str) -> None:
    """Ask for the end of a load balancer and all that is in it."""
    answer = cloud.load_balancers.delete(f"{BALANCERS}/{balancer_id}", params={"cascade": "true"})
    if answer.status_code != 404:
        sdk.raise_from_response(answer)


def members(cloud: Cloud, balancer_id: str) -> list[tuple[str, Row]]:
    """The members of a load balancer with their statuses, each with its pool's name (one call)."""
    tree = rows.one(cloud.load_balancers, f"{BALANCERS}/{balancer_id}/status", "statuses")
    listeners = tree["loadbalancer"]["listeners"] if tree else []
    pools = {pool["id"]: pool for listener in listeners for pool in listener["pools"]}
    return [(pool["name"], Row(row)) for pool in pools.values() for row in pool["members"]]


def is_immutable(error: sdk.ConflictException) -> bool:
    """Whether Octavia refuses for now only: another change is under way."""
    return "immutable" in str(error.details or error.message)


def step_towards(cloud: Cloud, balancer_id: str, plan: Plan) -> bool:
    """Make the next change that leads from what is to the plan; ``False``: there is none left.

    What was made beside the plan, by another tool, is taken away.
    """
    query: dict[str, Any] = {"loadbalancer_id": balancer_id}
    pools = {pool.name: pool for pool in _listed(cloud, "pools", query)}
    listeners = {listener.name: listener for listener in _listed(cloud, "listeners", query)}
    return (
        _drop_listeners(cloud, listeners, plan)
        or any(_step_pool(cloud, balancer_id, pools, wanted) for wanted in plan["pools"])
        or any(
            _step_listener(cloud, balancer_id, listeners, pools, wanted)
            for wanted in plan["listeners"]
        )
        or _drop_pools(cloud, pools, plan)
    )


def _tag(rule_id: str) -> str:
    return f"{marks.RULE}={rule_id}"


def _drop_listeners(cloud: Cloud, listeners: dict[str, Row], plan: Plan) -> bool:
    return _drop(cloud, "listeners", listeners, plan["listeners"])


def _drop_pools(cloud: Cloud, pools: dict[str, Row], plan: Plan) -> bool:
    return _drop(cloud, "pools", pools, plan["pools"])


def _drop(cloud: Cloud, kind: str, present: dict[str, Row], wanted: list[dict[str, Any]]) -> bool:
    names = {each["name"] for each in wanted}
    for name, row in present.items():
        if name not in names:
            return _send(cloud, "delete", f"/lbaas/{kind}/{row.id}")
    return False


def _step_pool(
    cloud: Cloud, balancer_id: str, pools: dict[str, Row], wanted: dict[str, Any]
) -> bool:
    own_fields = {k: v for k, v in wanted.items() if k not in ("members", "healthmonitor")}
    present = pools.get(wanted["name"])
    if present is None:
        body = {**own_fields, "loadbalancer_id": balancer_id}
        return _send(cloud, "post", "/lbaas/pools", {"pool": _without_nulls(body)})
    if _balancing(present) != _balancing(wanted):
        change = {name: wanted[name] for name in ("lb_algorithm", "session_persistence")}
        return _send(cloud, "put", f"/lbaas/pools/{present.id}", {"pool": change})
    return _step_members(cloud, present, wanted["members"]) or _step_monitor(
        cloud, present, wanted["healthmonitor"]
    )


def _balancing(pool: dict[str, Any]) -> tuple[str, str | None]:
    """How a pool chooses among its members."""
    return pool["lb_algorithm"], (pool.get("session_persistence") or {}).get("type")


def _step_members(cloud: Cloud, pool: Row, wanted: list[dict[str, Any]]) -> bool:
    path = f"/lbaas/pools/{pool.id}/members"
    present = rows.listed(cloud.load_balancers, path, "members") if pool["members"] else []
    if {_key(member) for member in present} == {_key(member) for member in wanted}:
        return False
    return _send(cloud, "put", path, {"members": [_without_nulls(member) for member in wanted]})


def _key(member: dict[str, Any]) -> tuple[Any, ...]:
    names = ("address", "protocol_port", "monitor_port", "name", "weight", "backup")
    return tuple(member[name] for name in names)


def _step_monitor(cloud: Cloud, pool: Row, wanted: dict[str, Any] | None) -> bool:
    monitor_id = pool.get("healthmonitor_id")  # left out where there is none
    if not monitor_id:
        body = {**(wanted or {}), "pool_id": pool.id}
        return wanted is not None and _send(
            cloud, "post", "/lbaas/healthmonitors", {"healthmonitor": body}
        )
    path = f"/lbaas/healthmonitors/{monitor_id}"
    present = rows.one(cloud.load_balancers, path, "healthmonitor") or Row()
    if wanted is None or present.get("type") != wanted["type"]:
        return _send(cloud, "delete", path)
    fields = {"http_version": None, "domain_name": None, **wanted}
    changed = {name: value for name, value in fields.items() if present.get(name) != value}
    return bool(changed) and _send(cloud, "put", path, {"healthmonitor": changed})


def _step_listener(
    cloud: Cloud,
    balancer_id: str,
    listeners: dict[str, Row],
    pools: dict[str, Row],
    wanted: dict[str, Any],
) -> bool:
    present = listeners.get(wanted["name"])
    pool_id = pools[wanted["default_pool"]].id
    if present is None:
        body = {name: wanted[name] for name in ("name", "protocol", "protocol_port")}
        body |= {"loadbalancer_id": balancer_id, "default_pool_id": pool_id}
        return _send(cloud, "post", "/lbaas/listeners", {"listener": body})
    if present.get("default_pool_id") != pool_id:
        body = {"default_pool_id": pool_id}
        return _send(cloud, "put", f"/lbaas/listeners/{present.id}", {"listener": body})
    return _step_policies(cloud, present, pools, _policies(wanted))


def _step_policies(
    cloud: Cloud, listener: Row, pools: dict[str, Row], wanted: list[dict[str, Any]]
) -> bool:
    """A policy is never changed: its name tells what it is and where."""
    if not wanted and not listener["l7policies"]:
        return False
    found = _listed(cloud, "l7policies", {"listener_id": listener.id})
    present = {policy.name: policy for policy in found}
    if _drop(cloud, "l7policies", present, wanted):
        return True
    for policy in wanted:
        known = present.get(policy["name"])
        if known is None:
            body = {name: policy[name] for name in ("name", "action", "position")}
            body |= {
                "listener_id": listener.id,
                "redirect_pool_id": pools[policy["redirect_pool"]].id,
            }
            return _send(cloud, "post", "/lbaas/l7policies", {"l7policy": body})
        missing = policy["rules"][len(known["rules"]) :]
        if missing:
            path = f"/lbaas/l7policies/{known.id}/rules"
            return _send(cloud, "post", path, {"rule": missing[0]})
    return False


def _policies(listener: dict[str, Any]) -> list[dict[str, Any]]:
    """The policies of a planned listener with their names and positions."""
    return [
        {
            "name": f"{index}-{fingerprints.of(policy)}",
            "action": "REDIRECT_TO_POOL",
            "position": index,
            **policy,
        }
        for index, policy in enumerate(listener["l7policies"], start=1)
    ]


def _listed(cloud: Cloud, kind: str, query: dict[str, Any]) -> list[Row]:
    found = rows.listed(cloud.load_balancers, f"/lbaas/{kind}", kind, query)
    return [row for row in found if row["provisioning_status"] != "DELETED"]


def _send(cloud: Cloud, verb: str, path: str, body: dict[str, Any] | None = None) -> bool:
    """Ask for a change; always ``True``: it is under way."""
    sdk.raise_from_response(getattr(cloud.load_balancers, verb)(path, json=body))
    return True


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nulls(item) for name, item in value.items() if item is not None}
    return [_without_nulls(item) for item in value] if isinstance(value, list) else value
