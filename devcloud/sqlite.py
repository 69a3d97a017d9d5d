"""Makes oslo.db behave on SQLite files that several threads use.

Out of the box every session opens the file and parses its whole schema (NullPool), and a
transaction that reads before it writes fails at once with "database is locked" when another
thread has written in between, whatever the timeout.  So:

* a pool of connections in place of NullPool;
* write-ahead logging and a busy timeout; no fsync, this is a cloud for development;
* writer transactions of oslo.db's enginefacade take the write lock when they begin.
"""

from __future__ import annotations

import sqlite3

import sqlalchemy
from oslo_db.sqlalchemy import enginefacade, engines
from sqlalchemy import event, orm, pool

from devcloud.replacing import replace

PRAGMAS = (
    "busy_timeout=60000",
    "journal_mode=WAL",
    "synchronous=OFF",
    "temp_store=MEMORY",
    "cache_size=-8000",
)


def install(immediate_writers: bool = True, foreign_keys: bool = False) -> None:
    """Apply all this to every engine made from now on in this process.

    ``immediate_writers`` is False for a service that opens two sessions in one request
    (Octavia): the second would wait for the lock of the first.  ``foreign_keys`` is for a
    service that leaves deletes to the database (Keystone): the rows that stay would be taken
    for those of the next row with the number of a deleted one.
    """
    _pool_connections()
    event.listen(sqlalchemy.engine.Engine, "connect", _set_pragmas)
    if foreign_keys:
        event.listen(sqlalchemy.engine.Engine, "connect", _enforce_foreign_keys)
    if immediate_writers:
        _mark_writer_sessions()
        event.listen(orm.Session, "after_begin", _begin_immediate)


def _pool_connections() -> None:
    create_engine = sqlalchemy.create_engine

    def create_pooled_engine(url, **options):
        if str(url).startswith("sqlite") and options.get("poolclass") is pool.NullPool:
            options.update(poolclass=pool.QueuePool, pool_size=30, max_overflow=-1)
            options.update(pool_pre_ping=False, pool_recycle=-1)  # a file does not hang up
            options.setdefault("connect_args", {})["check_same_thread"] = False
        return create_engine(url, **options)

    class Sqlalchemy:
        """The module ``sqlalchemy`` as oslo.db's engines module is to see it."""

        def __getattr__(self, name):
            return create_pooled_engine if name == "create_engine" else getattr(sqlalchemy, name)

    replace(engines, "sqlalchemy", Sqlalchemy())


def _set_pragmas(connection, record) -> None:
    if isinstance(connection, sqlite3.Connection):
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")


def _enforce_foreign_keys(connection, record) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA foreign_keys=ON")


def _mark_writer_sessions() -> None:
    def create_marked_session(self, mode, bind=None):
        session = create_session(self, mode, bind=bind)
        if mode is enginefacade._WRITER and bind is None:
            session.info["devcloud_writer"] = True
        return session

    create_session = replace(
        enginefacade._TransactionFactory, "_create_session", create_marked_session
    )


def _begin_immediate(session, transaction, connection) -> None:
    if not session.info.get("devcloud_writer") or transaction.nested:
        return
    if connection.dialect.name == "sqlite":
        # oslo.db has just sent a deferred BEGIN
        cursor = connection.connection.cursor()
        cursor.execute("COMMIT")
        cursor.execute("BEGIN IMMEDIATE")
        cursor.close()
