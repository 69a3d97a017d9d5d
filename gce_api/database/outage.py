"""The database is away: told once, however many threads notice, and again when it is back."""

from __future__ import annotations

import threading

from oslo_db.exception import DBConnectionError, DBNonExistentDatabase
from oslo_log import log
from sqlalchemy import exc

LOG = log.getLogger(__name__)

# not to be reached, not there (a file's folder is gone), no connection of the pool free in time
AWAY = (DBConnectionError, DBNonExistentDatabase, exc.TimeoutError)


class Outage:
    """Something that the endpoint needs is away: logged when it goes, and when it comes back.

    :param away: what is logged, with the reason in place of ``%s``
    :param back: what is logged when it is over
    """

    def __init__(self, away: str, back: str) -> None:
        self._away = away
        self._back = back
        self._lock = threading.Lock()
        self._is_told = False

    def begins(self, error: BaseException) -> None:
        """It is away, or still is."""
        with self._lock:
            first, self._is_told = not self._is_told, True
        if first:
            LOG.error(self._away, str(error).splitlines()[0])

    def ends(self) -> None:
        """It has just answered."""
        with self._lock:
            was, self._is_told = self._is_told, False
        if was:
            LOG.warning(self._back)


_DATABASE = Outage(
    "[database] connection: the database cannot be reached. Until it can, requests get 503 "
    "and what goes on in the background waits: %s",
    "The database can be reached again",
)


def is_away(error: BaseException | None) -> bool:
    """Whether an error, or what led to it, says that the database cannot be reached."""
    while error is not None:
        if isinstance(error, AWAY):
            return True
        error = error.__cause__ or error.__context__
    return False


def told(error: BaseException) -> bool:
    """Whether an error says so; then it has been logged, in one line for the whole outage."""
    if not is_away(error):
        return False
    _DATABASE.begins(error)
    return True


def over() -> None:
    """The database has just answered."""
    _DATABASE.ends()
