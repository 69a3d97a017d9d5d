"""Making and deleting forwarding rules with their load balancers."""

from __future__ import annotations

from contextlib import suppress

from gce_api.database import resources
from gce_api.database.connection import Database
from gce_api.database.references import RULES, at, path_of
from gce_api.families.balancing.balancers import reach
from gce_api.families.balancing.balancers.flow import arrival, wanted
from gce_api.families.balancing.forwarding_rules.plan import RulePlan
from gce_api.families.instances.interfaces import external
from gce_api.families.shared.known import Content
from gce_api.google import errors
from gce_api.openstack import balancers, default_network
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.octavia import Balancer
from gce_api.operations.kinds import LOAD_BALANCER, Row
from gce_api.operations.plans import as_one, durable
from gce_api.operations.steps import Flow, flow, step
from gce_api.operations.watch import Wait


@durable("forwardingRules.insert", was="gce_api.flows.balancers.insert", upgrade=as_one())
def insert(plan: RulePlan) -> Flow:
    """Make a forwarding rule and its load balancer."""
    return flow(
        "insert forwarding rule",
        step(keep, revert=forget, provides="target_id"),
        step(build, revert=tear_down, provides="balancer_id"),
        step(await_balancer),
        step(find_vip, provides=("port_id", "vip")),
        step(give_address, revert=external.release, provides="address"),
        step(publish),
    )


def keep(cloud: Cloud, database: Database, operation: str, plan: RulePlan) -> str:
    """Write the rule down, unless that was done before; returns its UUID.

    :raises errors.NotFound: its target was deleted meanwhile.
    :raises errors.AlreadyExists: another operation has made a rule of this name.
    """
    project = cloud.caller.project.uuid
    with database.writer() as session:
        found = resources.find(session, project, RULES, plan.scope, plan.name)
        if found is None:
            if at(session, project, plan.content.target) is None:
                raise errors.NotFound.resource(plan.content.target)
            content = {**plan.kept(), "operation": operation}
            return resources.insert(session, project, RULES, plan.scope, plan.name, content).id
    if found.content["operation"] != operation:
        raise errors.AlreadyExists.resource(path_of(found))
    return found.id


def forget(cloud: Cloud, database: Database, operation: str, plan: RulePlan) -> None:
    with database.writer() as session:
        project = cloud.caller.project.uuid
        found = resources.find(session, project, RULES, plan.scope, plan.name)
        if found and found.content["operation"] == operation:
            session.delete(found)


def build(cloud: Cloud, database: Database, target_id: str, plan: RulePlan) -> str:
    made = balancers.made_for(cloud, target_id)
    if made is None:
        whole = wanted(cloud, database, _present(cloud, database, plan))
        given = {
            "name": plan.name,
            "description": plan.content.fields.get("description", "")[:255],
            **_vip(cloud, plan.content.vip, whole),
        }
        made = balancers.make(cloud, target_id, given, whole)
    return made.id


def tear_down(cloud: Cloud, target_id: str) -> list[Wait]:
    made = balancers.made_for(cloud, target_id)
    return [_removal(cloud, made.id)] if made else []


def await_balancer(cloud: Cloud, database: Database, plan: RulePlan, balancer_id: str) -> Wait:
    return arrival(cloud, database, plan.path, balancer_id)


def find_vip(cloud: Cloud, balancer_id: str) -> list[str]:
    """Port and address of the load balancer."""
    row = balancers.get(cloud, balancer_id)
    if row is None:
        raise errors.ResourceNotReady("The load balancer was deleted while this operation ran.")
    return [row["vip_port_id"], row["vip_address"]]


def give_address(cloud: Cloud, operation: str, port_id: str, vip: str, plan: RulePlan) -> str:
    return external.bind(cloud, operation, port_id, plan.external) if plan.external else vip


def publish(
    cloud: Cloud, database: Database, plan: RulePlan, balancer_id: str, address: str
) -> None:
    """Note where the rule is reached, and by what."""
    with database.writer() as session:
        rule = at(session, cloud.caller.project.uuid, plan.path)
        if rule:
            rule.content = {**rule.content, "address": address, "balancer": balancer_id}


@durable("forwardingRules.delete", was="gce_api.flows.balancers.delete")
def delete(scope: str, name: str, target_id: str) -> Flow:
    """Delete a forwarding rule (``target_id``: its UUID) and its load balancer."""
    return flow("delete forwarding rule", step(withdraw), step(tear_down), step(erase))


def withdraw(cloud: Cloud, target_id: str) -> None:
    """Take the external address away, which may be a reserved one."""
    made = balancers.made_for(cloud, target_id)
    if made and made["vip_port_id"]:
        external.release(cloud, made["vip_port_id"])


def erase(cloud: Cloud, database: Database, scope: str, name: str) -> None:
    with database.writer() as session:
        found = resources.find(session, cloud.caller.project.uuid, RULES, scope, name)
        if found:
            session.delete(found)


def _present(cloud: Cloud, database: Database, plan: RulePlan) -> Content:
    """What is kept of the rule by now."""
    rule = reach.rule_at(database, cloud.caller.project.uuid, plan.path)
    if rule is None:
        raise errors.NotFound.resource(plan.path)
    return rule.content


def _removal(cloud: Cloud, balancer_id: str) -> Wait:
    """Remove a load balancer as soon as it is at rest, and wait until it is gone."""

    def until(row: Row | None) -> bool:
        if row is None or row["status"] == "DELETED":
            return True
        if not row["status"].startswith("PENDING"):
            with suppress(balancers.Busy):
                balancers.remove(cloud, row["id"])
        return False

    return Wait(LOAD_BALANCER, balancer_id, until, cloud)


def _vip(cloud: Cloud, asked: dict[str, str], whole: Balancer) -> dict[str, str]:
    """Where the load balancer gets its own address: where it is asked to, else among its members,
    else in ``default``."""
    if asked.keys() & {"vip_subnet_id", "vip_network_id"}:
        return asked
    for member in (member for pool in whole.pools for member in pool.members):
        return {"vip_subnet_id": member.subnet_id, **asked}
    return {"vip_network_id": default_network.ensure(cloud).id, **asked}
