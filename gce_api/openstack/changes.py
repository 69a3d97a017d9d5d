"""What has changed in OpenStack: one resource as it is now, or all that moved since a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from openstack import exceptions as sdk

from gce_api.openstack.cloud import Cloud

Row = dict[str, Any]

OVERLAP = timedelta(seconds=3)  # clocks of an OpenStack's hosts differ a little


def looks_at(service: str, path: str, key: str | None) -> Callable[[Cloud, str], Row | None]:
    """A function that asks for one resource by its UUID; it returns ``None`` where there is none.

    :param service: as :class:`Cloud` calls it. :param key: as in the answer, ``None`` for Glance.
    """

    def look(cloud: Cloud, resource_id: str) -> Row | None:
        answer = getattr(cloud, service).get(path.format(resource_id))
        if answer.status_code == 404:
            return None
        sdk.raise_from_response(answer)
        return answer.json()[key] if key else answer.json()

    return look


def balancer(cloud: Cloud, balancer_id: str) -> Row | None:
    """Octavia's row; ``status`` is its provisioning status, as other kinds have one."""
    row = looks_at("load_balancers", "/lbaas/loadbalancers/{}", "loadbalancer")(cloud, balancer_id)
    return {**row, "status": row["provisioning_status"]} if row else None


def servers(cloud: Cloud, since: datetime | None) -> tuple[list[Row], datetime]:
    """Nova: ``GET /servers/detail?changes-since``, which also tells of deleted ones."""
    parameters = {"changes-since": _text(since or datetime.now(UTC) - OVERLAP)}
    return _pages(cloud.compute, "/servers/detail", "servers", parameters)


def volumes(cloud: Cloud, since: datetime | None) -> tuple[list[Row], datetime]:
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
