"""Starts operations and keeps them going."""

from __future__ import annotations

import hashlib
import re
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

import orjson
from oslo_config import cfg
from oslo_log import log
from oslo_utils import reflection
from sqlalchemy.orm import Session

from gce_api import errors
from gce_api.auth.keystone import Caller
from gce_api.database.connection import Database
from gce_api.database.models import Operation, Resource
from gce_api.database.persistence import Backend
from gce_api.openstack.cloud import Cloud, Clouds
from gce_api.operations import store as rows
from gce_api.operations.credentials import Vault
from gce_api.operations.owner import is_gone, this_process
from gce_api.operations.resource import to_error, to_operation
from gce_api.operations.run import Run, Steps
from gce_api.operations.watch import Watcher
from gce_api.operations.workers import Workers

if TYPE_CHECKING:
    from gce_api.call import Call
    from gce_api.paging import Page

LOG = log.getLogger(__name__)

DAY = 24 * 3600
_REQUEST_ID = re.compile(r"[0-9a-fA-F]{8}(?:-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}")


class Operations:
    """Operations of this endpoint.

    Every process of the endpoint has one; together they share the database. An operation belongs
    to the process that accepted it until that process is gone, or has not renewed its lease.
    """

    def __init__(self, conf: cfg.ConfigOpts, clouds: Clouds, database: Database) -> None:
        self._settings = conf.operations
        self._clouds = clouds
        self._database = database
        self._vault = Vault(conf)
        self._store = rows.Store(database, this_process(), self._settings.lease_seconds)
        self._backend = Backend(database.engine)
        self._workers = Workers(self._settings.workers)
        self._watcher = Watcher(self._settings.wait_timeout)
        self._held = threading.Semaphore(self._settings.held_waits)
        self._runs: dict[str, Run] = {}

    def resume(self) -> None:
        """Take over what processes left that are gone, now and from now on, in a thread."""
        threading.Thread(target=self._keep, name="operations", daemon=True).start()

    def start(
        self,
        call: Call,
        kind: str,
        target: str,
        flow: Callable[..., Any],
        arguments: dict[str, Any],
        target_id: str | None = None,
        group_id: str | None = None,
        cloud: Cloud | None = None,
        claims: Sequence[str] = (),
    ) -> dict[str, Any]:
        """Record an operation, start its flow and return the Operation resource at once.

        Parameters as in :meth:`gce_api.call.Call.operation`.

        :raises errors.AlreadyExists: an unfinished operation is making one of the claims.
        """
        claims = [target, *claims] if kind == "insert" else claims
        row = _row(
            call,
            kind,
            target,
            status=rows.PENDING,
            progress=0,
            target_id=target_id,
            group_id=group_id,
            factory=reflection.get_callable_name(flow),
            arguments=self._vault.seal_arguments(arguments),
            cloud_region=(cloud or call.cloud).region,
            credentials=self._vault.seal(call.caller),
        )
        try:
            self._store.insert(row, claims)
        except rows.Taken as error:
            again = self.repeated(call)
            if again is None:
                # another may have let go of the claim by now, which would be as taken before
                taken = self._store.claimed(row.project, claims) or target
                raise errors.AlreadyExists.resource(
                    f"projects/{call.project.id}/{taken}"
                ) from error
            return again
        self._run(row, call.caller, arguments)
        return to_operation(call.links, row)

    def record(
        self, call: Call, kind: str, change: Callable[[Session], Resource]
    ) -> dict[str, Any]:
        """Change the endpoint's own database, and record an operation that is done, at once.

        :param kind: GCE's operation type.
        :param change: makes the change in the transaction that also writes the operation; returns
            the resource that it was made to. What it raises undoes everything.
        """
        now = rows.now()
        done = {"status": rows.DONE, "progress": 100, "started": now, "ended": now}
        nothing_left = {"factory": "", "cloud_region": ""}
        try:
            with self._database.writer() as session:
                resource = change(session)
                target = f"{resource.scope}/{resource.collection}/{resource.name}"
                row = _row(call, kind, target, target_id=resource.id, **done, **nothing_left)
                self._store.add(session, row)
        except rows.Taken:
            again = self.repeated(call)
            if again is None:
                raise
            return again
        return to_operation(call.links, row)

    def repeated(self, call: Call) -> dict[str, Any] | None:
        """The Operation that an earlier request with the same ``requestId`` started, if any.

        :raises errors.Invalid: the id is no UUID, or that request asked for something else.
        """
        request_id = call.params.get("requestId")
        if not request_id:
            return None
        if not _REQUEST_ID.fullmatch(request_id) or not request_id.strip("0-"):
            raise errors.Invalid(
                f"Invalid value for field 'requestId': '{request_id}'. Must be a non-zero UUID."
            )
        row = self._store.by_request(call.project.uuid, request_id)
        if row is None:
            return None
        if row.request_digest != _digest(call):
            raise errors.Invalid(
                f"Invalid value for field 'requestId': '{request_id}'. It was used for another "
                "request."
            )
        return to_operation(call.links, row)

    def list(self, call: Call, **place: str | None) -> Iterator[dict[str, Any]]:
        """The project's operations in the order of ``call.page``; of one place where given."""
        assert call.page
        found = self._store.scan(
            call.project.uuid,
            newest_first=call.page.newest_first,
            start=_start(call.page),
            chunk=call.page.chunk,
            **place,
        )
        return (to_operation(call.links, row) for row in found)

    def unmade(
        self,
        project: str,
        cloud_region: str,
        place: str,
        collection: str,
        name: str | None = None,
        *,
        with_id: bool = False,
    ) -> Sequence[tuple[Operation, dict[str, Any]]]:
        """Inserts whose resource OpenStack does not have yet, with the arguments of their flows.

        Parameters as in :meth:`gce_api.operations.store.Store.unmade`. Whoever also asks
        OpenStack, asks here first: what is there by then is not unmade any more.
        """
        found = []
        unmade = self._store.unmade(project, cloud_region, place, collection, name, with_id=with_id)
        for row in unmade:
            with suppress(errors.Unauthorized):  # of an earlier key: it is about to end with that
                found.append((row, self._vault.open_arguments(row.arguments)))
        return found

    def get(self, call: Call, **place: str | None) -> dict[str, Any]:
        """The operation named in the path.

        :raises errors.NotFound: this project has no such operation in that place.
        """
        return to_operation(call.links, self._row(call, **place))

    def wait(self, call: Call, **place: str | None) -> dict[str, Any]:
        """The operation as soon as it is done, or as it is when the client has waited enough.

        A server that holds too many such requests open answers at once, as Google's may.
        """
        row = self._row(call, **place)
        if self._held.acquire(blocking=False):
            try:
                row = self._await_end(call, row, **place)
            finally:
                self._held.release()
        return to_operation(call.links, row)

    def _await_end(self, call: Call, row: Operation, **place: str | None) -> Operation:
        deadline = time.monotonic() + self._settings.poll_seconds
        while row.status != rows.DONE and (left := deadline - time.monotonic()) > 0:
            run = self._runs.get(row.id)
            if run:
                run.ended.wait(left)
            else:
                time.sleep(min(left, 1))  # another process works on it
            row = self._row(call, **place)
        return row

    def delete(self, call: Call, **place: str | None) -> None:
        """Forget a finished operation.

        :raises errors.ResourceNotReady: it is not finished.
        """
        row = self._row(call, **place)
        if not self._store.delete(row.id):
            raise errors.ResourceNotReady(f"The operation '{row.name}' is not done yet.")

    def _row(self, call: Call, **place: str | None) -> Operation:
        row = self._store.by_name(call.project.uuid, call.name, **place)
        if row is None:
            path = call.method.path.format_map({**call.params, "project": call.project.id})
            raise errors.NotFound.resource(path.removesuffix("/wait"))
        return row

    def _run(self, row: Operation, caller: Caller, arguments: dict[str, Any]) -> None:
        cloud = self._clouds.lasting(caller, row.cloud_region)
        submit = self._workers.of(row.project)
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

    def _forget(self, run: Run) -> None:
        self._runs.pop(run.id, None)

    def _keep(self) -> None:
        """Renew leases, take over what was left, and forget what is old, for ever."""
        pruned = 0.0
        while True:
            try:
                self._renew()
                self._take_over()
                if time.monotonic() - pruned > 3600:
                    self._store.prune(self._settings.retention_days * DAY)
                    self._backend.prune()
                    pruned = time.monotonic()
            except Exception:
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
                self._run(row, caller, arguments)

    def _is_free(self, row: Operation) -> bool:
        """Whether nobody works on it."""
        if row.owner == this_process():  # the database failed in the middle of it
            return row.inserted < rows.now() - 10_000
        return row.lease < rows.now() or is_gone(row.owner or "")


