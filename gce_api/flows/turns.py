"""One change of a resource at a time, where OpenStack reads and writes it as a whole."""

from __future__ import annotations

import threading

_LOCKS = [threading.Lock() for _ in range(256)]  # a resource has one of these


def turn_of(resource: str) -> threading.Lock:
    """What to hold while a resource is changed: between the operations of this process."""
    return _LOCKS[hash(resource) % len(_LOCKS)]
