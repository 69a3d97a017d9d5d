"""One operation under way: its TaskFlow engine, driven without holding a thread while it waits.

The engine is TaskFlow's parallel one with :class:`Steps` as its executor: a task runs at once, in
the thread that drives the engine. When it returns a wait (or several) its future stays open, the
engine comes to rest, the thread is free for others, and the future's end puts the run into its
project's queue again.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, InvalidStateError
from contextlib import closing, suppress
from functools import partial
from typing import Any

from oslo_db import exception as db_exceptions
from oslo_log import log
from prometheus_client import Counter, Histogram
from taskflow import engines, states
from taskflow import exceptions as taskflow_exceptions
from taskflow.persistence import models
from taskflow.types.failure import Failure

from gce_api.database import outage
from gce_api.database.models import Operation
from gce_api.database.persistence import Backend
from gce_api.google import errors
from gce_api.google.times import now
from gce_api.openstack import failures
from gce_api.openstack.cloud import Cloud
from gce_api.operations import plans
from gce_api.operations.resource import to_error
from gce_api.operations.store import Store
from gce_api.operations.watch import Wait, Watcher
from gce_api.operations.workers import Submit

LOG = log.getLogger(__name__)

ENDED = Counter("gce_api_operations", "Operations that ended here", ["type", "outcome"])
TAKEN = Histogram(
    "gce_api_operation_seconds",
    "Time from the request for an operation to its end, by type",
    ["type"],
    buckets=(1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800),
)
RETRIES = (1, 2, 4, 8, 15)  # seconds between attempts while a service of OpenStack is away


class Steps(Executor):
    """Runs the tasks of one flow."""

    def __init__(self, watcher: Watcher, cloud: Cloud, submit: Submit) -> None:
        self.running: list[Future[Any]] = []
        self._watcher = watcher
        self._cloud = cloud
        self._later = submit

    def submit(self, function: Any, /, *arguments: Any, **keywords: Any) -> Future[Any]:
        """Run TaskFlow's wrapper of a task; the future holds ``(outcome, result)``."""
        future: Future[Any] = Future()
        self.running.append(future)
        self._attempt(future, partial(function, *arguments, **keywords), iter(RETRIES))
        return future

    def _attempt(
        self, future: Future[Any], call: Callable[[], Any], delays: Iterator[float]
    ) -> None:
        outcome, result = call()
        waits = result if isinstance(result, list) else [result]
        if waits and isinstance(waits[0], Wait):
            self._wait(future, outcome, waits)
        elif isinstance(result, Failure):
            self._failed(future, call, delays, outcome, result)
        else:
            _resolve(future, outcome, result)

    def _failed(
        self,
        future: Future[Any],
        call: Callable[[], Any],
        delays: Iterator[float],
        outcome: str,
        failure: Failure,
    ) -> None:
        """Try again where a service of OpenStack is away for a moment, else fail the task."""
        error = gce_error(failure)
        delay = next(delays, None) if isinstance(error, errors.Unavailable) else None
        if delay is None:
            _resolve(future, outcome, Failure.from_exception(error))
            return
        LOG.warning("Trying again in %s s: %s", delay, error)
        again = (self._attempt, future, call, delays)
        timer = threading.Timer(delay, self._later, again)
        timer.daemon = True
        timer.start()

    def _wait(self, future: Future[Any], outcome: str, waits: list[Wait]) -> None:
        """Resolve the task's future when the last wait is over, with the first error if any."""
        waiting = [self._watcher.watch(wait.cloud or self._cloud, wait) for wait in waits]
        left = set(waiting)
        lock = threading.Lock()

        def ended(one: Future[None]) -> None:
            with lock:
                left.remove(one)
                if left:
                    return
            raised = next(filter(None, (each.exception() for each in waiting)), None)
            error = gce_error(Failure.from_exception(raised)) if raised else None
            _resolve(future, outcome, Failure.from_exception(error) if error else None)

        for one in waiting:
            one.add_done_callback(ended)


def _resolve(future: Future[Any], outcome: str, result: Any) -> None:
    with suppress(InvalidStateError):  # the run was abandoned meanwhile
        future.set_result((outcome, result))


def gce_error(failure: Failure) -> errors.GceError:
    """A task's failure in GCE's terms; also one that was saved by an earlier process."""
    raised = failure.exception
    if isinstance(raised, errors.GceError):
        return raised
    if raised is None:
        name = next(iter(failure)).rpartition(".")[2]
        kind = getattr(errors, name, errors.GceError)
        return kind(failure.exception_str)
    translated = failures.translate(raised)
    if translated is None:
        LOG.error("A task failed", exc_info=failure.exc_info)
        return errors.GceError(f"Internal error: {type(raised).__name__}.")
    return translated


def _ignore(*_: Any, **__: Any) -> None: ...


