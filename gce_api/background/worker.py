"""Calls the jobs in time, in one process of all that share the database."""

from __future__ import annotations

import threading
import time

from oslo_log import log
from prometheus_client import Gauge, Histogram

from gce_api.background.jobs import JOBS, Job, apart
from gce_api.database import outage
from gce_api.families.shared.call import Services
from gce_api.openstack import tracing

LOG = log.getLogger(__name__)

WORK = "background"
SECONDS = Histogram(
    "gce_api_job_seconds", "Time that a job takes", ["job"], buckets=(0.1, 1, 5, 10, 30, 60, 300)
)
LAST = Gauge(
    "gce_api_job_last_end_timestamp_seconds",
    "When a job ended last, in whichever process leads",
    ["job"],
    multiprocess_mode="max",
)
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
            tracing.begin()
            name = job.work.__name__
            with apart(f"The job {name}"), SECONDS.labels(name).time():
                job.work(self._services)
            LAST.labels(name).set_to_current_time()
            self._due[job] = time.monotonic() + job.seconds
