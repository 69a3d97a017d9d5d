"""Connections to the endpoint's database (oslo.db; SQLite, PostgreSQL or MariaDB)."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Any

import sqlalchemy
from oslo_config import cfg
from oslo_db.exception import DBError
from oslo_db.sqlalchemy import enginefacade
from sqlalchemy import event, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from gce_api import options
from gce_api.database.models import Installation

SQLITE_PRAGMAS = (
    "busy_timeout = 60000",  # milliseconds that a writer waits for its turn
    "journal_mode = WAL",  # readers and the one writer do not block each other
    "synchronous = NORMAL",  # in WAL: survives a crash of the process, not always of the machine
)


@contextmanager
def explained() -> Iterator[None]:
    """Say in a sentence why the database cannot be used in the block.

    :raises options.Wrong: it cannot.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        raise options.Wrong(
            f"[database] connection: {error}; the extras `mysql` and `postgresql` of "
            "gce-dashboard-api bring a driver."
        ) from None
    except (DBError, SQLAlchemyError) as error:
        cause = getattr(error, "inner_exception", None) or error
        reason = str(getattr(cause, "orig", None) or cause).splitlines()[0]
        raise options.Wrong(f"[database] connection: {reason}") from None


def make_file(conf: cfg.ConfigOpts) -> None:
    """Make the file of an SQLite database, for nobody else to read, where it is missing."""
    url = sqlalchemy.make_url(conf.database.connection)
    if url.get_backend_name() == "sqlite" and url.database:
        with suppress(OSError):  # SQLAlchemy will say why
            os.close(os.open(url.database, os.O_WRONLY | os.O_CREAT, 0o600))


@enginefacade.transaction_context_provider
class _Context:
    """What enginefacade hangs a transaction on."""


class Database:
    """Sessions and engines; safe for use by several threads.

    SQLite gets two engines of one file. Transactions of the writing one start with ``BEGIN
    IMMEDIATE``, as one that reads first and writes later could not upgrade its lock, and take
    turns by a lock of this process, as SQLite itself would have them sleep and try again. Those
    of the reading one never wait.
    """

    def __init__(self, conf: cfg.ConfigOpts) -> None:
        settings: dict[str, Any] = dict(conf.database.items())
        sqlite = sqlalchemy.make_url(settings["connection"]).get_backend_name() == "sqlite"
        if sqlite:
            settings.update(slave_connection=settings["connection"], sqlite_fk=True)
        self._facade = enginefacade.transaction_context()
        self._facade.configure(
            **{name: settings[name] for name in settings if name in _ENGINE_SETTINGS},
            on_engine_create=[_tune_sqlite] if sqlite else [],
            synchronous_reader=not sqlite,
            thread_checkin=False,  # is for eventlet
        )
        self.engine: sqlalchemy.Engine = self._facade.writer.get_engine()
        if sqlite:
            _take_turns(self.engine)

    def writer(self) -> AbstractContextManager[Session]:
        """A session in a transaction that is committed at the end, rolled back on an error."""
        return self._facade.writer.using(_Context())

    def installation(self) -> str:
        """Which endpoint the database is of; the same for all processes that share it."""
        with self.reader() as session:
            return session.scalars(select(Installation.id)).one()

    def reader(self) -> AbstractContextManager[Session]:
        """A session to read with."""
        return self._facade.reader.using(_Context())


_ENGINE_SETTINGS = {
    "connection",
    "slave_connection",
    "sqlite_fk",
    "mysql_sql_mode",
    "mysql_wsrep_sync_wait",
    "connection_recycle_time",
    "connection_debug",
    "connection_parameters",
    "connection_trace",
    "max_pool_size",
    "max_overflow",
    "pool_timeout",
    "max_retries",
    "retry_interval",
}


def _tune_sqlite(engine: sqlalchemy.Engine) -> None:
    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, record: Any) -> None:
        for pragma in SQLITE_PRAGMAS:
            connection.execute("PRAGMA " + pragma)

    # oslo.db opens the file anew for each transaction, which takes three times as long as one
    engine.pool = QueuePool(
        engine.pool._creator,
        max_overflow=-1,
        dialect=engine.dialect,
        _dispatch=engine.pool.dispatch,
    )


def _take_turns(engine: sqlalchemy.Engine) -> None:
    turn = threading.Lock()

    @event.listens_for(engine, "begin")
    def begin(connection: sqlalchemy.Connection) -> None:
        connection.exec_driver_sql("COMMIT")  # the deferred transaction that oslo.db has begun
        turn.acquire()
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except Exception:
            turn.release()
            raise

    @event.listens_for(engine, "commit")
    @event.listens_for(engine, "rollback")
    def end(connection: sqlalchemy.Connection) -> None:
        turn.release()
