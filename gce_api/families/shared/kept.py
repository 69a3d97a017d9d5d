"""Families whose resources the endpoint keeps itself, as OpenStack has no home for them.

A family is a :class:`Collection` and a function that makes GCE's resource of what is kept::

    TEMPLATES = Collection("instanceTemplates")

    @implements("compute.instanceTemplates.insert")
    def insert_template(call: Call) -> dict[str, Any]:
        return TEMPLATES.insert(call, call.body["name"], content_of(call))

Changes are made within the request: the resource and its Operation, which is DONE at once, are
written in one transaction. What also changes OpenStack is a flow (:mod:`gce_api.operations.steps`)
whose steps use :mod:`gce_api.database.resources`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from gce_api.database import resources
from gce_api.database.models import Resource
from gce_api.families.shared.call import Call
from gce_api.google import errors, times
from gce_api.google.links import Links, Reference
from gce_api.google.names import check_name, numeric_id

Content = dict[str, Any]


def scope_of(call: Call) -> str:
    """``global``, ``regions/r`` or ``zones/z``: where the call's path is."""
    if call.zone:
        return f"zones/{call.zone.name}"
    return f"regions/{call.region}" if call.region else "global"


def shown(links: Links, row: Resource) -> dict[str, Any]:
    """What GCE shows of every resource; a family adds what is its own."""
    return {
        "id": numeric_id(row.id),
        "name": row.name,
        "creationTimestamp": times.of_milliseconds(row.created),
        "selfLink": links.url(f"{row.scope}/{row.collection}/{row.name}"),
        **links.place(row.scope),
    }


@dataclass(frozen=True)
class Collection:
    """The resources of one name in GCE's URLs: ``instanceTemplates``."""

    name: str

    def listed(self, call: Call) -> list[Resource]:
        """Those of the path's scope by name; of all scopes for an aggregated list."""
        everything = call.method.name == "aggregatedList" or call.params.get("zone") == "-"
        scope = None if everything else scope_of(call)
        with call.services.database.reader() as session:
            return list(resources.listed(session, call.project.uuid, self.name, scope))

    def of_project(self, call: Call) -> list[Resource]:
        """All of the project's, by name."""
        with call.services.database.reader() as session:
            return list(resources.listed(session, call.project.uuid, self.name))

    def get(self, call: Call) -> Resource:
        """The one in the call's path, by name or numeric id.

        :raises errors.NotFound: there is none.
        """
        return self.find(call, scope_of(call), call.name)

    def find(self, call: Call, scope: str, name: str) -> Resource:
        """One by its scope and its name or numeric id.

        :raises errors.NotFound: there is none.
        """
        with call.services.database.reader() as session:
            return self._one(session, call, scope, name)

    def referred(self, call: Call, reference: Reference, default_scope: str) -> Resource:
        """The one that a body refers to (:meth:`gce_api.families.shared.call.Call.refer`).

        :param default_scope: where a bare name is looked up.
        :raises errors.NotFound: there is none.
        """
        scope = default_scope
        if reference.zone:
            scope = f"zones/{reference.zone}"
        elif reference.region:
            scope = f"regions/{reference.region}"
        return self.find(call, scope, reference.name)

    def insert(self, call: Call, name: object, content: Content) -> dict[str, Any]:
        """Keep a new resource in the path's scope; returns its Operation, which is done.

        :raises errors.Invalid: the name is none.
        :raises errors.AlreadyExists: it is taken.
        """
        valid, scope = check_name(name), scope_of(call)

        def change(session: Session) -> Resource:
            try:
                return resources.insert(
                    session, call.project.uuid, self.name, scope, valid, content
                )
            except resources.Taken as error:
                raise errors.AlreadyExists.resource(self._path(call, scope, valid)) from error

        return call.services.operations.record(call, "insert", change)

    def change(
        self, call: Call, update: Callable[[Content], Content], name: str | None = None
    ) -> dict[str, Any]:
        """Change the resource in the path; returns the Operation, which is done.

        :param update: makes the new content of the present one, and may refuse (a fingerprint
            that is not the present one); nobody else changes the resource meanwhile.
        :param name: of the resource, where that is not in the path.
        :raises errors.NotFound: there is none.
        """

        return call.services.operations.record(
            call, call.method.name, lambda session: self.write(session, call, update, name)
        )

    def write(
        self,
        session: Session,
        call: Call,
        update: Callable[[Content], Content],
        name: str | None = None,
    ) -> Resource:
        """The same as a part of a transaction, for what an operation goes on with."""
        row = self._one(session, call, scope_of(call), name or call.name, lock=True)
        row.content = update(dict(row.content))
        return row

    def delete(
        self, call: Call, check: Callable[[Session, Resource], None] | None = None
    ) -> dict[str, Any]:
        """Forget the resource in the path; returns the Operation, which is done.

        :param check: may refuse, as long as others use it.
        :raises errors.NotFound: there is none.
        """

        def change(session: Session) -> Resource:
            row = self._one(session, call, scope_of(call), call.name, lock=True)
            if check:
                check(session, row)
            session.delete(row)
            return row

        return call.services.operations.record(call, "delete", change)

    def _one(
        self, session: Session, call: Call, scope: str, name: str, *, lock: bool = False
    ) -> Resource:
        row = resources.find(session, call.project.uuid, self.name, scope, name, lock=lock)
        if row is None:
            raise errors.NotFound.resource(self._path(call, scope, name))
        return row

    def _path(self, call: Call, scope: str, name: str) -> str:
        return f"projects/{call.project.id}/{scope}/{self.name}/{name}"
