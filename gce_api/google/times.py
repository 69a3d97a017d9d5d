"""Times of OpenStack, and of the endpoint's database, in Google's form.

That has milliseconds and the offset of Pacific time; some tools compare it as text.
"""

from __future__ import annotations

import time as clock
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from gce_api.google import errors

PACIFIC = ZoneInfo("America/Los_Angeles")


def rfc3339(text: str | None) -> str | None:
    """``2026-01-31T10:00:00Z`` (any ISO 8601, UTC unless it says) as
    ``2026-01-31T02:00:00.000-08:00``; ``None`` stays ``None``."""
    if not text:
        return None
    time = datetime.fromisoformat(text)
    return of(time.replace(tzinfo=UTC) if time.tzinfo is None else time)


def check(text: str, field: str) -> datetime:
    """The moment that a body gives in the form of RFC 3339.

    :raises errors.Invalid: it is none.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise errors.Invalid(
            f"Invalid value for field '{field}': '{text}'. Must be a time such as "
            "2026-01-31T10:00:00Z (RFC 3339)."
        )
    return moment


def of(time: datetime) -> str:
    """A moment, with its time zone, in that form."""
    return time.astimezone(PACIFIC).isoformat(timespec="milliseconds")


def of_milliseconds(since_1970: int) -> str:
    """A time of the endpoint's database in the same form."""
    return of(datetime.fromtimestamp(since_1970 / 1000, UTC))


def now() -> int:
    """Milliseconds since 1970."""
    return clock.time_ns() // 1_000_000
