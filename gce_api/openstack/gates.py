"""One service of OpenStack that hangs must not use up what the others need.

A gate stands before each service of each region. It lets so many calls wait at once, and refuses
further ones at once while many wait and nobody is answered, or, once a call was not answered at
all, while a single one waits. As long as somebody is answered, the service is merely busy: then one
waits for one's turn.
"""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from gce_api.google import errors

MOST = 48  # calls that wait for one service at once; fewer than there are threads and connections
MANY = 16  # calls that nobody would miss: of fewer it is never said that they hang
PATIENCE = 5.0  # seconds without any answer until a service is taken for hanging


class Gate:
    """The way to one service; safe for use by several threads."""

    def __init__(self, most: int = MOST, many: int = MANY, patience: float = PATIENCE) -> None:
        self._most, self._many, self._patience = most, many, patience
        self._waiting = 0
        self._sign = 0.0  # of life: when it answered last, or was asked first since
        self._is_doubted = False  # the last call was not answered at all
        self._changed = threading.Condition()

    @contextmanager
    def passage(self) -> Iterator[Passage]:
        """Call the service in the block, which tells by ``is_answered`` what came of it.

        :raises errors.Unavailable: it hangs, and enough calls wait for it.
        """
        self._enter()
        through = Passage()
        try:
            yield through
        finally:
            with self._changed:
                self._waiting -= 1
                self._is_doubted = not through.is_answered
                if through.is_answered:
                    self._sign = time.monotonic()
                self._changed.notify()

    def _enter(self) -> None:
        with self._changed:
            while not self._hangs() and self._waiting >= self._most:
                self._changed.wait(self._patience)
            if self._hangs():
                raise errors.Unavailable("A service of this cloud does not answer.")
            if not self._waiting:
                self._sign = time.monotonic()
            self._waiting += 1

    def _hangs(self) -> bool:
        quiet = time.monotonic() - self._sign > self._patience
        return quiet and self._waiting >= (1 if self._is_doubted else self._many)


@dataclass
class Passage:
    """One call: whether the service answered, whatever it said."""

    is_answered: bool = False


GATES: defaultdict[Hashable, Gate] = defaultdict(Gate)
