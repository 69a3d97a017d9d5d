"""Gnocchi: what Ceilometer has measured of servers."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from openstack import exceptions as sdk

from gce_api.openstack.cloud import Cloud

TIMEOUT = 10  # seconds; who waits has other groups to look after
NOT_MEASURED = (400, 404)  # no such metric, or not even a type of what would have it


@dataclass(frozen=True)
class Meter:
    """A counter that Ceilometer keeps of servers, or of parts of them.

    :ivar kind: Gnocchi's type of the resources that have it.
    :ivar server: the attribute of these that is the server's UUID.
    :ivar part: the attribute that tells the parts of one server apart.
    """

    name: str
    kind: str = "instance"
    server: str = "id"
    part: str = ""


def _of_part(name: str, kind: str) -> Meter:
    return Meter(name, kind, server="instance_id", part="name")


CPU = Meter("cpu")  # nanoseconds that a server's vCPUs have worked since it began
RECEIVED = _of_part("network.incoming.bytes", "instance_network_interface")
SENT = _of_part("network.outgoing.bytes", "instance_network_interface")
READ_BYTES = _of_part("disk.device.read.bytes", "instance_disk")
WRITTEN_BYTES = _of_part("disk.device.write.bytes", "instance_disk")
READS = _of_part("disk.device.read.requests", "instance_disk")
WRITES = _of_part("disk.device.write.requests", "instance_disk")


@dataclass(frozen=True)
class Point:
    """What was measured in a period: when that began, its length in seconds, and the mean."""

    start: datetime
    granularity: float
    value: float


Measures = dict[tuple[str, str], list[Point]]  # by server and part


def cpu(cloud: Cloud, server_ids: Collection[str], since: datetime) -> dict[str, list[Point]]:
    """The CPU time of servers by their UUIDs (:func:`measured`)."""
    found = measured(cloud, CPU, server_ids, since)
    return {server: points for (server, _), points in found.items()}


def measured(
    cloud: Cloud,
    meter: Meter,
    server_ids: Collection[str],
    since: datetime,
    until: datetime | None = None,
) -> Measures:
    """A counter of servers, in one query (Gnocchi's dynamic aggregates).

    The means of the counter itself are asked for: ``rate:mean`` is by the sample, so that one
    would have to know how often Ceilometer looks. A server that has not been measured is not in
    the result; of one whose archive policy has several granularities there are the points of all.

    :raises openstack.exceptions.HttpException: Gnocchi refused.
    """
    if not server_ids:
        return {}
    body = {
        "operations": ["metric", meter.name, "mean"],
        "resource_type": meter.kind,
        "search": {"in": {meter.server: sorted(server_ids)}},
    }
    query: dict[str, Any] = {
        "groupby": list(filter(None, (meter.server, meter.part))),
        "start": _stamp(since),
    }
    if until:
        query["stop"] = _stamp(until)
    answer = cloud.metrics.post(
        "/v1/aggregates", params=query, json=body, raise_exc=False, timeout=TIMEOUT
    )
    if answer.status_code in NOT_MEASURED:
        return {}
    sdk.raise_from_response(answer)
    return {_key(meter, row["group"]): list(_points(meter, row)) for row in answer.json()}


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _key(meter: Meter, group: dict[str, str]) -> tuple[str, str]:
    return group[meter.server], group[meter.part] or "" if meter.part else ""


def _points(meter: Meter, row: dict[str, Any]) -> Iterator[Point]:
    for of_resource in row["measures"]["measures"].values():
        for start, granularity, value in of_resource[meter.name]["mean"]:
            yield Point(datetime.fromisoformat(start), granularity, value)
