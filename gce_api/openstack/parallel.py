"""Several OpenStack calls at the same time."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

_POOL = ThreadPoolExecutor(64, thread_name_prefix="upstream")


def gather(*functions: Callable[[], Any]) -> list[Any]:
    """Run the functions at once and return their results in order; the first error is raised.

    The last function runs in the calling thread. A function given here must not call
    ``gather`` itself (the pool is shared, nested waits could use it up).
    """
    futures = [_POOL.submit(function) for function in functions[:-1]]
    last = functions[-1]() if functions else None
    return [future.result() for future in futures] + ([last] if functions else [])
