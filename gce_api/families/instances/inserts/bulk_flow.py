"""Many instances by one operation, which waits for an operation of each.

Those are inserts like any other; this one judges the result, and takes all back when too few came
into being.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gce_api.database.connection import Database
from gce_api.families.instances.inserts import flow as inserts
from gce_api.families.instances.inserts import former
from gce_api.families.instances.inserts.plan import InstancePlan
from gce_api.google import errors
from gce_api.openstack.cloud import Cloud
from gce_api.operations.kinds import Kind
from gce_api.operations.plans import durable
from gce_api.operations.steps import Flow, flow, step
from gce_api.operations.store import DONE, states
from gce_api.operations.watch import Wait


@dataclass(frozen=True, kw_only=True)
class Child:
    """The operation that makes one of the instances, by its name, and what it makes."""

    operation: str
    plan: InstancePlan


@durable("instances.bulkInsert", was="gce_api.flows.bulk.insert", upgrade=former.of_bulk_insert)
def insert(children: list[Child], least: int) -> Flow:
    """Wait for the operations that make instances.

    :param least: how many have to succeed.
    """
    return flow(
        "insert instances",
        step(await_children),
        step(count_children, provides="succeeded"),
        step(end_servers),
        step(end_rest),
        step(judge),
    )


def await_children(database: Database, children: list[Child]) -> list[Wait]:
    def look(_: Cloud, name: str) -> dict[str, Any] | None:
        return states(database, [name]).get(name)

    kind = Kind("operation", look)
    return [Wait(kind, child.operation, _is_over) for child in children]


def _is_over(row: dict[str, Any] | None) -> bool:
    return row is None or row["status"] == DONE


def count_children(database: Database, children: list[Child]) -> list[str]:
    """The operations that have made an instance."""
    found = states(database, [child.operation for child in children])
    return [name for name, state in found.items() if not state["error"]]


def end_servers(
    cloud: Cloud, children: list[Child], least: int, succeeded: list[str]
) -> list[Wait]:
    """Delete what was made when that is too little."""
    if len(succeeded) >= least:
        return []
    waits = [inserts.delete_server(cloud, child.operation, child.plan) for child in children]
    return [wait for wait in waits if wait]


def end_rest(cloud: Cloud, children: list[Child], least: int, succeeded: list[str]) -> list[Wait]:
    if len(succeeded) >= least:
        return []
    waits: list[Wait] = []
    for child in children:
        inserts.release_made(cloud, child.operation, child.plan)
        inserts.delete_ports(cloud, child.operation, child.plan)
        waits += inserts.delete_volumes(cloud, child.operation, child.plan)
    return waits


def judge(database: Database, children: list[Child], least: int, succeeded: list[str]) -> None:
    if len(succeeded) >= least:
        return
    found = states(database, [child.operation for child in children]).values()
    reasons = [state["error"]["message"] for state in found if state["error"]]
    raise errors.ResourceNotReady(
        f"{len(succeeded)} of {len(children)} instances could be made, fewer than the "
        f"{least} that were wanted at least: {reasons[0] if reasons else ''}"
    )
