"""Rows of the operations table: every query of it is here."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from oslo_db import exception as db_exceptions
from sqlalchemy import ColumnElement, Select, and_, delete, func, or_, select, update
from sqlalchemy.orm import Session, undefer

from gce_api.database.connection import Database
from gce_api.database.models import Claim, Operation
from gce_api.google.times import now

DONE = "DONE"
RUNNING = "RUNNING"
PENDING = "PENDING"


# an operation, and the paths below its project of what it will make
Claiming = tuple[Operation, Iterable[str]]


class Taken(Exception):
    """Another operation holds a claim, or has the request id already."""


class Store:
    """Reads and writes operations. Rows that come out are detached from their session."""

    def __init__(self, database: Database, owner: str, lease_seconds: float) -> None:
        self._database = database
        self._owner = owner
        self._lease = int(lease_seconds * 1000)

    def insert(self, operations: Iterable[Claiming]) -> None:
        """Write new operations, owned by this process: all with all their claims, or nothing.

        :raises Taken: a claim or a request id is another operation's.
        """
        operations = list(operations)
        for row, _ in operations:
            row.owner, row.lease = self._owner, now() + self._lease
        with self._database.writer() as session:
            self.add(session, operations)

    def add(self, session: Session, operations: Iterable[Claiming]) -> None:
        """Write new operations in a transaction of somebody else's, which an error ends.

        :raises Taken: as :meth:`insert`.
        """
        claims: set[tuple[str, str]] = set()
        for row, paths in operations:
            session.add(row)
            claims |= {(_digest(row.project, path), row.id) for path in paths}
        # in one order, as two that write the same in another would wait for each other
        session.add_all(Claim(digest=digest, operation=id_) for digest, id_ in sorted(claims))
        try:
            session.flush()
        except db_exceptions.DBDuplicateEntry as error:
            raise Taken from error

    def claimed(self, project: str, paths: Iterable[str]) -> str | None:
        """The first of the paths that an unfinished operation has claimed."""
        digests = {_digest(project, path): path for path in paths}
        query = select(Claim.digest).where(Claim.digest.in_(digests))
        with self._database.reader() as session:
            held = set(session.scalars(query))
        return next((path for digest, path in digests.items() if digest in held), None)

    def is_unfinished(self, operation_id: str) -> bool:
        query = select(Operation).where(Operation.id == operation_id, Operation.status != DONE)
        return self._one(query) is not None

    def by_request(self, project: str, request_id: str) -> Operation | None:
        """The operation that a request with this ``requestId`` started in the project."""
        return self._one(_of(project).where(Operation.request_id == request_id))

    def by_name(self, project: str, name: str, **place: str | None) -> Operation | None:
        """An operation by name or numeric id; ``place``: ``zone`` and ``region``, or neither."""
        wanted = (Operation.id if name.isdecimal() else Operation.name) == name
        return self._one(_of(project).filter_by(**place).where(wanted))

    def scan(
        self,
        project: str | None,
        *,
        newest_first: bool,
        start: int | str | None,
        chunk: int,
        **place: str | None,
    ) -> Iterator[Operation]:
        """A project's operations, lazily: by name, or by descending insert time and name.

        :param project: ``None`` for those of all projects.
        :param start: the name, or insert time, of the first one, whether it is there or not.
        :param chunk: how many to read at a time.
        :param place: as in :meth:`by_name`.
        """
        owned = {"project": project} if project else {}
        query = select(*_SHOWN).filter_by(**owned, **place)
        if newest_first:
            ordered = query.order_by(Operation.inserted.desc(), Operation.name)
            page = ordered.where(Operation.inserted <= start) if start is not None else ordered
        else:
            ordered = query.order_by(Operation.name)
            page = ordered.where(Operation.name >= start) if start is not None else ordered
        while True:
            with self._database.reader() as session:
                rows = session.execute(page.limit(chunk)).all()
            yield from rows  # type: ignore[misc]  # they have an operation's attributes
            if len(rows) < chunk:
                return
            page = ordered.where(_behind(rows[-1], newest_first))

    def start(self, row: Operation) -> bool:
        """Note that the flow runs; ``False`` when another process has taken the operation."""
        return self.save(row.id, status=RUNNING, started=row.started or now())

    def save(self, operation_id: str, **values: Any) -> bool:
        """Change an unfinished operation of this process; ``False`` when it is not (any more)."""
        with self._database.writer() as session:
            return self._save(session, operation_id, values)

    def finish(self, operation_id: str, **values: Any) -> bool:
        """End an operation: it keeps no claims, credentials or arguments."""
        values |= {"credentials": None, "arguments": None}
        values |= {"status": DONE, "progress": 100, "ended": now()}
        with self._database.writer() as session:
            ours = self._save(session, operation_id, values)
            if ours:
                session.execute(delete(Claim).where(Claim.operation == operation_id))
            return ours

    def _save(self, session: Session, operation_id: str, values: dict[str, Any]) -> bool:
        query = update(Operation).where(
            Operation.id == operation_id, Operation.owner == self._owner, Operation.status != DONE
        )
        return session.execute(query.values(**values)).rowcount == 1  # type: ignore[attr-defined]

    def renew(self) -> set[str]:
        """Prolong the leases of this process and return the operations it still owns."""
        mine = (Operation.owner == self._owner, Operation.status != DONE)
        with self._database.writer() as session:
            session.execute(update(Operation).where(*mine).values(lease=now() + self._lease))
            return set(session.scalars(select(Operation.id).where(*mine)))

    def unfinished(self) -> Sequence[Operation]:
        """The operations of all processes that are not done, oldest first."""
        query = select(Operation).where(Operation.status != DONE)
        return self._all(query.order_by(Operation.inserted))

    def unmade(
        self,
        project: str,
        cloud_region: str,
        place: str,
        collection: str,
        name: str | None,
        *,
        with_id: bool,
    ) -> Sequence[Operation]:
        """Unfinished inserts of what OpenStack does not have yet, with their arguments, by name.

        :param place: ``zones/z``, or ``zones/%`` for all of the region.
        :param name: only of this one.
        :param with_id: also of what OpenStack has meanwhile.
        """
        query = _of(project).where(
            Operation.status.in_([PENDING, RUNNING]),
            Operation.kind == "insert",
            Operation.cloud_region == cloud_region,
            Operation.target.like(f"{place}/{collection}/{name or '%'}"),
        )
        if not with_id:
            query = query.where(Operation.target_id.is_(None))
        return self._all(query.options(undefer(Operation.arguments)))

    def take(self, seen: Operation) -> Operation | None:
        """Make an operation this process's own, unless somebody else was quicker.

        :return: the operation with its arguments and credentials.
        """
        query = update(Operation).where(
            Operation.id == seen.id,
            Operation.owner == seen.owner,
            Operation.lease == seen.lease,
            Operation.status != DONE,
        )
        values = {"owner": self._owner, "lease": now() + self._lease}
        with self._database.writer() as session:
            if session.execute(query.values(**values)).rowcount != 1:  # type: ignore[attr-defined]
                return None
            return session.get(Operation, seen.id, options=[undefer("*")])

    def delete(self, operation_id: str) -> bool:
        """Remove a finished operation; ``False`` when it is not finished."""
        query = delete(Operation).where(Operation.id == operation_id, Operation.status == DONE)
        with self._database.writer() as session:
            return session.execute(query).rowcount == 1  # type: ignore[attr-defined]

    def prune(self, seconds: float) -> int:
        """Remove operations that ended longer ago and return how many."""
        query = delete(Operation).where(
            Operation.status == DONE, Operation.ended < now() - int(seconds * 1000)
        )
        with self._database.writer() as session:
            return session.execute(query).rowcount  # type: ignore[attr-defined]

    def _one(self, query: Select[Any]) -> Operation | None:
        with self._database.reader() as session:
            return session.scalars(query).first()

    def _all(self, query: Select[Any]) -> Sequence[Operation]:
        with self._database.reader() as session:
            return session.scalars(query).all()


def backlog(database: Database) -> list[tuple[str, int, int]]:
    """The operations that are not done, by status: how many, and when the oldest was asked for."""
    columns = (Operation.status, func.count(), func.min(Operation.inserted))
    query = select(*columns).where(Operation.status != DONE).group_by(Operation.status)
    with database.reader() as session:
        return [(row[0], row[1], row[2]) for row in session.execute(query)]


def unfinished(database: Database, names: Sequence[str]) -> set[str]:
    """Those of the names that are of operations under way."""
    found = states(database, names) if names else {}
    return {name for name, state in found.items() if state["status"] != DONE}


def states(database: Database, names: Sequence[str]) -> dict[str, dict[str, Any]]:
    """How operations are, by name: ``status``, ``error`` and ``target_id`` of each there is."""
    columns = (Operation.name, Operation.status, Operation.error, Operation.target_id)
    with database.reader() as session:
        found = session.execute(select(*columns).where(Operation.name.in_(names)))
        return {row.name: row._asdict() for row in found}


def record_parts(database: Database, name: str, made: dict[str, str]) -> None:
    """Record the inserts that an operation consists of, which are done, in its group.

    A second run records nothing more.

    :param made: the UUID of what was made, by its path below the project.
    """
    with database.writer() as session:
        whole = session.scalars(select(Operation).where(Operation.name == name)).one()
        parts = [_part_of(whole, target, uuid) for target, uuid in made.items()]
        names = select(Operation.name).where(Operation.name.in_([part.name for part in parts]))
        recorded = set(session.scalars(names))
        session.add_all(part for part in parts if part.name not in recorded)


def _part_of(whole: Operation, target: str, target_id: str) -> Operation:
    """The row of an insert; its name follows from the operation's and the target."""
    prefix, _, last = whole.name.rpartition("-")
    shared = ("project", "zone", "region", "group_id", "user", "cloud_region", "started")
    return Operation(
        id=str(secrets.randbits(63)),
        name=f"{prefix}-{_digest(last, target)[: len(last)]}",
        kind="insert",
        target=target,
        target_id=target_id,
        status=DONE,
        progress=100,
        inserted=whole.inserted,
        ended=now(),
        factory="",
        **{column: getattr(whole, column) for column in shared},
    )


# what the Operation resource shows; plain rows of these are read several times faster than objects
_SHOWN = [
    column
    for column in Operation.__table__.columns
    if column.name not in ("arguments", "credentials", "factory", "request_digest")
]


def _behind(row: Any, newest_first: bool) -> ColumnElement[bool]:
    """Whether an operation comes after a row in the order of a scan."""
    if not newest_first:
        return Operation.name > row.name
    same = and_(Operation.inserted == row.inserted, Operation.name > row.name)
    return or_(Operation.inserted < row.inserted, same)


def _digest(project: str, path: str) -> str:
    """What a claim is known by: short enough for every database's primary key."""
    return hashlib.sha256(f"{project}/{path}".encode()).hexdigest()


def _of(project: str) -> Select[Any]:
    return select(Operation).where(Operation.project == project)
