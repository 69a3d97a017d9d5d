"""Octavia's load balancers and what they are made of.

A load balancer takes one change at a time, and is immutable until that is done: every change here
is asked for only, and refused (:class:`Busy`) while another is under way.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict
from typing import Any

from openstack import exceptions as sdk

from gce_api.google import errors
from gce_api.openstack import marks, rows
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.octavia import Balancer, Listener, Member, Monitor, Policy, Pool, Rule
from gce_api.openstack.rows import Row

BALANCERS = "/lbaas/loadbalancers"

Json = dict[str, Any]


class Busy(errors.ResourceNotReady):
    """Somebody else changes the load balancer, or has since it was looked at: look again."""


class _Gone(Busy):
    """What was to be changed does not exist any more."""


def get(cloud: Cloud, balancer_id: str) -> Row | None:
    """One load balancer, ``None`` where there is none."""
    return rows.one(cloud.load_balancers, f"{BALANCERS}/{balancer_id}", "loadbalancer")


def made_for(cloud: Cloud, rule_id: str) -> Row | None:
    """The load balancer of a forwarding rule by the rule's UUID."""
    # an administrator would be shown those of every project
    query = {"tags": _tag(rule_id), "project_id": cloud.caller.project.uuid}
    found = rows.listed(cloud.load_balancers, BALANCERS, "loadbalancers", query)
    return next(iter(found), None)


def make(cloud: Cloud, rule_id: str, given: Json, wanted: Balancer) -> Row:
    """Make the load balancer of a forwarding rule with all that it consists of (one call).

    :param given: its name, description and VIP in Octavia's words.
    """
    body = {
        **given,
        "tags": [_tag(rule_id)],
        "listeners": [_whole(listener) for listener in wanted.listeners],
        "pools": [
            {
                **_of_pool(pool),
                "healthmonitor": asdict(pool.healthmonitor) if pool.healthmonitor else None,
                "members": [asdict(member) for member in pool.members],
            }
            for pool in wanted.pools
        ],
    }
    answer = cloud.load_balancers.post(BALANCERS, json={"loadbalancer": _without_nulls(body)})
    sdk.raise_from_response(answer)
    return Row(answer.json()["loadbalancer"])


def remove(cloud: Cloud, balancer_id: str) -> None:
    """Ask for the end of a load balancer and all that is in it, if it is there."""
    path = f"{BALANCERS}/{balancer_id}"
    with suppress(_Gone):
        _send(cloud, "delete", path, params={"cascade": "true"})


def members_by_pool(cloud: Cloud, balancer_id: str) -> list[tuple[str, Row]]:
    """The members of a load balancer with their statuses, each with its pool's name (one call)."""
    tree = rows.one(cloud.load_balancers, f"{BALANCERS}/{balancer_id}/status", "statuses")
    found = tree["loadbalancer"]["listeners"] if tree else []
    by_id = {pool["id"]: pool for listener in found for pool in listener["pools"]}
    return [(pool["name"], Row(row)) for pool in by_id.values() for row in pool["members"]]


def listeners(cloud: Cloud, balancer_id: str) -> dict[str, Row]:
    """A load balancer's listeners by name."""
    return _named(cloud, "listeners", {"loadbalancer_id": balancer_id})


def pools(cloud: Cloud, balancer_id: str) -> dict[str, Row]:
    """A load balancer's pools by name."""
    return _named(cloud, "pools", {"loadbalancer_id": balancer_id})


def policies(cloud: Cloud, listener_id: str) -> dict[str, Row]:
    """A listener's policies by name."""
    return _named(cloud, "l7policies", {"listener_id": listener_id})


def members(cloud: Cloud, pool_id: str) -> list[Row]:
    """A pool's members."""
    return rows.listed(cloud.load_balancers, f"/lbaas/pools/{pool_id}/members", "members")


def monitor(cloud: Cloud, monitor_id: str) -> Row | None:
    """A health monitor, ``None`` where there is none."""
    path = f"/lbaas/healthmonitors/{monitor_id}"
    return rows.one(cloud.load_balancers, path, "healthmonitor")


def make_listener(cloud: Cloud, balancer_id: str, wanted: Listener, pool_id: str) -> None:
    """Listen on one more port, without policies yet."""
    body = {"loadbalancer_id": balancer_id, "default_pool_id": pool_id, **_of_listener(wanted)}
    _send(cloud, "post", "/lbaas/listeners", {"listener": body})


def lead(cloud: Cloud, listener_id: str, pool_id: str) -> None:
    """Let a listener lead to another pool."""
    body = {"default_pool_id": pool_id}
    _send(cloud, "put", f"/lbaas/listeners/{listener_id}", {"listener": body})


