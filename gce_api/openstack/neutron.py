"""One thing of Neutron, read, made, changed and deleted in the same way whatever it is.

For the modules beside this one, each of which knows one collection: ``ports``, ``floatingips``,
``networks``, ``subnets``, ``routers``, ``security-groups``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openstack import exceptions as sdk

from gce_api.google import errors
from gce_api.openstack import rows
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Query, Row


def listed(cloud: Cloud, collection: str, query: Query | None = None) -> list[Row]:
    """Whatever there is, to an administrator of other projects too (GET /<collection>)."""
    return rows.listed(cloud.network, f"/{collection}", _plural(collection), query)


def of_project(cloud: Cloud, collection: str, query: Query | None = None) -> list[Row]:
    """What there is in the caller's project alone.

    Nova and Cinder list one project's things. Neutron lists those of every project to an
    administrator, who is in one project all the same when they call this endpoint.
    """
    return listed(cloud, collection, {**(query or {}), "project_id": cloud.caller.project.uuid})


def one(cloud: Cloud, collection: str, row_id: str) -> Row | None:
    """One by its UUID, ``None`` where there is none (GET /<collection>/<id>)."""
    return rows.one(cloud.network, f"/{collection}/{row_id}", _singular(collection))


def get(cloud: Cloud, collection: str, row_id: str) -> Row:
    """The same where there must be one.

    :raises openstack.exceptions.NotFoundException: there is none.
    """
    return Row(rows.get(cloud.network, f"/{collection}/{row_id}")[_singular(collection)])


def create(cloud: Cloud, collection: str, fields: Mapping[str, Any]) -> Row:
    """A new one (POST /<collection>)."""
    key = _singular(collection)
    answer = cloud.network.post(f"/{collection}", json={key: fields})
    sdk.raise_from_response(answer)
    return Row(answer.json()[key])


def change(cloud: Cloud, collection: str, row_id: str, fields: Mapping[str, Any]) -> Row:
    """Change some of its fields (PUT /<collection>/<id>).

    :raises openstack.exceptions.NotFoundException: there is none.
    """
    key = _singular(collection)
    answer = cloud.network.put(f"/{collection}/{row_id}", json={key: fields})
    sdk.raise_from_response(answer)
    return Row(answer.json()[key])


def delete(cloud: Cloud, collection: str, row_id: str, *, in_use: str | None = None) -> None:
    """Delete it, if it is there (DELETE /<collection>/<id>).

    :param in_use: what to say, before Neutron's reason, where something needs it.
    :raises errors.ResourceInUse: something does, and that was given.
    """
    answer = cloud.network.delete(f"/{collection}/{row_id}")
    if answer.status_code == 404:
        return
    try:
        sdk.raise_from_response(answer)
    except sdk.ConflictException as error:
        if in_use is None:
            raise
        raise errors.ResourceInUse(f"{in_use} {reason(error)}") from error


def reason(error: sdk.HttpException) -> str:
    """Why Neutron refused, in its words."""
    return str(error.details or "")


def _plural(collection: str) -> str:
    """The key of a list in an answer."""
    return collection.replace("-", "_")


def _singular(collection: str) -> str:
    """The key of one in a body or answer."""
    return _plural(collection).removesuffix("s")
