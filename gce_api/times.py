"""Times of OpenStack in Google's form."""

from __future__ import annotations

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
