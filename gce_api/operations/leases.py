"""What one process of all that share the database does at a time."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from oslo_db import exception as db_exceptions
from sqlalchemy import delete, update

from gce_api.database.connection import Database
from gce_api.database.models import Lease
from gce_api.operations.owner import is_gone
from gce_api.operations.store import now

PAUSE = 0.1  # seconds between two looks at a turn that another process has


class Leases:
    """The leases of a process; a lease ends with its process, or when it is not prolonged.

    :param owner: as :func:`gce_api.operations.owner.this_process`.
    """

    def __init__(self, database: Database, owner: str, seconds: float) -> None:
        self._database = database
        self._owner = owner
        self._milliseconds = int(seconds * 1000)
        self._locks = [threading.Lock() for _ in range(256)]  # a resource has one of these

    @contextmanager
    def turn_of(self, resource: str) -> Iterator[None]:
        """Change a resource while nobody else does, where OpenStack reads and writes it whole."""
        name = hashlib.sha256(resource.encode()).hexdigest()
        with self._locks[hash(resource) % len(self._locks)]:
            while not self.take(name):
                time.sleep(PAUSE)
            try:
                yield
            finally:
                self._release(name)

    def take(self, name: str) -> bool:
        """Take, or prolong, a lease; ``False`` while another process has it."""
        try:
            with self._database.writer() as session:
                held = session.get(Lease, name)
                until = now() + self._milliseconds
                if held is None:
                    session.add(Lease(name=name, owner=self._owner, until=until))
                    return True
                if held.owner != self._owner and held.until > now() and not is_gone(held.owner):
                    return False
                query = update(Lease).where(
                    Lease.name == name, Lease.owner == held.owner, Lease.until == held.until
                )
                values = {"owner": self._owner, "until": until}
                return session.execute(query.values(**values)).rowcount == 1  # type: ignore[attr-defined]
        except db_exceptions.DBDuplicateEntry:
            return False  # another was quicker

    def _release(self, name: str) -> None:
        with self._database.writer() as session:
            session.execute(delete(Lease).where(Lease.name == name, Lease.owner == self._owner))
