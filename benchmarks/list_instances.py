"""``instances.list`` through the endpoint against Nova's own ``servers/detail``."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import requests

from benchmarks.cloud import Cloud
from benchmarks.measure import Comparison, side_by_side

SIZES = (20, 100, 500)
GOAL = 1.3  # times Nova's own
RUNS = 7
NOVA = "2.47"  # the microversion that the endpoint asks with


def run(cloud: Cloud) -> Iterator[Comparison]:
    """One comparison for each size of the cloud."""
    http = requests.Session()
    for size in SIZES:
        cloud.scale(size)
        token = cloud.token()
        ours = partial(_endpoint_list, http, cloud.url("gce"), token, size)
        theirs = partial(_nova_list, http, cloud.url("nova"), token, size)
        timings = side_by_side({"gce_api": ours, "nova": theirs}, RUNS)
        yield Comparison(f"list {size} instances", timings, GOAL)


def _endpoint_list(http: requests.Session, url: str, token: str, size: int) -> None:
    address = f"{url}/compute/v1/projects/demo/aggregated/instances?maxResults={size}"
    scopes = _get(http, address, {"Authorization": f"Bearer {token}"})["items"].values()
    assert sum(len(scope.get("instances", ())) for scope in scopes) == size


def _nova_list(http: requests.Session, url: str, token: str, size: int) -> None:
    headers = {"X-Auth-Token": token, "X-OpenStack-Nova-API-Version": NOVA}
    assert len(_get(http, f"{url}/v2.1/servers/detail?limit={size}", headers)["servers"]) == size


def _get(http: requests.Session, url: str, headers: dict[str, str]) -> Any:
    answer = http.get(url, headers=headers, timeout=120)
    answer.raise_for_status()
    return answer.json()
