"""Whose process is it: pid files that only their own live process holds locked.

A service keeps an exclusive lock on its pid file as long as it lives; the kernel drops the
lock when the process ends, however it ends.  So a locked file proves that the pid in it is
that service, and a pid left over from a crash or a reboot is never taken for it.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pathlib
import signal
import time
from collections.abc import Iterator

import psutil

CLAIM_SECONDS = 5
STOP_SECONDS = 10


def _try_lock(fd: int) -> bool:
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def claim(path: pathlib.Path) -> None:
    """Lock a pid file for the rest of this process's life and write the pid into it.

    Raises BlockingIOError when another live process holds it.
    """
    fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    deadline = time.monotonic() + CLAIM_SECONDS
    while not _try_lock(fd):  # a look by `holder` may hold it for an instant
        if time.monotonic() > deadline:
            raise BlockingIOError(f"{path} is held by another process")
        time.sleep(0.01)
    os.truncate(fd, 0)
    os.write(fd, str(os.getpid()).encode())


def holder(path: pathlib.Path) -> int | None:
    """The pid of the live process that claimed a pid file, None when there is none."""
    try:
        fd = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return None
    try:
        if _try_lock(fd):
            return None
        text = os.read(fd, 32)
        return int(text) if text.isdigit() else None
    finally:
        os.close(fd)


def stop(paths: list[pathlib.Path]) -> int:
    """End the processes that hold these pid files and remove the files.

    Returns how many there were.  A process that does not end when told to is killed.
    """
    held = [path for path in paths if holder(path)]
    remaining = held
    for number in (signal.SIGTERM, signal.SIGKILL):
        for path in remaining:
            pid = holder(path)
            if pid:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, number)
        remaining = wait_for_end(remaining)
    for path in paths:
        path.unlink(missing_ok=True)
    return len(held)


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """Let Ctrl-C and its like do nothing for the time of a block; for the main thread."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.signal(number, signal.SIG_IGN) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def wait_for_end(paths: list[pathlib.Path], seconds: float = STOP_SECONDS) -> list[pathlib.Path]:
    """Wait until no process holds these pid files; returns those that are held even then.

    The lock is what is waited for: a dead process that nobody reaps still has its pid.
    """
    deadline = time.monotonic() + seconds
    while (paths := [path for path in paths if holder(path)]) and time.monotonic() < deadline:
        time.sleep(0.02)
    return paths


@contextlib.contextmanager
def exclusive(path: pathlib.Path, on_wait=None) -> Iterator[None]:
    """Hold a lock file for the time of a block.

    ``on_wait()`` is called once if another process holds it and this one has to wait.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not _try_lock(fd):
            if on_wait:
                on_wait()
            fcntl.flock(fd, fcntl.LOCK_EX)
        yield
    finally:
        os.close(fd)


def memory(pid: int) -> int | None:
    """Bytes of memory that only this process accounts for (its share of shared pages)."""
    try:
        return psutil.Process(pid).memory_full_info().pss
    except (psutil.Error, AttributeError):
        return None


def describe_listener(port: int) -> str:
    """Who listens on a port of this machine, as far as this user may know: '' if unknown."""
    with contextlib.suppress(psutil.Error):
        for connection in psutil.net_connections(kind="inet4"):
            if connection.status == psutil.CONN_LISTEN and connection.laddr.port == port:
                if connection.pid is None:
                    break
                process = psutil.Process(connection.pid)
                return f" by process {connection.pid} ({process.name()})"
    return ""
