"""Whether this process can do its work: found out beside the requests, and told from memory.

Each check has a thread of its own, which begins when somebody first asks and looks again every few
seconds. So asking waits for nothing, and what hangs is told as such.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import sqlalchemy
from oslo_log import log

from gce_api.database.connection import Database
from gce_api.families.shared.call import Services
from gce_api.google import errors

LOG = log.getLogger(__name__)

PAUSE = 5.0  # seconds between two looks
PATIENCE = 10.0  # seconds that a look may take
LONGEST_JOB = 300.0  # seconds without a beat after which the jobs are taken for stuck
LOST_KEEPERS = 5  # looks of the operations' keeper that may fail to come


@dataclass(frozen=True)
class Check:
    """Something that this process needs.

    :ivar ask: raises where it does not work
    :ivar reason: what anybody may be told then; the log has the cause
    """

    name: str
    ask: Callable[[], object]
    reason: str


class Probe:
    """Looks at one thing again and again."""

    def __init__(self, check: Check) -> None:
        self.check = check
        self.looked = threading.Event()
        self._reason = ""
        self._since = time.monotonic()

    def start(self) -> None:
        """Look from now on, in a thread."""
        threading.Thread(target=self._keep, name=f"check {self.check.name}", daemon=True).start()

    @property
    def reason(self) -> str:
        """What is wrong, empty where nothing is."""
        if time.monotonic() - self._since > PAUSE + PATIENCE:
            return f"It does not answer within {PATIENCE:.0f} seconds."
        return self._reason

    def look(self) -> None:
        """Find out how it is now."""
        try:
            self.check.ask()
        except Exception as error:
            if not self._reason:
                LOG.warning("Not ready: %s: %s", self.check.name, error)
            self._reason = self.check.reason
        else:
            self._reason = ""
        self._since = time.monotonic()
        self.looked.set()

    def _keep(self) -> None:
        while True:
            self.look()
            time.sleep(PAUSE)


class Readiness:
    """The checks of one process.

    :param disabled: a file; while it is there the process says that it is not ready.
    """

    def __init__(self, checks: Iterable[Check], disabled: str | None) -> None:
        self._probes = [Probe(check) for check in checks]
        self._disabled = disabled
        self._lock = threading.Lock()
        self._is_started = False

    @property
    def is_disabled(self) -> bool:
        """Whether an operator has taken the process out of service."""
        return bool(self._disabled) and os.path.exists(str(self._disabled))

    def reasons(self) -> dict[str, str]:
        """What is wrong with each thing that is needed, empty where nothing is. Waits only for
        what nobody has asked for before."""
        self._start()
        deadline = time.monotonic() + PATIENCE
        for probe in self._probes:
            probe.looked.wait(max(0.0, deadline - time.monotonic()))
        return {
            probe.check.name: probe.reason
            if probe.looked.is_set()
            else f"It does not answer within {PATIENCE:.0f} seconds."
            for probe in self._probes
        }

    def _start(self) -> None:
        with self._lock:
            if self._is_started:
                return
            self._is_started = True
        for probe in self._probes:
            probe.start()


def checks(services: Services) -> list[Check]:
    """What a process of the endpoint needs."""
    lease = services.conf.operations.lease_seconds
    return [
        Check("keystone", services.authenticator.ping, "Keystone cannot be reached."),
        Check("own user", services.authenticator.log_in_oneself, "The own user cannot log in."),
        Check("database", lambda: _ping(services.database), "The database cannot be reached."),
        Check("coordination", lambda: _coordinated(services), "The processes lost each other."),
        Check(
            "operations",
            lambda: _in_time(services.operations.heartbeat.is_late(LOST_KEEPERS * lease / 3)),
            "Nobody keeps the operations.",
        ),
        Check(
            "background",
            lambda: _in_time(services.heartbeat.is_late(LONGEST_JOB)),
            "The work in the background is stuck.",
        ),
    ]


def _ping(database: Database) -> None:
    with database.reader() as session:
        session.execute(sqlalchemy.text("SELECT 1"))


def _coordinated(services: Services) -> None:
    if not services.coordination.is_alive:
        raise errors.Unavailable("[coordination] backend_url: not renewed in time")


def _in_time(is_late: bool) -> None:
    if is_late:
        raise errors.Unavailable("no sign of life")
