"""Waiting for OpenStack: one poll for all that wait for the same kind of thing in a project.

A task that has to wait returns a :class:`Wait` and holds no thread meanwhile. Whoever waits in
one project and region shares a poll, which asks only for what changed since the last one; each
thing is also looked at alone when the waiting begins, and again when nothing was heard of it for
a while, so a clock that is wrong or a row that was missed costs seconds, not the operation.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime

from oslo_log import log

from gce_api.database import outage
from gce_api.google import errors
from gce_api.openstack import failures
from gce_api.openstack.cloud import Cloud
from gce_api.operations.kinds import Kind, Row

LOG = log.getLogger(__name__)

FASTEST, SLOWEST = 0.25, 2.0  # seconds between two polls; slower while nothing happens
FEW = 2  # so many are looked at one by one, which is cheaper than a list
STALE = 10.0  # seconds after which a thing is looked at alone


@dataclass(frozen=True)
class Wait:
    """What a task returns when it has to wait for a server, volume, load balancer, ...

    ``until`` gets the resource's JSON as OpenStack answers it (``None``: it is gone) and returns
    whether the wait is over; what it raises fails the task. The task's result is ``None``.
    ``cloud`` is where the resource is, if that is not the operation's region.
    """

    kind: Kind
    id: str
    until: Callable[[Row | None], bool]
    cloud: Cloud | None = None


@dataclass(eq=False)
class _Waiter:
    wait: Wait
    cloud: Cloud
    deadline: float
    future: Future[None] = field(default_factory=Future)
    looked: float = float("-inf")


class Watcher:
    """The polls of this process."""

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._groups: dict[Hashable, _Group] = {}
        self._lock = threading.Lock()

    def watch(self, cloud: Cloud, wait: Wait) -> Future[None]:
        """A future that ends when the wait is over, or with the error that ended it."""
        waiter = _Waiter(wait, cloud, time.monotonic() + self._timeout)
        key = (cloud.caller.project.uuid, cloud.region, wait.kind.name)
        with self._lock:
            group = self._groups.get(key)
            if group is None:
                group = self._groups[key] = _Group(wait.kind)
                threading.Thread(
                    target=self._run, args=(key, group), name=f"watch-{key}", daemon=True
                ).start()
            group.add(waiter)
        return waiter.future

    def _run(self, key: Hashable, group: _Group) -> None:
        """Poll for a group until nobody waits any more."""
        while True:
            group.pause()
            try:
                group.poll()
            except Exception as error:
                if not outage.told(error):
                    LOG.exception("A poll failed; the next one follows")
            with self._lock:
                if group.is_empty():
                    del self._groups[key]
                    return


class _Group:
    """Those who wait for one kind of thing in one project and region."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self._waiters: list[_Waiter] = []
        self._since: datetime | None = None
        self._pause = 0.0
        self._polled = float("-inf")
        self._joined = threading.Event()

    def add(self, waiter: _Waiter) -> None:
        self._waiters.append(waiter)
        self._joined.set()

    def is_empty(self) -> bool:
        return not self._waiters

    def pause(self) -> None:
        """Sleep between two polls, not so long when somebody joins.

        Never less than ``FASTEST``: those who join one after another share the next poll.
        """
        if self._joined.wait(self._pause):
            self._pause = FASTEST
        time.sleep(max(0.0, self._polled + FASTEST - time.monotonic()))
        self._joined.clear()
        self._polled = time.monotonic()

    def poll(self) -> None:
        waiters = list(self._waiters)
        rows = self._changes(waiters)
        for waiter in waiters:
            self._serve(waiter, rows)
        served = [waiter for waiter in waiters if waiter.future.done()]
        for waiter in served:
            self._waiters.remove(waiter)
        moved = rows or served
        self._pause = FASTEST if moved else min(self._pause * 1.5 or FASTEST, SLOWEST)

    def _changes(self, waiters: list[_Waiter]) -> dict[str, Row] | None:
        """What changed since the last poll; ``None``: each has to be looked at.

        Asked for with the newest credentials at hand.
        """
        if len(waiters) <= FEW or self._kind.changes is None:
            self._since = None
            return None
        try:
            rows, self._since = self._kind.changes(waiters[-1].cloud, self._since)
        except Exception as error:
            LOG.warning("Cannot list changed %ss: %s", self._kind.name, error)
            return None
        wanted = {waiter.wait.id for waiter in waiters}
        return {row["id"]: row for row in rows if row["id"] in wanted}

    def _serve(self, waiter: _Waiter, rows: dict[str, Row] | None) -> None:
        """Tell one waiter what there is to tell, if anything."""
        now = time.monotonic()
        try:
            if rows and waiter.wait.id in rows:
                row: Row | None = rows[waiter.wait.id]
            elif rows is None or now - waiter.looked > STALE:
                row = self._kind.look(waiter.cloud, waiter.wait.id)
            else:
                return
            waiter.looked = now
            if waiter.wait.until(row):
                waiter.future.set_result(None)
            elif now > waiter.deadline:
                raise errors.TimedOut(
                    f"The {self._kind.name} {waiter.wait.id} did not get ready in time; "
                    f"its status is {(row or {}).get('status')}."
                )
        except Exception as error:
            if _is_passing(error) and now < waiter.deadline:
                LOG.warning("Cannot look at %s %s: %s", self._kind.name, waiter.wait.id, error)
            else:
                waiter.future.set_exception(error)


def _is_passing(error: Exception) -> bool:
    """Whether a later poll may well succeed: a service that is away for a moment."""
    return isinstance(failures.translate(error), errors.Unavailable)
