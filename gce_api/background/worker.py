"""Calls the jobs in time, in one process of all that share the database."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from oslo_log import log

from gce_api.background.agents import Resting
from gce_api.families.shared.call import Services
from gce_api.google import errors
from gce_api.openstack import failures

LOG = log.getLogger(__name__)

WORK = "background"
TICK = 1.0  # seconds between looks at what is due

Work = Callable[[Services], None]


@dataclass(frozen=True)
class Job:
    """``work`` is called ``seconds`` after its last call has ended."""

    work: Work
    seconds: float


JOBS: list[Job] = []


def every(seconds: float) -> Callable[[Work], Work]:
    """Register a function of a module ``job`` of a family as a job."""

    def register(work: Work) -> Work:
        JOBS.append(Job(work, seconds))
        return work

    return register


@contextmanager
def apart(what: str) -> Iterator[None]:
    """Log what goes wrong in the block, and go on: other projects' work must not wait for it."""
    try:
        yield
    except Resting:
        return
    except errors.GceError as error:
        LOG.warning("%s: %s", what, error.message)
    except Exception as error:
        translated = failures.translate(error)
        if translated is None:
            LOG.exception("%s failed", what)
        else:
            LOG.warning("%s: %s", what, translated.message)


class Worker:
    """The jobs of this process."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._due: dict[Job, float] = {}

    def start(self) -> None:
        """Look after the jobs from now on, in a thread."""
        threading.Thread(target=self._keep, name="background", daemon=True).start()

    def _keep(self) -> None:
        while True:
            time.sleep(TICK)
            try:
                self.run()
            except Exception:
                LOG.exception("The work in the background failed; trying again")

    def run(self) -> None:
        """Call the jobs that are due, if it is this process's turn."""
        for job in JOBS:
            if time.monotonic() < self._due.get(job, 0.0):
                continue
            if not self._services.coordination.leads(WORK):
                return
            with apart(f"The job {job.work.__name__}"):
                job.work(self._services)
            self._due[job] = time.monotonic() + job.seconds
