"""OpenStack's resources as they are sent, without making SDK objects out of the rows.

The endpoint only translates them into other JSON. :mod:`gce_api.openstack`'s other modules know the
paths; nobody else does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from openstack import exceptions as sdk

Query = Mapping[str, str | int | list[str]]  # a list: any of these


class Row(dict[str, Any]):
    """A resource as the service's JSON has it, with its id and name at hand."""

    @property
    def id(self) -> str:
        return self["id"]

    @property
    def name(self) -> str:
        return self.get("name") or ""


def listed(
    service: Any, path: str, key: str, query: Query | None = None, microversion: str | None = None
) -> list[Row]:
    """All rows of a list, over as many pages as the service makes of it.

    :param service: an openstacksdk proxy such as ``cloud.volumes``.
    :param key: where the rows are in the answer: ``volumes``.
    :raises openstack.exceptions.HttpException: the service refused.
    """
    return [row for page in pages(service, path, key, query, microversion) for row in page]


def pages(
    service: Any, path: str, key: str, query: Query | None = None, microversion: str | None = None
) -> Iterator[list[Row]]:
    """The same page by page, each asked for when it is needed."""
    query = dict(query or {})
    while True:
        answer = get(service, path, query, microversion)
        rows = [Row(row) for row in answer[key]]
        yield rows
        if not rows or not (answer.get("next") or answer.get(key + "_links")):
            return
        query["marker"] = rows[-1].id


def one(service: Any, path: str, key: str | None, microversion: str | None = None) -> Row | None:
    """One resource, ``None`` where there is none; ``key`` as in the answer, ``None`` for Glance."""
    try:
        answer = get(service, path, None, microversion)
    except sdk.NotFoundException:
        return None
    return Row(answer[key] if key else answer)


def get(
    service: Any, path: str, query: Query | None = None, microversion: str | None = None
) -> dict[str, Any]:
    """The JSON that a service answers to a GET.

    :raises openstack.exceptions.HttpException: the service refused.
    """
    answer = service.get(path, params=query or {}, microversion=microversion)
    sdk.raise_from_response(answer)
    return orjson.loads(answer.content)


def send(
    service: Any, verb: str, path: str, body: Any = None, microversion: str | None = None
) -> dict[str, Any]:
    """Ask a service for a change; the JSON that it answers, empty where it answers nothing.

    :raises openstack.exceptions.HttpException: the service refused.
    """
    answer = service.request(path, verb, json=body, microversion=microversion)
    sdk.raise_from_response(answer)
    return orjson.loads(answer.content) if answer.content else {}


def delete(service: Any, path: str) -> None:
    """Delete what is at a path; it may be gone already.

    :raises openstack.exceptions.HttpException: the service refused.
    """
    answer = service.delete(path)
    if answer.status_code != 404:
        sdk.raise_from_response(answer)
