"""Where TaskFlow keeps the state of flows: in the endpoint's own database."""

from __future__ import annotations

import functools

from sqlalchemy import Engine, MetaData, delete, select
from taskflow.persistence.backends import impl_sqlalchemy
from taskflow.persistence.backends.sqlalchemy import tables

from gce_api.database.models import Operation


class Backend(impl_sqlalchemy.SQLAlchemyBackend):
    """TaskFlow's, with one connection object for all: making one defines its tables anew.

    It holds no state; each of its methods takes a connection out of the engine's pool.
    """

    def __init__(self, engine: Engine) -> None:
        super().__init__({}, engine=engine)

    @functools.cached_property
    def _connection(self) -> impl_sqlalchemy.Connection:
        return super().get_connection()

    def get_connection(self) -> impl_sqlalchemy.Connection:
        return self._connection

    def prune(self) -> None:
        """Remove what was left of flows by processes that were killed while they tidied up."""
        logbooks = tables.fetch(MetaData()).logbooks
        unfinished = select(Operation.id).where(Operation.status != "DONE")
        with self.engine.begin() as connection:
            connection.execute(delete(logbooks).where(logbooks.c.uuid.not_in(unfinished)))
