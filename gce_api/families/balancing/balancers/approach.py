"""Bringing a load balancer a step nearer to what it is to be.

As Octavia takes one change at a time, whoever wants several calls :func:`step_towards` each time
that the load balancer is ``ACTIVE`` again. What it is to be is worked out anew each time, so that
operations on the same load balancer need not know of each other.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from typing import Any

from gce_api.openstack import balancers
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.octavia import Balancer, Listener, Member, Monitor, Pool
from gce_api.openstack.rows import Row

Rows = dict[str, Row]  # by name

# of a monitor, what is ``None`` unless it is said: Octavia keeps others as they were
_FORGOTTEN = ("http_version", "domain_name")
_MEMBER = ("address", "protocol_port", "monitor_port", "name", "weight", "backup")


def step_towards(cloud: Cloud, balancer_id: str, wanted: Balancer) -> bool:
    """Ask for the next change that leads from what is to what is wanted; ``False``: there is none
    left.

    What another tool has made besides is taken away.
    """
    pools = balancers.pools(cloud, balancer_id)
    listeners = balancers.listeners(cloud, balancer_id)
    return (
        _drop(cloud, "listeners", listeners, {listener.name for listener in wanted.listeners})
        or any(_step_pool(cloud, balancer_id, pools, pool) for pool in wanted.pools)
        or any(
            _step_listener(cloud, balancer_id, listeners, pools, listener)
            for listener in wanted.listeners
        )
        or _drop(cloud, "pools", pools, {pool.name for pool in wanted.pools})
    )


def _drop(cloud: Cloud, kind: str, present: Rows, wanted: Collection[str]) -> bool:
    for name, row in present.items():
        if name not in wanted:
            balancers.drop(cloud, kind, row.id)
            return True
    return False


def _step_pool(cloud: Cloud, balancer_id: str, pools: Rows, wanted: Pool) -> bool:
    present = pools.get(wanted.name)
    if present is None:
        balancers.make_pool(cloud, balancer_id, wanted)
        return True
    if _choosing(present) != (wanted.lb_algorithm, wanted.session_persistence):
        balancers.change_pool(cloud, present.id, wanted)
        return True
    return _step_members(cloud, present, wanted.members) or _step_monitor(
        cloud, present, wanted.healthmonitor
    )


def _choosing(pool: Row) -> tuple[str, str | None]:
    """How a pool chooses among its members."""
    return pool["lb_algorithm"], (pool.get("session_persistence") or {}).get("type")


def _step_members(cloud: Cloud, pool: Row, wanted: tuple[Member, ...]) -> bool:
    present = balancers.members(cloud, pool.id) if pool["members"] else []
    if {_key(member) for member in present} == {_key(asdict(member)) for member in wanted}:
        return False
    balancers.set_members(cloud, pool.id, wanted)
    return True


def _key(member: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(member[name] for name in _MEMBER)


def _step_monitor(cloud: Cloud, pool: Row, wanted: Monitor | None) -> bool:
    monitor_id = pool.get("healthmonitor_id")  # left out where there is none
    if not monitor_id:
        if wanted:
            balancers.make_monitor(cloud, pool.id, wanted)
        return wanted is not None
    present = balancers.monitor(cloud, monitor_id) or Row()
    if wanted is None or present.get("type") != wanted.type:
        balancers.drop(cloud, "healthmonitors", monitor_id)
        return True
    change = _changed(present, wanted)
    if change:
        balancers.change_monitor(cloud, monitor_id, change)
    return bool(change)


def _changed(present: Row, wanted: Monitor) -> dict[str, Any]:
    """What of a monitor has to become another."""
    fields = {
        name: value
        for name, value in asdict(wanted).items()
        if value is not None or name in _FORGOTTEN
    }
    return {name: value for name, value in fields.items() if present.get(name) != value}


def _step_listener(
    cloud: Cloud, balancer_id: str, listeners: Rows, pools: Rows, wanted: Listener
) -> bool:
    present = listeners.get(wanted.name)
    pool_id = pools[wanted.default_pool].id
    if present is None:
        balancers.make_listener(cloud, balancer_id, wanted, pool_id)
        return True
    if present.get("default_pool_id") != pool_id:
        balancers.lead(cloud, present.id, pool_id)
        return True
    return _step_policies(cloud, present, pools, wanted)


def _step_policies(cloud: Cloud, listener: Row, pools: Rows, wanted: Listener) -> bool:
    if not wanted.l7policies and not listener["l7policies"]:
        return False
    present = balancers.policies(cloud, listener.id)
    numbered = list(enumerate(wanted.l7policies, start=1))
    if _drop(cloud, "l7policies", present, {policy.name(at) for at, policy in numbered}):
        return True
    for position, policy in numbered:
        known = present.get(policy.name(position))
        if known is None:
            pool_id = pools[policy.redirect_pool].id
            balancers.make_policy(cloud, listener.id, policy, position, pool_id)
            return True
        missing = policy.rules[len(known["rules"]) :]
        if missing:
            balancers.add_rule(cloud, known.id, missing[0])
            return True
    return False
