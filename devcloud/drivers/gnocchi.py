"""Stands in for Ceilometer: measures the CPU time of servers that do no work.

How busy a server is says its metadata: ``cpu-load`` from 0 to 1, or else a twentieth.
"""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import sqlite3
import time
import uuid

import numpy
from gnocchi import archive_policy, incoming, resource_type
from gnocchi.indexer import sqlalchemy as tables

LOG = logging.getLogger(__name__)

SECONDS = 3  # between two looks; Ceilometer's default is five minutes
KEY = "cpu-load"
IDLE = 0.05
CREATOR = "devcloud"
POLICY = "devcloud-rate"

GUESTS = f"""
SELECT instances.uuid, project_id, display_name, vcpus, value
FROM instances LEFT JOIN instance_metadata ON instance_uuid = instances.uuid
    AND "key" = '{KEY}' AND instance_metadata.deleted = 0
WHERE instances.deleted = 0 AND vm_state = 'active'
"""


def prepare(index) -> None:
    """Make the tables, and what Ceilometer would make: an archive policy and a resource type."""
    tables.Base.metadata.create_all(index.get_engine())
    kinds = {kind.name for kind in index.list_resource_types()}
    if "generic" not in kinds:
        with index.facade.writer() as session:
            attributes = resource_type.ResourceTypeAttributes()
            session.add(
                tables.ResourceType(
                    name="generic", tablename="generic", state="active", attributes=attributes
                )
            )
    if "instance" not in kinds:
        manager = index.get_resource_type_schema()
        text = {"type": "string", "required": False, "min_length": 0, "max_length": 255}
        index.create_resource_type(
            manager.resource_type_from_dict("instance", {"display_name": text}, "creating")
        )
    if not index.list_archive_policies():
        an_hour = archive_policy.ArchivePolicyItem(numpy.timedelta64(SECONDS, "s"), 3600 // SECONDS)
        methods = ["mean", "rate:mean"]
        policy = archive_policy.ArchivePolicy(POLICY, 0, [an_hour], methods)
        index.create_archive_policy(policy)


@dataclasses.dataclass
class Work:
    """What a server has worked: its metric in Gnocchi, nanoseconds, and until when."""

    metric: uuid.UUID
    worked: float
    until: float


def measure_forever(nova, index, measures, cook) -> None:
    """Look at the servers of a Nova database every few seconds, and work on what was measured."""
    known: dict[str, Work] = {}
    while True:
        try:
            with contextlib.closing(sqlite3.connect(f"file:{nova}?mode=ro", uri=True)) as database:
                guests = database.execute(GUESTS).fetchall()
            measures.add_measures_batch(_measured(guests, known, index))
            for sack in measures.iter_sacks():
                cook.process_new_measures_for_sack(sack, blocking=True)
        except Exception:
            LOG.exception("Measuring failed; trying again")
        time.sleep(SECONDS)


def _measured(guests, known: dict[str, Work], index) -> dict[uuid.UUID, list[incoming.Measure]]:
    """A measure for the metric of each server; those that are gone are forgotten."""
    for gone in known.keys() - {row[0] for row in guests}:
        del known[gone]  # the counter of a server that starts again begins anew
    moment = time.time()
    for guest, project, name, vcpus, load in guests:
        if guest not in known:
            known[guest] = Work(_metric(index, uuid.UUID(guest), project, name), 0.0, moment)
        work = known[guest]
        work.worked += (moment - work.until) * 1e9 * vcpus * _number(load)
        work.until = moment
    stamp = numpy.datetime64(int(moment * 1e9), "ns")
    return {work.metric: [incoming.Measure(stamp, work.worked)] for work in known.values()}


def _metric(index, guest: uuid.UUID, project: str, name: str) -> uuid.UUID:
    """The metric ``cpu`` of a server, made unless it is there."""
    found = index.list_metrics(attribute_filter={"=": {"resource_id": guest}})
    if found:
        return found[0].id
    cpu = {"archive_policy_name": POLICY, "unit": "ns"}
    index.create_resource(
        "instance", guest, CREATOR, project_id=project, metrics={"cpu": cpu}, display_name=name
    )
    return _metric(index, guest, project, name)


def _number(text: str | None) -> float:
    try:
        return min(1.0, max(0.0, float(text or IDLE)))
    except ValueError:
        return IDLE
