"""Deleting a managed instance group with its instances."""

from __future__ import annotations

from typing import Any

from gce_api.database import resources
from gce_api.database.connection import Database
from gce_api.openstack.cloud import Cloud
from gce_api.operations.kinds import Kind
from gce_api.operations.plans import durable
from gce_api.operations.steps import Flow, flow, step
from gce_api.operations.watch import Wait


@durable("instanceGroupManagers.delete", was="gce_api.flows.managers.delete")
def delete(group_id: str, agent: str) -> Flow:
    """Have the work in the background delete the instances, and then the group.

    :param agent: who acts for the group from now on: whoever wants it deleted.
    """
    return flow("delete instance group", step(condemn, revert=pardon), step(await_end))


def condemn(database: Database, group_id: str, agent: str) -> None:
    with database.writer() as session:
        row = resources.by_id(session, group_id, lock=True)
        if row:
            row.content = row.content | {"deleting": True, "agent": agent}


def pardon(database: Database, group_id: str) -> None:
    """Keep the group as it is by now."""
    with database.writer() as session:
        row = resources.by_id(session, group_id, lock=True)
        if row:
            staying = [m for m in row.content["instances"].values() if not m["operation"]]
            row.content = row.content | {"deleting": False, "targetSize": len(staying)}


def await_end(database: Database, group_id: str) -> Wait:
    def look(_: Cloud, row_id: str) -> dict[str, Any] | None:
        with database.reader() as session:
            row = resources.by_id(session, row_id)
            return {"status": "DELETING"} if row else None

    return Wait(Kind("instance group", look), group_id, lambda row: row is None)
