"""Making, changing and deleting the load balancers of forwarding rules.

What a rule refers to is in the endpoint's database. A change is written there first; then each
load balancer that feels it is brought to what the database says by now, so that changes at the
same time come to the same end in any order.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from openstack import exceptions as sdk

from gce_api.database import resources
from gce_api.database.connection import Database
from gce_api.database.models import Resource
from gce_api.database.references import RULES, at, path_of
from gce_api.families.balancing.balancers.plan import plan
from gce_api.families.instances.disks import flow as devices
from gce_api.google import errors
from gce_api.openstack import balancers, default_network
from gce_api.openstack.balancers import Plan
from gce_api.openstack.cloud import Cloud
from gce_api.operations.kinds import LOAD_BALANCER, Row, fault
from gce_api.operations.steps import Flow, flow, step
from gce_api.operations.watch import Wait

Clouds = Callable[[str], Cloud]
Place = dict[str, str]  # the path of a resource and a Keystone region


def insert(scope: str, name: str, content: dict[str, Any], external: dict[str, str] | None) -> Flow:
    """Make a forwarding rule and its load balancer.

    :param external: its external address, as in :mod:`gce_api.families.instances.interfaces.plan`;
        ``None``: it has the load balancer's own only.
    """
    return flow(
        "insert forwarding rule",
        step(keep, revert=forget, provides="target_id"),
        step(build, revert=tear_down, provides="balancer_id"),
        step(await_balancer),
        step(find_vip, provides=("port_id", "vip")),
        step(give_address, revert=devices.release, provides="address"),
        step(publish),
    )


def keep(
    cloud: Cloud,
    database: Database,
    operation: str,
    scope: str,
    name: str,
    content: dict[str, Any],
) -> str:
    project = cloud.caller.project.uuid
    with database.writer() as session:
        found = resources.find(session, project, RULES, scope, name)
        if found is None:
            if at(session, project, content["target"]) is None:
                raise errors.NotFound.resource(content["target"])
            kept = {**content, "operation": operation}
            return resources.insert(session, project, RULES, scope, name, kept).id
    if found.content["operation"] != operation:
        raise errors.AlreadyExists.resource(path_of(found))
    return found.id


def forget(cloud: Cloud, database: Database, operation: str, scope: str, name: str) -> None:
    with database.writer() as session:
        found = resources.find(session, cloud.caller.project.uuid, RULES, scope, name)
        if found and found.content["operation"] == operation:
            session.delete(found)


def build(cloud: Cloud, database: Database, target_id: str, scope: str, name: str) -> str:
    made = balancers.made_for(cloud, target_id)
    if made is None:
        rule = _rule(cloud, database, f"{scope}/{RULES}/{name}")
        wanted = plan(database, cloud, rule)
        description = rule.content["fields"].get("description", "")
        given = {
            "name": name,
            "description": description[:255],
            **_vip(cloud, rule.content["vip"], wanted),
        }
        made = balancers.make(cloud, target_id, given, wanted)
    return made.id


def tear_down(cloud: Cloud, target_id: str) -> list[Wait]:
    made = balancers.made_for(cloud, target_id)
    return [_removal(cloud, made.id)] if made else []


def await_balancer(
    cloud: Cloud, database: Database, scope: str, name: str, balancer_id: str
) -> Wait:
    return _arrival(cloud, database, f"{scope}/{RULES}/{name}", balancer_id)


def find_vip(cloud: Cloud, balancer_id: str) -> list[str]:
    """Port and address of the load balancer."""
    row = LOAD_BALANCER.look(cloud, balancer_id)
    if row is None:
        raise errors.ResourceNotReady("The load balancer was deleted while this operation ran.")
    return [row["vip_port_id"], row["vip_address"]]


def give_address(
    cloud: Cloud, operation: str, port_id: str, vip: str, external: dict[str, str] | None
) -> str:
    return devices.bind(cloud, operation, port_id, external) if external else vip


def publish(
    cloud: Cloud, database: Database, scope: str, name: str, balancer_id: str, address: str
) -> None:
    """Note where the rule is reached, and by what."""
    with database.writer() as session:
        rule = at(session, cloud.caller.project.uuid, f"{scope}/{RULES}/{name}")
        if rule:
            rule.content = {**rule.content, "address": address, "balancer": balancer_id}


def delete(scope: str, name: str, target_id: str) -> Flow:
    """Delete a forwarding rule (``target_id``: its UUID) and its load balancer."""
    return flow("delete forwarding rule", step(withdraw), step(tear_down), step(erase))


def withdraw(cloud: Cloud, target_id: str) -> None:
    """Take the external address away, which may be a reserved one."""
    made = balancers.made_for(cloud, target_id)
    if made and made["vip_port_id"]:
        devices.release(cloud, made["vip_port_id"])


def erase(cloud: Cloud, database: Database, scope: str, name: str) -> None:
    with database.writer() as session:
        found = resources.find(session, cloud.caller.project.uuid, RULES, scope, name)
        if found:
            session.delete(found)


def apply(path: str, before: dict[str, Any], after: dict[str, Any], rules: list[Place]) -> Flow:
    """Let the load balancers of rules follow a change that is written already.

    :param path: of the resource that was changed; ``before`` and ``after``: what is kept of it.
    """
    return flow("apply", step(note, revert=take_back), step(follow))


def note(path: str) -> None:
    """Nothing to be done: the change is written. Its undoing is what this step is for."""


def take_back(
    cloud: Cloud, database: Database, path: str, before: dict[str, Any], after: dict[str, Any]
) -> None:
    """What could not be done is not shown as if it were, unless it was changed again since."""
    with database.writer() as session:
        found = at(session, cloud.caller.project.uuid, path)
        if found and found.content == after:
            found.content = before


def follow(clouds: Clouds, cloud: Cloud, database: Database, rules: list[Place]) -> list[Wait]:
    waits = []
    for place in rules:
        there = clouds(place["region"])
        with database.reader() as session:
            rule = at(session, cloud.caller.project.uuid, place["path"])
        made = balancers.made_for(there, rule.id) if rule else None
        if made:
            waits.append(_arrival(there, database, place["path"], made.id))
    return waits


def _arrival(cloud: Cloud, database: Database, path: str, balancer_id: str) -> Wait:
    """Bring a load balancer to what its rule needs, whatever that is by then."""
    until = partial(advance, cloud, database, path)
    return Wait(LOAD_BALANCER, balancer_id, until, cloud)


def advance(cloud: Cloud, database: Database, path: str, row: Row | None) -> bool:
    """Make the next change to a rule's load balancer, given Octavia's row of it; ``True``: it is
    what the rule needs, or gone.

    :raises errors.GceError: it is in error.
    """
    with database.reader() as session:
        rule = at(session, cloud.caller.project.uuid, path)
    if rule is None or row is None or row["status"] in ("DELETED", "PENDING_DELETE"):
        return True  # there is nothing left to be brought anywhere
    if row["status"] == "ERROR":
        raise fault(row)
    if row["status"] != "ACTIVE":
        return False
    try:
        return not balancers.step_towards(cloud, row["id"], plan(database, cloud, rule))
    except sdk.ConflictException as error:
        if not balancers.is_immutable(error):
            raise
        return False


def _removal(cloud: Cloud, balancer_id: str) -> Wait:
    """Remove a load balancer as soon as it is at rest, and wait until it is gone."""

    def until(row: Row | None) -> bool:
        if row is None or row["status"] == "DELETED":
            return True
        if not row["status"].startswith("PENDING"):
            try:
                balancers.remove(cloud, row["id"])
            except sdk.ConflictException as error:
                if not balancers.is_immutable(error):
                    raise
        return False

    return Wait(LOAD_BALANCER, balancer_id, until, cloud)


def _vip(cloud: Cloud, asked: dict[str, str], wanted: Plan) -> dict[str, str]:
    """Where the load balancer gets its own address: where it is asked to, else among its members,
    else in ``default``."""
    if asked.keys() & {"vip_subnet_id", "vip_network_id"}:
        return asked
    place = _default_place(cloud, wanted)
    return {**place, **asked}


def _default_place(cloud: Cloud, wanted: Plan) -> dict[str, str]:
    for member in (member for pool in wanted["pools"] for member in pool["members"]):
        return {"vip_subnet_id": member["subnet_id"]}
    return {"vip_network_id": default_network.ensure(cloud).id}


def _rule(cloud: Cloud, database: Database, path: str) -> Resource:
    with database.reader() as session:
        rule = at(session, cloud.caller.project.uuid, path)
    if rule is None:
        raise errors.NotFound.resource(path)
    return rule
