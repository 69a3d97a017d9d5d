"""What an operator does with operations, from the command line: look, push on, give up, tidy."""

from __future__ import annotations

import datetime
import json
from typing import Any

from oslo_config import cfg
from sqlalchemy import JSON, ColumnElement, delete, or_, select, update
from sqlalchemy.orm import Session

from gce_api.database.connection import Database
from gce_api.database.models import Claim, Operation
from gce_api.database.persistence import Backend
from gce_api.google import errors
from gce_api.google.times import now
from gce_api.operations.owner import is_gone, this_process
from gce_api.operations.resource import to_error
from gce_api.operations.store import DONE, Store

DAY = 24 * 3600  # seconds
MOST = 1000  # rows of a list
HEAD = ("NAME", "TYPE", "STATUS", "AGE", "PROJECT", "TARGET")
_HIDDEN = {"arguments", "credentials"}  # sealed: they hold what is only for the user to know
_TIMES = {"inserted", "started", "ended", "lease"}


class Refused(cfg.Error):
    """What was asked cannot be done; the message is one sentence."""

    def __str__(self) -> str:
        return str(self.msg)


def listed(database: Database, *, failed: bool = False) -> list[dict[str, Any]]:
    """Operations of all projects: those under way, oldest first, or those that failed, newest
    first; a thousand at most."""
    if failed:
        query = select(Operation).where(Operation.status == DONE, Operation.error != JSON.NULL)
        query = query.order_by(Operation.ended.desc())
    else:
        query = select(Operation).where(Operation.status != DONE).order_by(Operation.inserted)
    with database.reader() as session:
        return [_told(row) for row in session.scalars(query.limit(MOST))]


def table(rows: list[dict[str, Any]]) -> str:
    """The rows as aligned columns; a sentence where there are none."""
    if not rows:
        return "There are none."
    lines = [HEAD, *map(_line, rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(HEAD))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def shown(database: Database, name: str) -> str:
    """Everything about one operation but what is sealed, as JSON.

    :raises Refused: there is none.
    """
    with database.reader() as session:
        return json.dumps(_told(_find(session, name)), indent=2)


def retry(database: Database, name: str) -> str:
    """Let the next process that looks go on with an operation, as if its own were gone.

    Whatever process works on it still stops, as it sees at its next step that it has lost it.

    :raises Refused: there is none, or it has ended.
    """
    with database.writer() as session:
        row = _unfinished(session, name)
        session.execute(_change(row).values(owner=None, lease=0))
    return f"{row.name}: the next process that looks for work goes on with it."


def abandon(database: Database, name: str) -> str:
    """End an operation as failed; what it has made in OpenStack stays.

    :raises Refused: there is none, or it has ended.
    """
    error = errors.GceError("The operation was abandoned by the operator.")
    ended = {"status": DONE, "progress": 100, "ended": now(), "error": to_error(error)}
    with database.writer() as session:
        row = _unfinished(session, name)
        session.execute(_change(row).values(credentials=None, arguments=None, **ended))
        session.execute(delete(Claim).where(Claim.operation == row.id))
    return f"{row.name} has ended as failed. What it has made so far stays: {row.target}."


def purge(database: Database, days: float) -> int:
    """Remove the operations that ended so many days ago, and tell how many those were."""
    gone = Store(database, this_process(), lease_seconds=0).prune(days * DAY)
    Backend(database.engine).prune()
    return gone


def _find(session: Session, name: str) -> Operation:
    called: ColumnElement[bool] = or_(Operation.name == name, Operation.id == name)
    row = session.scalars(select(Operation).where(called)).first()
    if row is None:
        raise Refused(f"There is no operation {name}.")
    return row


def _unfinished(session: Session, name: str) -> Operation:
    row = _find(session, name)
    if row.status == DONE:
        raise Refused(f"The operation {row.name} has ended already.")
    return row


def _change(row: Operation) -> Any:
    return update(Operation).where(Operation.id == row.id, Operation.status != DONE)


def _told(row: Operation) -> dict[str, Any]:
    names = [column.name for column in Operation.__table__.columns if column.name not in _HIDDEN]
    told = {name: getattr(row, name) for name in names}
    told |= {name: _time(told[name]) for name in _TIMES}
    gone = row.status != DONE and (row.owner is None or is_gone(row.owner))
    return told | {"age": now() - row.inserted, "owner_is_gone": gone}


def _time(milliseconds: int | None) -> str | None:
    if not milliseconds:
        return None
    moment = datetime.datetime.fromtimestamp(milliseconds / 1000, datetime.UTC)
    return moment.isoformat(timespec="seconds")


def _line(row: dict[str, Any]) -> tuple[str, ...]:
    age = datetime.timedelta(seconds=row["age"] // 1000)
    return (row["name"], row["kind"], row["status"], str(age), row["project"], row["target"])
