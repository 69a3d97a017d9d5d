"""The kinds of OpenStack resources that operations wait for, and how to ask for their state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gce_api.google import errors
from gce_api.openstack import changes, exceeded, words
from gce_api.openstack.cloud import Cloud

Row = dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """A kind of resource. Rows are the service's own JSON.

    ``look`` returns one row, ``None`` where there is none; ``changes`` all rows of the project
    that changed since a time, and the time to ask with next (``None``: a service that cannot).
    """

    name: str
    look: Callable[[Cloud, str], Row | None]
    changes: Callable[[Cloud, datetime | None], tuple[list[Row], datetime]] | None = None


SERVER = Kind("server", changes.looks_at("compute", "/servers/{}", "server"), changes.servers)
VOLUME = Kind("volume", changes.looks_at("volumes", "/volumes/{}", "volume"), changes.volumes)
SNAPSHOT = Kind("snapshot", changes.looks_at("volumes", "/snapshots/{}", "snapshot"))
IMAGE = Kind("image", changes.looks_at("images", "/images/{}", None))
LOAD_BALANCER = Kind("load balancer", changes.balancer)


def reaches(*statuses: str) -> Callable[[Row | None], bool]:
    """For :class:`~gce_api.operations.watch.Wait`: one of these states, and at rest in it.

    Compares without regard to case. The wait fails when the resource vanishes or goes into an
    error state that was not asked for; then OpenStack's own reason is told where it gives one.
    """
    wanted = {status.lower() for status in statuses}

    def until(row: Row | None) -> bool:
        if row is None or row["status"] == "DELETED":
            raise errors.ResourceNotReady("The resource was deleted while this operation ran.")
        status = row["status"].lower()
        if status in wanted:
            return not row.get("OS-EXT-STS:task_state")
        if status.startswith("error") or status == "killed":
            raise fault(row)
        return False

    return until


def settles(*statuses: str) -> Callable[[Row | None], bool]:
    """As :func:`reaches`, of a server that was asked for something: Nova has noted its task by
    then, so that one at rest in any other state has failed, and there is nothing to wait for."""
    reached = reaches(*statuses)

    def until(row: Row | None) -> bool:
        if reached(row):
            return True
        if row and not row.get("OS-EXT-STS:task_state"):
            raise errors.ResourceNotReady(
                "What was asked could not be done, and nothing is under way on the instance."
            )
        return False

    return until


def gone(row: Row | None) -> bool:
    """For :class:`~gce_api.operations.watch.Wait`: the resource does not exist any more."""
    if row is None or row["status"].lower() == "deleted":
        return True
    if row["status"].lower() == "error_deleting":
        raise fault(row)
    return False


def fault(row: Row) -> errors.GceError:
    """Why a server or volume is in error, as far as OpenStack tells."""
    message = (row.get("fault") or {}).get("message", "")
    if used_up := exceeded.quota(message):
        return used_up
    if "No valid host" in message:
        return errors.Exhausted(
            f"The zone does not have enough resources available: {words.told(message)}"
        )
    if message:
        return errors.GceError(words.told(message))
    return errors.GceError("It failed, and this cloud tells no reason.")
