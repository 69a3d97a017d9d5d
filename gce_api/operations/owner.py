"""Which process runs an operation, and whether that process still lives."""

from __future__ import annotations

import functools
import os
import socket

import psutil


@functools.cache
def this_process() -> str:
    """``<host>:<pid>:<start time>`` of this process.

    The host part holds the process-id namespace too: containers that share a host name must not
    look up each other's process ids.
    """
    return f"{_host()}:{os.getpid()}:{psutil.Process().create_time():.2f}"


def is_gone(owner: str) -> bool:
    """Whether the process is known to have ended; ``False`` for one of another host."""
    host, pid, started = owner.rsplit(":", 2)
    if host != _host():
        return False
    try:
        return f"{psutil.Process(int(pid)).create_time():.2f}" != started
    except psutil.NoSuchProcess:
        return True


@functools.cache
def _host() -> str:
    try:
        namespace = os.readlink("/proc/self/ns/pid")
    except OSError:  # not Linux
        namespace = ""
    return socket.gethostname() + namespace
