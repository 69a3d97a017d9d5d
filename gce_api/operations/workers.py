"""The threads that work on operations; projects take turns at them."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

Work = Callable[[], object]
Submit = Callable[..., None]  # a function, and its arguments


class Workers:
    """Some threads, and a queue of work for each project that has any.

    A thread that gets free takes the first work of the project that has waited longest for its
    turn, so that one project's two hundred inserts do not keep another's single one waiting.
    """

    def __init__(self, threads: int) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="operation")
        self._queues: OrderedDict[str, deque[Work]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, project: str) -> Submit:
        """What puts work into a project's queue."""
        return partial(self._submit, project)

    def _submit(self, project: str, function: Callable[..., object], *arguments: object) -> None:
        with self._lock:
            self._queues.setdefault(project, deque()).append(partial(function, *arguments))
        self._pool.submit(self._work)  # as many times as there is work in the queues

    def _work(self) -> None:
        with self._lock:
            project, queue = self._queues.popitem(last=False)
            work = queue.popleft()
            if queue:
                self._queues[project] = queue  # behind the others
        work()
