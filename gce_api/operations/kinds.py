"""The kinds of OpenStack resources that operations wait for, and how to ask for their state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from openstack import exceptions as sdk

from gce_api.google import errors
from gce_api.openstack.cloud import Cloud

Row = dict[str, Any]

OVERLAP = timedelta(seconds=3)  # clocks of an OpenStack's hosts differ a little


@dataclass(frozen=True)
class Kind:
    """A kind of resource. Rows are the service's own JSON.

    ``look`` returns one row, ``None`` where there is none; ``changes`` all rows of the project
    that changed since a time, and the time to ask with next (``None``: a service that cannot).
    """

    name: str
    look: Callable[[Cloud, str], Row | None]
    changes: Callable[[Cloud, datetime | None], tuple[list[Row], datetime]] | None = None


def _look(service: str, path: str, key: str | None) -> Callable[[Cloud, str], Row | None]:
    def look(cloud: Cloud, resource_id: str) -> Row | None:
        answer = getattr(cloud, service).get(path.format(resource_id))
        if answer.status_code == 404:
            return None
        sdk.raise_from_response(answer)
        return answer.json()[key] if key else answer.json()

    return look


def _look_at_balancer(cloud: Cloud, balancer_id: str) -> Row | None:
    """Octavia's row; ``status`` is its provisioning status, as other kinds have one."""
    row = _look("load_balancers", "/lbaas/loadbalancers/{}", "loadbalancer")(cloud, balancer_id)
    return {**row, "status": row["provisioning_status"]} if row else None


def _changed_servers(cloud: Cloud, since: datetime | None) -> tuple[list[Row], datetime]:
    """Nova: ``GET /servers/detail?changes-since``, which also tells of deleted ones."""
    parameters = {"changes-since": _text(since or datetime.now(UTC) - OVERLAP)}
    return _pages(cloud.compute, "/servers/detail", "servers", parameters)


def _changed_volumes(cloud: Cloud, since: datetime | None) -> tuple[list[Row], datetime]:
    """Cinder 3.60: ``GET /volumes/detail?updated_at=gte:...``; deleted ones are not listed."""
    parameters = {"updated_at": "gte:" + _text(since or datetime.now(UTC) - OVERLAP)}
    return _pages(cloud.volumes, "/volumes/detail", "volumes", parameters, microversion="3.60")


def _pages(
    service: Any, path: str, key: str, parameters: dict[str, str], **request: Any
) -> tuple[list[Row], datetime]:
    """All pages of a list, and the service's clock at the first, less :data:`OVERLAP`."""
    rows: list[Row] = []
    asked: datetime | None = None
    while True:
        answer = service.get(path, params=parameters, **request)
        sdk.raise_from_response(answer)
        asked = asked or _clock(answer.headers.get("Date")) - OVERLAP
        page = answer.json()
        rows += page[key]
        if not page.get(key + "_links"):
            return rows, asked
        parameters = {**parameters, "marker": rows[-1]["id"]}


def _clock(date: str | None) -> datetime:
    return parsedate_to_datetime(date) if date else datetime.now(UTC)


def _text(time: datetime) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S")


SERVER = Kind("server", _look("compute", "/servers/{}", "server"), _changed_servers)
VOLUME = Kind("volume", _look("volumes", "/volumes/{}", "volume"), _changed_volumes)
SNAPSHOT = Kind("snapshot", _look("volumes", "/snapshots/{}", "snapshot"))
IMAGE = Kind("image", _look("images", "/images/{}", None))
LOAD_BALANCER = Kind("load balancer", _look_at_balancer)


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
                f"OpenStack could not do what was asked; the instance is {row['status']} again."
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
    if "No valid host" in message:
        return errors.Exhausted(f"The zone does not have enough resources available: {message}")
    if message:
        return errors.GceError(message)
    return errors.GceError(f"OpenStack reports the status '{row['status']}' without a reason.")
