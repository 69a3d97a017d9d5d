"""Calls the jobs in time, in one process of all that share the database."""

from __future__ import annotations

import threading
import time

from oslo_log import log

from gce_api.background.jobs import JOBS, Job, apart
from gce_api.database import outage
from gce_api.families.shared.call import Services

LOG = log.getLogger(__name__)

WORK = "background"
TICK = 1.0  # seconds between looks at what is due


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
            self._services.heartbeat.beat()
            try:
                self.run()
            except Exception as error:
                if not outage.told(error):
                    LOG.exception("The work in the background failed; trying again")

    def run(self) -> None:
        """Call the jobs that are due, if it is this process's turn."""
        for job in JOBS:
            if time.monotonic() < self._due.get(job, 0.0):
                continue
            if not self._services.coordination.leads(WORK):
                return
            self._services.heartbeat.beat()
            with apart(f"The job {job.work.__name__}"):
                job.work(self._services)
            self._due[job] = time.monotonic() + job.seconds
