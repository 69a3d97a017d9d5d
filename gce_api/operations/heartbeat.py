"""Whether a thread that works for ever still does."""

from __future__ import annotations

import time


class Heartbeat:
    """One thread beats, others look."""

    def __init__(self) -> None:
        self._beaten: float | None = None

    def beat(self) -> None:
        """The thread is there."""
        self._beaten = time.monotonic()

    def is_late(self, seconds: float) -> bool:
        """Whether it has begun, and has not beaten for longer than that."""
        return self._beaten is not None and time.monotonic() - self._beaten > seconds
