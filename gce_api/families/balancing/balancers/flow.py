"""Letting load balancers follow a change of what they are made of.

What a rule refers to is in the endpoint's database. A change is written there first; then each
load balancer that feels it is brought to what the database says by now, so that changes at the
same time come to the same end in any order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from gce_api.database.connection import Database
from gce_api.database.references import at
from gce_api.families.balancing.balancers import approach, reach
from gce_api.families.balancing.balancers.plan import plan_balancer, servers_behind, written
from gce_api.families.shared.known import Content
from gce_api.openstack import balancers
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.octavia import Balancer
from gce_api.operations.kinds import LOAD_BALANCER, Row, fault
from gce_api.operations.plans import Plan, as_one, durable
from gce_api.operations.steps import Flow, flow, step
from gce_api.operations.watch import Wait

Clouds = Callable[[str], Cloud]


@dataclass(frozen=True)
class Place:
    """Where a load balancer is: the path of its forwarding rule, and the Keystone region."""

    path: str
    region: str


@dataclass(frozen=True, kw_only=True)
class ChangePlan(Plan):
    """A change that is written already, and the rules whose load balancers are to follow.

    :param path: of the resource that was changed; ``before`` and ``after``: what is kept of it.
    """

    path: str
    before: Content
    after: Content
    rules: list[Place]


@durable("balancers.apply", was="gce_api.flows.balancers.apply", upgrade=as_one())
def apply(plan: ChangePlan) -> Flow:
    """Let the load balancers of rules follow a change."""
    return flow("apply", step(note, revert=take_back), step(follow))


def note(plan: ChangePlan) -> None:
    """Nothing to be done: the change is written. Its undoing is what this step is for."""


def take_back(cloud: Cloud, database: Database, plan: ChangePlan) -> None:
    """What could not be done is not shown as if it were, unless it was changed again since."""
    with database.writer() as session:
        found = at(session, cloud.caller.project.uuid, plan.path)
        if found and found.content == plan.after:
            found.content = plan.before


def follow(clouds: Clouds, cloud: Cloud, database: Database, plan: ChangePlan) -> list[Wait]:
    waits = []
    for place in plan.rules:
        there = clouds(place.region)
        rule = reach.rule_at(database, cloud.caller.project.uuid, place.path)
        made = balancers.made_for(there, rule.id) if rule else None
        if made:
            waits.append(arrival(there, database, place.path, made.id))
    return waits


def arrival(cloud: Cloud, database: Database, path: str, balancer_id: str) -> Wait:
    """Bring a load balancer to what its rule needs, whatever that is by then."""
    until = partial(advance, cloud, database, path)
    return Wait(LOAD_BALANCER, balancer_id, until, cloud)


def advance(cloud: Cloud, database: Database, path: str, row: Row | None) -> bool:
    """Make the next change to a rule's load balancer, given Octavia's row of it; ``True``: it is
    what the rule needs, or gone.

    :raises errors.GceError: it is in error.
    """
    rule = reach.rule_at(database, cloud.caller.project.uuid, path)
    if rule is None or row is None or row["status"] in ("DELETED", "PENDING_DELETE"):
        return True  # there is nothing left to be brought anywhere
    if row["status"] == "ERROR":
        raise fault(row)
    if row["status"] != "ACTIVE":
        return False
    try:
        return not approach.step_towards(cloud, row["id"], wanted(cloud, database, rule.content))
    except balancers.Busy:  # the next look tells what is left to do
        return False


def wanted(cloud: Cloud, database: Database, rule: Content) -> Balancer:
    """The load balancer that a forwarding rule needs now (one query, and one call of Neutron)."""
    resources = reach.resources_of(database, cloud.caller.project.uuid)
    servers = servers_behind(written(rule, resources))
    return plan_balancer(rule, resources, reach.places(cloud, servers))
