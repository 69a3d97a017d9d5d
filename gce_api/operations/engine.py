"""Runs the operations of this process, and those that other processes left."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from oslo_config import cfg
from oslo_log import log

from gce_api.database import outage
from gce_api.database.connection import Database
from gce_api.database.models import Operation
from gce_api.database.persistence import Backend
from gce_api.google import errors
from gce_api.google.times import now
from gce_api.openstack import tracing
from gce_api.openstack.caller import Caller
from gce_api.openstack.cloud import Clouds
from gce_api.operations.credentials import Vault
from gce_api.operations.heartbeat import Heartbeat
from gce_api.operations.owner import is_gone, this_process
from gce_api.operations.resource import to_error
from gce_api.operations.run import Run, Steps
from gce_api.operations.store import Store
from gce_api.operations.watch import Watcher
from gce_api.operations.workers import Submit, Workers

LOG = log.getLogger(__name__)

DAY = 24 * 3600


class Engine:
    """The operations under way in this process.

    An operation belongs to the process that accepted it until that process is gone, or has not
    renewed its lease.
    """

    def __init__(
        self, conf: cfg.ConfigOpts, clouds: Clouds, database: Database, store: Store, vault: Vault
    ) -> None:
        self._settings = conf.operations
        self._clouds = clouds
        self._database = database
        self._store = store
        self._vault = vault
        self._backend = Backend(database.engine)
        self._workers = Workers(self._settings.workers)
        self._watcher = Watcher(self._settings.wait_timeout)
        self._runs: dict[str, Run] = {}
        self.heartbeat = Heartbeat()

    def resume(self) -> None:
        """Take over what processes left that are gone, now and from now on, in a thread."""
        threading.Thread(target=self._keep, name="operations", daemon=True).start()

    def await_change(self, operation_id: str, seconds: float) -> None:
        """Return when an operation may have ended, at the latest after so long."""
        run = self._runs.get(operation_id)
        if run:
            run.ended.wait(seconds)
        else:
            time.sleep(min(seconds, 1))  # another process works on it

    def begin(self, row: Operation, caller: Caller, arguments: dict[str, Any]) -> None:
        """Start, or go on with, an operation that is this process's."""
        cloud = self._clouds.lasting(caller, row.cloud_region)
        submit = self._submit(row, caller)
        run = Run(
            row,
            arguments,
            store=self._store,
            backend=self._backend,
            submit=submit,
            steps=Steps(self._watcher, cloud, submit),
            injected={
                "cloud": cloud,
                "clouds": partial(self._clouds.lasting, caller),
                "operation": row.name,
                "database": self._database,
                "resumed": row.started is not None,
            },
            ended=self._forget,
        )
        self._runs[row.id] = run
        submit(run.advance)

    def _submit(self, row: Operation, caller: Caller) -> Submit:
        """What puts work on an operation into its project's queue, in the operation's context."""
        about = {"user_name": row.user, "project_name": caller.project.id}
        context = tracing.context(row.trace, project_id=row.project, **about)
        queue = self._workers.of(row.project)

        def submit(function: Callable[..., object], *arguments: object) -> None:
            queue(tracing.carried(function, context), *arguments)

        return submit

    def _forget(self, run: Run) -> None:
        self._runs.pop(run.id, None)

    def _keep(self) -> None:
        """Renew leases, take over what was left, and forget what is old, for ever."""
        pruned = 0.0
        while True:
            self.heartbeat.beat()
            try:
                self._renew()
                self._take_over()
                if time.monotonic() - pruned > 3600:
                    self._store.prune(self._settings.retention_days * DAY)
                    self._backend.prune()
                    pruned = time.monotonic()
                outage.over()
            except Exception as error:
                if not outage.told(error):
                    LOG.exception("Keeping the operations failed; trying again")
            time.sleep(self._settings.lease_seconds / 3)

    def _renew(self) -> None:
        runs = list(self._runs.values())
        mine = self._store.renew()
        for run in runs:
            if run.id not in mine and self._store.is_unfinished(run.id):
                run.abandon()

    def _take_over(self) -> None:
        for seen in self._store.unfinished():
            if seen.id in self._runs or not self._is_free(seen):
                continue
            row = self._store.take(seen)
            if row is None:
                continue
            LOG.info("Going on with operation %s (%s %s)", row.name, row.kind, row.target)
            try:
                caller = self._vault.open(row.credentials)
                arguments = self._vault.open_arguments(row.arguments)
            except errors.GceError as error:
                self._store.finish(row.id, error=to_error(error))
            else:
                self.begin(row, caller, arguments)

    def _is_free(self, row: Operation) -> bool:
        """Whether nobody works on it."""
        if row.owner == this_process():  # the database failed in the middle of it
            return row.inserted < now() - 10_000
        return row.lease < now() or is_gone(row.owner or "")
