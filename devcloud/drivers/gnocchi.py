"""Stands in for Ceilometer: measures the work of servers that do none.

How busy a server is says its metadata: ``cpu-load`` from 0 to 1, or else a twentieth. The busier
it is, the more it reads, writes, receives and sends.
"""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import math
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
POLICY, TRAFFIC = "devcloud-rate", "devcloud-traffic"
RARELY = 3  # looks at the CPU for one at the traffic
HOUR, COARSE, DAYS = 3600, 300, 30  # so long in all detail; then means of so many seconds
WAVE = 240  # seconds; the traffic goes up and down

GUESTS = f"""
SELECT instances.uuid, project_id, display_name, vcpus, value
FROM instances LEFT JOIN instance_metadata ON instance_uuid = instances.uuid
    AND "key" = '{KEY}' AND instance_metadata.deleted = 0
WHERE instances.deleted = 0 AND vm_state = 'active'
"""
CPU = "cpu"
PARTS = {  # of a server: the type of resource, its name, and what each counts a second under load
    "instance_disk": (
        "vda",
        {
            "disk.device.read.bytes": 4e6,
            "disk.device.write.bytes": 9e6,
            "disk.device.read.requests": 120,
            "disk.device.write.requests": 240,
        },
    ),
    "instance_network_interface": (
        "tap0",
        {"network.incoming.bytes": 2.5e6, "network.outgoing.bytes": 6e6},
    ),
}


def prepare(index) -> None:
    """Make the tables, and what Ceilometer would make: archive policies and resource types."""
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
    text = {"type": "string", "required": False, "min_length": 0, "max_length": 255}
    of_part = {"name": text, "instance_id": {"type": "uuid", "required": True}}
    wanted = {"instance": {"display_name": text}, **dict.fromkeys(PARTS, of_part)}
    manager = index.get_resource_type_schema()
    for kind in wanted.keys() - kinds:
        index.create_resource_type(manager.resource_type_from_dict(kind, wanted[kind], "creating"))
    known = {policy.name for policy in index.list_archive_policies()}
    for name, seconds in ((POLICY, SECONDS), (TRAFFIC, SECONDS * RARELY)):
        if name not in known:
            index.create_archive_policy(_policy(name, seconds))


def _policy(name: str, seconds: int) -> archive_policy.ArchivePolicy:
    definition = [
        archive_policy.ArchivePolicyItem(numpy.timedelta64(each, "s"), length // each)
        for each, length in ((seconds, HOUR), (COARSE, DAYS * 24 * HOUR))
    ]
    return archive_policy.ArchivePolicy(name, 0, definition, ["mean", "rate:mean"])


@dataclasses.dataclass
class Work:
    """What a server has done: its metrics in Gnocchi by name, their counters, and until when."""

    metrics: dict[str, uuid.UUID]
    counted: dict[str, float]
    until: float
    looks: int = 0


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
    """A measure for metrics of each server; those that are gone are forgotten."""
    for gone in known.keys() - {row[0] for row in guests}:
        del known[gone]  # the counters of a server that starts again begin anew
    moment, found = time.time(), {}
    stamp = numpy.datetime64(int(moment * 1e9), "ns")
    for guest, project, name, vcpus, load in guests:
        if guest not in known:
            metrics = _metrics(index, uuid.UUID(guest), project, name)
            known[guest] = Work(metrics, dict.fromkeys(metrics, 0.0), moment)
        work = known[guest]
        _go_on(work, moment, vcpus, _number(load))
        for each, metric in work.metrics.items():
            if each == CPU or work.looks % RARELY == 0:
                found[metric] = [incoming.Measure(stamp, work.counted[each])]
        work.looks += 1
    return found


def _go_on(work: Work, moment: float, vcpus: int, load: float) -> None:
    """Let a server have worked until now."""
    seconds = moment - work.until
    work.counted[CPU] += seconds * 1e9 * vcpus * load
    lively = 1 + math.sin(moment / WAVE) / 2
    for _, rates in PARTS.values():
        for each, rate in rates.items():
            work.counted[each] += seconds * rate * load * lively
    work.until = moment


def _metrics(index, guest: uuid.UUID, project: str, name: str) -> dict[str, uuid.UUID]:
    """The metrics of a server and its parts, made unless they are there."""
    cpu = {CPU: {"archive_policy_name": POLICY, "unit": "ns"}}
    found = _of_resource(index, "instance", guest, project, cpu, display_name=name)
    for kind, (part, rates) in PARTS.items():
        metrics = {each: {"archive_policy_name": TRAFFIC} for each in rates}
        own = uuid.uuid5(guest, part)
        found |= _of_resource(index, kind, own, project, metrics, name=part, instance_id=guest)
    return found


def _of_resource(
    index, kind: str, resource: uuid.UUID, project: str, metrics, **attributes
) -> dict[str, uuid.UUID]:
    """The metrics of a resource of Gnocchi's, which is made unless it is there."""
    found = index.list_metrics(attribute_filter={"=": {"resource_id": resource}})
    if found:
        return {metric.name: metric.id for metric in found}
    index.create_resource(
        kind, resource, CREATOR, project_id=project, metrics=metrics, **attributes
    )
    return _of_resource(index, kind, resource, project, metrics, **attributes)


def _number(text: str | None) -> float:
    try:
        return min(1.0, max(0.0, float(text or IDLE)))
    except ValueError:
        return IDLE