class Run:
    """An operation of this process from its start, or from where another process left it."""

    def __init__(
        self,
        row: Operation,
        arguments: dict[str, Any],
        *,
        store: Store,
        backend: Backend,
        submit: Submit,
        steps: Steps,
        injected: dict[str, Any],
        ended: Callable[[Run], None],
    ) -> None:
        self.id = row.id
        self.name = row.name
        self.ended = threading.Event()
        self._row = row
        self._arguments = arguments
        self._store = store
        self._backend = backend
        self._submit = submit
        self._steps = steps
        self._injected = injected
        self._on_end = ended
        self._engine: Any = None
        self._states: Iterator[str] | None = None
        self._abandoned = False

    def advance(self) -> None:
        """Go on as far as possible, in a thread of the pool; one thread at a time is in here."""
        try:
            if self._drive():
                return
        except Exception as error:
            # the database fails: the operation's keeper starts a new run of it later
            if outage.told(error):
                LOG.warning("Operation %s stops here until the database is back", self.name)
            else:
                LOG.exception("Operation %s stops here for now", self.name)
        self.ended.set()
        self._on_end(self)

    def _drive(self) -> bool:
        """Whether the engine waits; else the operation has ended, or is not ours any more."""
        raised: Exception | None = None
        try:
            if self._states is None:
                self._states = self._open()
            for state in self._states:
                if not self._abandoned and state == states.WAITING and self._park():
                    return True
        except (db_exceptions.DBError, taskflow_exceptions.StorageFailure):
            raise
        except Exception as error:
            raised = error
        if not self._abandoned:
            self._close(raised)
        return False

    def abandon(self) -> None:
        """Let go of the operation: another process has taken it."""
        LOG.warning("Operation %s was taken over by another process", self.name)
        self._abandoned = True
        if self._engine:
            with suppress(taskflow_exceptions.InvalidState):  # it has not begun yet
                self._engine.suspend()  # no step after the present one
        for future in list(self._steps.running):
            if future.cancel():
                future.set_running_or_notify_cancel()

    def _open(self) -> Iterator[str]:
        """Make the engine, from the flow's saved state where there is one, and start it."""
        if not self._store.start(self._row):
            self._abandoned = True
            return iter(())
        make, arguments = plans.opened(self._row.factory, self._arguments)
        flow = make(**arguments)
        self._engine = engines.load(
            flow,
            flow_detail=self._saved(flow.name),
            backend=self._backend,
            engine="parallel",
            executor=self._steps,
        )
        storage = self._engine.storage
        storage.set_task_progress = _ignore  # of single tasks: two writes for each, read by nobody
        if storage.get_flow_state() in (states.SUCCESS, states.REVERTED):
            return iter(())  # only the operation's own end was not written any more
        # transient: TaskFlow's tables hold none of it
        storage.inject({**arguments, **self._injected}, transient=True)
        self._engine.atom_notifier.register(states.SUCCESS, self._note_progress)
        return self._engine.run_iter(timeout=0)

    def _saved(self, name: str) -> models.FlowDetail:
        """TaskFlow's record of this flow; a new one the first time."""
        with closing(self._backend.get_connection()) as connection:
            try:
                book = connection.get_logbook(self.id)
            except taskflow_exceptions.NotFound:
                book = models.LogBook(self.name, uuid=self.id)
                book.add(models.FlowDetail(name, uuid=self.id))
                connection.save_logbook(book)
        return book.find(self.id)

    def _park(self) -> bool:
        """Arrange to be driven again when a task ends; ``False`` when one has ended already."""
        ended = [future for future in self._steps.running if future.done()]
        if ended:
            for future in ended:
                self._steps.running.remove(future)
        if ended or not self._steps.running:
            return False
        once = threading.Lock()

        def wake(_: Future[Any]) -> None:
            if once.acquire(blocking=False):
                self._submit(self.advance)

        for future in list(self._steps.running):
            future.add_done_callback(wake)
        return True

    def _note_progress(self, state: str, details: dict[str, Any]) -> None:
        graph = self._engine.compilation.execution_graph
        names = [node.name for node, data in graph.nodes(data=True) if data["kind"] == "task"]
        tasks = self._engine.storage.get_atoms_states(names).values()
        done = sum(task_state == states.SUCCESS for task_state, _ in tasks)
        progress = min(99, 100 * done // len(tasks))
        LOG.debug("Operation %s: %s is done (%s %%)", self.name, details["task_name"], progress)
        if not self._store.save(self.id, progress=progress, **self._target()):
            self.abandon()

    def _target(self) -> dict[str, str]:
        """The target's id where a task provides it, as a new resource has none before."""
        found = self._engine.storage.fetch_all().get("target_id")
        return {"target_id": found} if found else {}

    def _close(self, raised: Exception | None) -> None:
        """Write the end of the operation, and forget how it got there."""
        if self._engine and self._engine.storage.get_flow_state() == states.SUCCESS:
            end: dict[str, Any] = {"error": None, **self._target()}
            outcome = "done"
        else:
            end = {"error": self._reason(raised), "warnings": self._left_behind()}
            outcome = "failed"
        if self._store.finish(self.id, **end):
            ENDED.labels(self._row.kind, outcome).inc()
            TAKEN.labels(self._row.kind).observe((now() - self._row.inserted) / 1000)
        with (
            closing(self._backend.get_connection()) as connection,
            suppress(taskflow_exceptions.NotFound),
        ):
            connection.destroy_logbook(self.id)

    def _reason(self, raised: Exception | None) -> dict[str, Any]:
        """What the first step that failed says, or why there was no step at all."""
        failed = self._engine.storage.get_execute_failures() if self._engine else {}
        failure = next(iter(failed.values()), None)
        if failure is None:
            failure = Failure.from_exception(raised or errors.GceError("The operation failed."))
        return to_error(gce_error(failure))

    def _left_behind(self) -> list[dict[str, Any]]:
        """Warnings about what could not be removed again."""
        failed = self._engine.storage.get_revert_failures() if self._engine else {}
        return [
            {"code": "CLEANUP_FAILED", "message": f"{task}: {gce_error(failure).message}"}
            for task, failure in failed.items()
        ]