def make_pool(cloud: Cloud, balancer_id: str, wanted: Pool) -> None:
    """Make a pool that has no members yet."""
    body = {**_of_pool(wanted), "loadbalancer_id": balancer_id}
    _send(cloud, "post", "/lbaas/pools", {"pool": _without_nulls(body)})


def change_pool(cloud: Cloud, pool_id: str, wanted: Pool) -> None:
    """Let a pool choose among its members otherwise."""
    body = _of_pool(wanted)
    change = {name: body[name] for name in ("lb_algorithm", "session_persistence")}
    _send(cloud, "put", f"/lbaas/pools/{pool_id}", {"pool": change})


def set_members(cloud: Cloud, pool_id: str, wanted: tuple[Member, ...]) -> None:
    """Give a pool these members and no others."""
    body = {"members": [_without_nulls(asdict(member)) for member in wanted]}
    _send(cloud, "put", f"/lbaas/pools/{pool_id}/members", body)


def make_monitor(cloud: Cloud, pool_id: str, wanted: Monitor) -> None:
    """Have the members of a pool checked."""
    body = {**_without_nulls(asdict(wanted)), "pool_id": pool_id}
    _send(cloud, "post", "/lbaas/healthmonitors", {"healthmonitor": body})


def change_monitor(cloud: Cloud, monitor_id: str, change: Json) -> None:
    """Have a pool checked otherwise, by a monitor of the same type."""
    _send(cloud, "put", f"/lbaas/healthmonitors/{monitor_id}", {"healthmonitor": change})


def make_policy(
    cloud: Cloud, listener_id: str, wanted: Policy, position: int, pool_id: str
) -> None:
    """Make a policy of a listener, without its rules yet."""
    body = {**_of_policy(wanted, position), "listener_id": listener_id, "redirect_pool_id": pool_id}
    _send(cloud, "post", "/lbaas/l7policies", {"l7policy": body})


def add_rule(cloud: Cloud, policy_id: str, rule: Rule) -> None:
    """Give a policy one more rule."""
    _send(cloud, "post", f"/lbaas/l7policies/{policy_id}/rules", {"rule": asdict(rule)})


def drop(cloud: Cloud, kind: str, row_id: str) -> None:
    """Delete a part of a load balancer; ``kind`` as in URLs: ``listeners``, ``pools``, ..."""
    _send(cloud, "delete", f"/lbaas/{kind}/{row_id}")


def _tag(rule_id: str) -> str:
    return f"{marks.RULE}={rule_id}"


def _named(cloud: Cloud, kind: str, query: Json) -> dict[str, Row]:
    found = rows.listed(cloud.load_balancers, f"/lbaas/{kind}", kind, query)
    return {row.name: row for row in found if row["provisioning_status"] != "DELETED"}


def _send(cloud: Cloud, verb: str, path: str, body: Json | None = None, **more: Any) -> None:
    """Ask for a change."""
    answer = getattr(cloud.load_balancers, verb)(path, json=body, **more)
    try:
        sdk.raise_from_response(answer)
    except sdk.NotFoundException as error:
        raise _Gone("A part of the load balancer is gone.") from error
    except sdk.ConflictException as error:
        if "immutable" in str(error.details or error.message):
            raise Busy("The load balancer is being changed.") from error
        raise


def _whole(listener: Listener) -> Json:
    """A listener as Octavia makes it along with its load balancer."""
    numbered = enumerate(listener.l7policies, start=1)
    return {
        **_of_listener(listener),
        "default_pool": {"name": listener.default_pool},
        "l7policies": [
            {
                **_of_policy(policy, position),
                "redirect_pool": {"name": policy.redirect_pool},
                "rules": [asdict(rule) for rule in policy.rules],
            }
            for position, policy in numbered
        ],
    }


def _of_listener(listener: Listener) -> Json:
    names = ("name", "protocol", "protocol_port")
    return {name: getattr(listener, name) for name in names}


def _of_policy(policy: Policy, position: int) -> Json:
    name = policy.name(position)
    return {"name": name, "action": "REDIRECT_TO_POOL", "position": position}


def _of_pool(pool: Pool) -> Json:
    """A pool's own fields."""
    sticky = pool.session_persistence
    return {
        "name": pool.name,
        "protocol": pool.protocol,
        "lb_algorithm": pool.lb_algorithm,
        "session_persistence": {"type": sticky} if sticky else None,
    }


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_nulls(item) for name, item in value.items() if item is not None}
    return [_without_nulls(item) for item in value] if isinstance(value, list) else value
