"""What the processes of the endpoint do one at a time: locks between them, by tooz.

Which way they find each other is ``[coordination] backend_url``: files on one host by default;
etcd, redis or ZooKeeper where there are several hosts. A lock ends with its process: a file's at
once, one of a service when its process has not renewed it in time. So it is renewed for as long as
it is held, and whoever holds it looks before each write whether it still does.
"""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import tooz
from oslo_log import log
from tooz import coordination, locking

from gce_api import options
from gce_api.google import errors

LOG = log.getLogger(__name__)

STRIPES = 4096  # locks for all resources together: the file driver never removes a file
TIMEOUT = 30.0  # seconds after which a service gives up a lock that was not renewed
PAUSE = 5.0  # seconds between two attempts to renew while the service is away


class Unusable(options.Wrong):
    """The processes cannot find each other; the message is a sentence that names the setting."""


class Turn:
    """A lock that this process holds, or did."""

    def __init__(self, lock: locking.Lock, coordination: Coordination) -> None:
        self._lock = lock
        self._coordination = coordination

    @property
    def lasts(self) -> bool:
        """Whether no other process can have the lock by now."""
        try:
            return self._lock.is_still_owner()
        except tooz.NotImplemented:
            return self._coordination.is_alive
        except tooz.ToozError:
            return False

    def check(self) -> None:
        """Look whether the turn is still this process's: before each write.

        :raises errors.Unavailable: it is not; what was read may be out of date.
        """
        if not self.lasts:
            raise errors.Unavailable("Another process may have begun to change the resource.")


class Coordination:
    """This process among those that share the work.

    :param backend_url: of tooz, with a folder that is made for ``file://``.
    :param member: what this process is called (:func:`gce_api.operations.owner.this_process`).
    :param installation: which endpoint it is a process of. Another one, with a database of its own,
        may use the same service: it has its own work to do, and takes turns with this one, as both
        may change the same cloud.
    :raises Unusable: there is no driver for the URL.
    """

    def __init__(self, backend_url: str, member: str, installation: str = "") -> None:
        self._url = backend_url
        self._member = member
        self._installation = installation
        try:
            self._coordinator = coordination.get_coordinator(backend_url, member.encode())
        # the second is stevedore's, the third a driver's whose library is not installed
        except (tooz.ToozError, RuntimeError, ImportError, ValueError) as error:
            raise Unusable(
                f"[coordination] backend_url: {self._shown}: {error}. The extras `etcd`, `redis` "
                "and `zookeeper` of gce-dashboard-api bring drivers."
            ) from error
        self._beaten = 0.0
        self._stopped = threading.Event()
        self._leading: dict[str, Turn] = {}

    def start(self) -> None:
        """Join the others, and renew what this process holds from now on, in a thread.

        :raises Unusable: that is not possible.
        """
        try:
            self._make_folder()
            self._coordinator.start(start_heart=False)
        except Exception as error:  # a driver's libraries raise what they like
            said = str(error) or type(error).__name__
            raise Unusable(f"[coordination] backend_url: {self._shown}: {said}") from error
        self._beaten = time.monotonic()
        threading.Thread(target=self._beat, name="coordination", daemon=True).start()

    def stop(self) -> None:
        """Leave the others; what this process held is free."""
        self._stopped.set()
        self._coordinator.stop()

    @property
    def is_alive(self) -> bool:
        """Whether what this process holds was renewed in time."""
        return time.monotonic() - self._beaten < TIMEOUT

    @contextmanager
    def turn_of(self, resource: str) -> Iterator[Turn]:
        """Change a resource while nobody else does, where OpenStack reads and writes it whole.

        Turns are not taken within turns: resources share :data:`STRIPES` locks.

        :raises errors.Unavailable: the service that the processes find each other by is away.
        """
        stripe = int(hashlib.sha256(resource.encode()).hexdigest(), 16) % STRIPES
        lock = self._coordinator.get_lock(f"turn-{stripe}".encode())
        try:
            lock.acquire()
        except tooz.ToozError as error:
            LOG.warning("Taking turns failed: %s", error)
            raise errors.Unavailable("The processes of this endpoint lost each other.") from error
        try:
            yield Turn(lock, self)
        finally:
            self._release(lock)

    def leads(self, work: str) -> bool:
        """Whether this process is the one of all of its installation that does some work; it is,
        once it was, for as long as it lives and renews its lock."""
        turn = self._leading.get(work)
        if turn and turn.lasts:
            return True
        self._leading.pop(work, None)
        lock = self._coordinator.get_lock(f"lead-{self._installation}-{work}".encode())
        try:
            if not lock.acquire(blocking=False):
                return False
        except tooz.ToozError as error:
            LOG.warning("Who leads the %s is not known: %s", work, error)
            return False
        self._leading[work] = Turn(lock, self)
        return True

    def _beat(self) -> None:
        away = False
        while not self._stopped.is_set():
            try:
                seconds = self._coordinator.heartbeat() or TIMEOUT / 3
                self._beaten, away = time.monotonic(), False
            except Exception as error:
                if not away:
                    LOG.warning("[coordination] backend_url: %s: %s", self._shown, error)
                seconds, away = 2 * PAUSE, True
            self._stopped.wait(seconds / 2)

    def _release(self, lock: locking.Lock) -> None:
        try:
            lock.release()
        except tooz.ToozError as error:  # it ends by itself
            LOG.warning("A turn was not ended: %s", error)

    def _make_folder(self) -> None:
        parts = urlsplit(self._url)
        if parts.scheme == "file":
            os.makedirs(parts.path, mode=0o700, exist_ok=True)

    @property
    def _shown(self) -> str:
        """The URL without what it may hold of a password."""
        parts = urlsplit(self._url)
        return f"{parts.scheme}://{parts.hostname or ''}{parts.path}"
