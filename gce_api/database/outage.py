"""The database is away: told once, however many threads notice, and again when it is back."""

from __future__ import annotations

import threading

from oslo_db.exception import DBConnectionError, DBNonExistentDatabase
from oslo_log import log
from sqlalchemy import exc

LOG = log.getLogger(__name__)

# not to be reached, not there (a file's folder is gone), no connection of the pool free in time
AWAY = (DBConnectionError, DBNonExistentDatabase, exc.TimeoutError)

_lock = threading.Lock()
_is_told = False


def is_away(error: BaseException | None) -> bool:
    """Whether an error, or what led to it, says that the database cannot be reached."""
    while error is not None:
        if isinstance(error, AWAY):
            return True
        error = error.__cause__ or error.__context__
    return False


def told(error: BaseException) -> bool:
    """Whether an error says so; then it has been logged, in one line for the whole outage."""
    global _is_told
    if not is_away(error):
        return False
    with _lock:
        first, _is_told = not _is_told, True
    if first:
        LOG.error(
            "[database] connection: the database cannot be reached. Until it can, requests get 503 "
            "and what goes on in the background waits: %s",
            str(error).splitlines()[0],
        )
    return True


def over() -> None:
    """The database has just answered."""
    global _is_told
    with _lock:
        was, _is_told = _is_told, False
    if was:
        LOG.warning("The database can be reached again")
