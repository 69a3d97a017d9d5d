"""Times of OpenStack, and of the endpoint's database, in Google's form."""

from __future__ import annotations

import time as clock
from datetime import UTC, datetime


def rfc3339(text: str | None) -> str | None:
    """``2026-01-31T10:00:00Z`` (any ISO 8601, UTC unless it says) as
    ``2026-01-31T10:00:00.000+00:00``; ``None`` stays ``None``."""
    if not text:
        return None
    time = datetime.fromisoformat(text)
    if time.tzinfo is None:
        time = time.replace(tzinfo=UTC)
    return time.isoformat(timespec="milliseconds")


def of_milliseconds(since_1970: int) -> str:
    """A time of the endpoint's database in the same form."""
    return datetime.fromtimestamp(since_1970 / 1000, UTC).isoformat(timespec="milliseconds")


def now() -> int:
    """Milliseconds since 1970."""
    return clock.time_ns() // 1_000_000
