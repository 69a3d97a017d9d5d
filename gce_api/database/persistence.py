"""Where TaskFlow keeps the state of flows: in the endpoint's own database."""

from __future__ import annotations

import functools

from sqlalchemy import Engine
from taskflow.persistence.backends import impl_sqlalchemy


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
