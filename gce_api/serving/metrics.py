"""Prometheus metrics on a port of their own: requests, operations, jobs, and calls of OpenStack.

Each part counts what it does where it does it; here is what is asked of the database at each
scrape, and the server. prometheus-client brings both the formats and the mode for several
processes (``PROMETHEUS_MULTIPROC_DIR``).
"""

from __future__ import annotations

import errno
import os
import threading
import time
from collections.abc import Iterator

import prometheus_client
from oslo_config import cfg
from oslo_log import log
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from gce_api.database import outage
from gce_api.database.connection import Database
from gce_api.google.times import now
from gce_api.operations import store

LOG = log.getLogger(__name__)
PATIENCE = 10.0  # seconds until the port is tried again, which another process may have left

REQUESTS = Counter(
    "gce_api_requests", "Requests by method id, or page, and status", ["method", "status"]
)
DURATIONS = Histogram(
    "gce_api_request_seconds",
    "Time that requests take, by method id, or page",
    ["method"],
    buckets=(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 120),
)


class Unfinished(Collector):
    """The operations that are not done, of all processes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            found = store.backlog(self._database)
        except Exception as error:
            if not outage.told(error):
                LOG.exception("The operations cannot be counted")
            return
        count = GaugeMetricFamily(
            "gce_api_unfinished_operations", "Operations that are not done", labels=["status"]
        )
        for status, number, _oldest in found:
            count.add_metric([status], number)
        yield count
        ages = [now() - oldest for _status, _number, oldest in found]
        yield GaugeMetricFamily(
            "gce_api_oldest_unfinished_operation_seconds",
            "Age of the oldest operation that is not done",
            value=max(ages, default=0) / 1000,
        )


def start(conf: cfg.ConfigOpts, database: Database) -> None:
    """Serve the metrics from now on, if the settings name a port."""
    if conf.metrics.bind_port is None:
        return
    address = (conf.metrics.bind_port, str(conf.metrics.bind_host))
    of = registry(database)
    threading.Thread(target=_serve, args=(*address, of), name="metrics", daemon=True).start()


def registry(database: Database) -> CollectorRegistry:
    """What is served: this process's metrics, or those of all on this host."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        everybody = CollectorRegistry()
        MultiProcessCollector(everybody)
    else:
        everybody = CollectorRegistry()
        everybody.register(REGISTRY)
    everybody.register(Unfinished(database))
    return everybody


def _serve(port: int, host: str, of: CollectorRegistry) -> None:
    told = False
    while True:
        try:
            prometheus_client.start_http_server(port, host, of)
            return
        except OSError as error:
            if not told and error.errno == errno.EADDRINUSE:
                LOG.info("[metrics] bind_port: another process has it; trying again")
            elif not told:
                LOG.error("[metrics] bind_host: %s", error)
            told = True
        time.sleep(PATIENCE)
