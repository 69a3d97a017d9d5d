"""Gnocchi: what Ceilometer has measured of servers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from openstack import exceptions as sdk

from gce_api.openstack.cloud import Cloud

TIMEOUT = 10  # seconds; who waits has other groups to look after
CPU = ["metric", "cpu", "mean"]  # nanoseconds that a server's vCPUs have worked since it began


@dataclass(frozen=True)
class Point:
    """What was measured in a period: when that began, its length in seconds, and the mean."""

    start: datetime
    granularity: float
    value: float


def cpu(cloud: Cloud, server_ids: Collection[str], since: datetime) -> dict[str, list[Point]]:
    """The CPU time of servers by their UUIDs, in one query (Gnocchi's dynamic aggregates).

    The means of the counter itself are asked for: ``rate:mean`` is by the sample, so that one
    would have to know how often Ceilometer looks. A server that has not been measured is not in
    the result; of one whose archive policy has several granularities there are the points of all.

    :raises openstack.exceptions.HttpException: Gnocchi refused.
    """
    if not server_ids:
        return {}
    body = {
        "operations": CPU,
        "resource_type": "instance",
        "search": {"in": {"id": sorted(server_ids)}},
    }
    query = {"groupby": "id", "start": since.astimezone(UTC).isoformat()}
    answer = cloud.metrics.post(
        "/v1/aggregates", params=query, json=body, raise_exc=False, timeout=TIMEOUT
    )
    if answer.status_code == 404:  # none of them has been measured (yet)
        return {}
    sdk.raise_from_response(answer)
    return {group["group"]["id"]: _points(group) for group in answer.json()}


def _points(group: dict[str, Any]) -> list[Point]:
    measures = group["measures"]["measures"].values()
    return [
        Point(datetime.fromisoformat(start), granularity, value)
        for measured in measures
        for start, granularity, value in measured["cpu"]["mean"]
    ]
