"""Resources that OpenStack has no home for: every query of their table is here.

A family whose resources live here as a whole uses :mod:`gce_api.families.shared.kept`; these
functions are for flows and for the work in the background, which have no request at hand.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Collection, Sequence
from typing import Any

from oslo_db import exception as db_exceptions
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from gce_api.database.models import Resource
from gce_api.google.names import numeric_id


class Taken(Exception):
    """The project has a resource of this collection, scope and name already."""


def insert(
    session: Session, project: str, collection: str, scope: str, name: str, content: dict[str, Any]
) -> Resource:
    """Write a new resource (``project``: Keystone UUID; ``scope``: ``global``, ``zones/z``, ...).

    :raises Taken: the name is taken; the transaction is of no more use then.
    """
    row = Resource(
        id=str(uuid.uuid4()),
        project=project,
        collection=collection,
        scope=scope,
        name=name,
        created=time.time_ns() // 1_000_000,
        content=content,
    )
    session.add(row)
    try:
        session.flush()
    except db_exceptions.DBDuplicateEntry as error:
        raise Taken from error
    return row


def find(
    session: Session, project: str, collection: str, scope: str, name: str, *, lock: bool = False
) -> Resource | None:
    """A resource by its name or numeric id; ``lock`` keeps others from changing it meanwhile."""
    query = _of(project, collection).where(Resource.scope == scope)
    if not name.isdecimal():
        query = query.where(Resource.name == name)
    found = session.scalars(query.with_for_update() if lock else query)
    return next((row for row in found if name in (row.name, numeric_id(row.id))), None)


def by_id(session: Session, resource_id: str, *, lock: bool = False) -> Resource | None:
    """A resource by its id; ``lock`` as in :func:`find`."""
    return session.get(Resource, resource_id, with_for_update=lock or None)


def listed(
    session: Session, project: str, collection: str, scope: str | None = None
) -> Sequence[Resource]:
    """A project's resources of a collection by name; of all scopes, or of one."""
    query = _of(project, collection)
    if scope is not None:
        query = query.where(Resource.scope == scope)
    return session.scalars(query).all()


def of_collections(
    session: Session, project: str, collections: Collection[str]
) -> Sequence[Resource]:
    """A project's resources of several collections, by name (one query)."""
    query = select(Resource).where(
        Resource.project == project, Resource.collection.in_(collections)
    )
    return session.scalars(query.order_by(Resource.name, Resource.scope)).all()


def everywhere(session: Session, collection: str) -> Sequence[Resource]:
    """The resources of a collection of all projects; for work in the background only."""
    return session.scalars(select(Resource).where(Resource.collection == collection)).all()


def _of(project: str, collection: str) -> Select[Any]:
    query = select(Resource).where(Resource.project == project, Resource.collection == collection)
    return query.order_by(Resource.name, Resource.scope)