def _row(call: Call, kind: str, target: str, **values: Any) -> Operation:
    """A new row; ``values`` beside what the call tells."""
    return Operation(
        id=str(secrets.randbits(63)),
        name=_new_name(),
        project=call.project.uuid,
        zone=call.zone.name if call.zone else None,
        region=None if call.zone else call.region,
        kind=kind,
        target=target,
        user=call.caller.user,
        inserted=rows.now(),
        request_id=call.params.get("requestId"),
        request_digest=_digest(call),
        **values,
    )


def _new_name() -> str:
    """A name like Google's: ``operation-1700000000000-5f0c2a9be3d41-1a2b3c4d-5e6f7a8b``."""
    random = secrets.token_hex(15)
    return f"operation-{rows.now()}-{random[:13]}-{random[13:21]}-{random[21:29]}"


def _start(page: Page) -> int | str | None:
    """The insert time, or the name, that no row of the page comes before."""
    match page.after:
        case [float() | int() as seconds, str(), *_] if page.newest_first:
            return round(-seconds * 1000)
        case [str() as name, *_] if not page.newest_first:
            return name
    return None


def _digest(call: Call) -> str:
    """What makes two requests the same one."""
    asked = [call.method.id, call.params, call.patch]
    return hashlib.sha256(orjson.dumps(asked, option=orjson.OPT_SORT_KEYS)).hexdigest()
