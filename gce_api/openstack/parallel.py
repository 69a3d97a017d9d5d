"""Several OpenStack calls at the same time."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from oslo_log import log

from gce_api.openstack.tracing import carried

LOG = log.getLogger(__name__)
T = TypeVar("T")
R = TypeVar("R")

_this = threading.local()  # ``calling`` in the threads of _CALLS
# as many as may hang in all services together: a gate (gates.py) lets 48 wait for each
_CALLS = ThreadPoolExecutor(256, "upstream", lambda: setattr(_this, "calling", True))
_REGIONS = ThreadPoolExecutor(128, thread_name_prefix="region")


def gather(*functions: Callable[[], Any]) -> list[Any]:
    """Run the functions at once and return their results in order; the first error is raised.

    The last function runs in the calling thread.
    """
    return _run(_CALLS, functions)


def later(function: Callable[[], Any]) -> None:
    """Run the function beside the request; what it raises is logged."""
    _CALLS.submit(carried(_logged(function)))


def _logged(function: Callable[[], Any]) -> Callable[[], None]:
    def run() -> None:
        try:
            function()
        except Exception as error:
            LOG.warning("What was to be asked for anew could not be: %s", error)

    return run


def map_regions(function: Callable[[T], R], regions: Sequence[T]) -> list[R]:
    """``function`` of each region at once, results in order; it may call :func:`gather`."""
    return _run(_REGIONS, [functools.partial(function, region) for region in regions])


def _run(pool: ThreadPoolExecutor, functions: Sequence[Callable[[], Any]]) -> list[Any]:
    if getattr(_this, "calling", False):  # one that waits for others of its pool could use it up
        return [function() for function in functions]
    futures = [pool.submit(carried(function)) for function in functions[:-1]]
    last = functions[-1]() if functions else None
    return [future.result() for future in futures] + ([last] if functions else [])
