"""Fills a project with servers, to see how clients and pages cope with many."""

from __future__ import annotations

import itertools
import re
import time
from collections.abc import Callable

from openstack import exceptions
from openstack.connection import Connection

from devcloud import catalogue, layout, seed
from devcloud.errors import DevcloudError
from devcloud.layout import Cloud

BATCH = 25
PAGE = 5000
POLL_SECONDS = 1.0
STALL_SECONDS = 300
MACHINE_TYPES = ("e2-micro", "e2-small", "e2-medium", "n1-standard-1", "n2-standard-2")
NAME = re.compile(r"vm-(\d+)-\d+")


def scale(cloud: Cloud, target: int, project: str, progress: Callable[[int, int], None]) -> int:
    """Bring the number of a project's servers up to ``target``; returns how many were made.

    ``progress(ready, target)`` is told how many servers are there and not in the making.
    Raises DevcloudError when servers fail or nothing moves any more.
    """
    user = "demo" if project in catalogue.PROJECTS else "admin"
    connection = seed.connect(cloud, user, project)
    try:
        servers = list(connection.compute.servers(details=False, limit=PAGE, paginated=False))
        # a request for several servers numbers them from 1: each batch needs its own name
        used = [int(found[1]) for s in servers if (found := NAME.fullmatch(s.name))]
        return _fill(cloud, connection, len(servers), target, max(used, default=0) + 1, progress)
    except exceptions.SDKException as error:
        raise DevcloudError(f"The servers cannot be made: {error}") from error


def _fill(
    cloud: Cloud,
    connection: Connection,
    count: int,
    target: int,
    batch_number: int,
    progress: Callable[[int, int], None],
) -> int:
    template = _template(connection)
    logs = layout.command(cloud.state, "logs nova")
    types = itertools.cycle(MACHINE_TYPES)
    zones = itertools.cycle(cloud.zones(cloud.regions[0]))
    made = max(0, target - count)
    last_ready, last_change = -1, time.monotonic()
    while True:
        building = _count(connection, "BUILD")
        failed = _count(connection, "ERROR")
        ready = count - building
        progress(ready, max(target, count))
        if failed:
            raise DevcloudError(f"{failed} servers have ended in ERROR: {logs}.")
        if ready >= target:
            return made
        if ready != last_ready:
            last_ready, last_change = ready, time.monotonic()
        elif time.monotonic() - last_change > STALL_SECONDS:
            raise DevcloudError(f"{building} servers do not come up: {logs}.")
        if building < BATCH and count < target:
            size = min(BATCH, target - count)
            connection.compute.create_server(
                **template,
                name=f"vm-{batch_number:04}" if size > 1 else f"vm-{batch_number:04}-1",
                flavor_id=connection.compute.find_flavor(next(types), ignore_missing=False).id,
                availability_zone=next(zones),
                min_count=size,
                max_count=size,
            )
            count, batch_number = count + size, batch_number + 1
        else:
            time.sleep(POLL_SECONDS)


def _template(connection: Connection) -> dict:
    """What all the servers have alike: a local disk, so that no volume is to be made."""
    image = connection.image.find_image(catalogue.DEFAULT_IMAGE, ignore_missing=False)
    network = connection.network.get_auto_allocated_topology()
    return {"image_id": image.id, "networks": [{"uuid": network.id}]}


def _count(connection: Connection, status: str) -> int:
    # one page: a server that changes its status between two would break the second
    return sum(
        1
        for _ in connection.compute.servers(
            details=False, status=status, limit=PAGE, paginated=False
        )
    )
