"""Operations, as requests start them and ask for them."""

from __future__ import annotations

import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any

from oslo_config import cfg
from sqlalchemy.orm import Session

from gce_api.database.connection import Database
from gce_api.database.models import Operation, Resource
from gce_api.google import errors, fingerprints, times
from gce_api.google.links import Links
from gce_api.lists.paging import Page
from gce_api.openstack.cloud import Cloud, Clouds
from gce_api.operations import plans, store
from gce_api.operations.credentials import Vault
from gce_api.operations.engine import Engine
from gce_api.operations.heartbeat import Heartbeat
from gce_api.operations.owner import this_process
from gce_api.operations.resource import to_operation
from gce_api.operations.rows import Asker, Lister, Prepared, digest, new_row

_REQUEST_ID = re.compile(r"[0-9a-fA-F]{8}(?:-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}")


class Operations:
    """Operations of this endpoint, as requests see them.

    Every process of the endpoint has one; together they share the database.
    """

    def __init__(self, conf: cfg.ConfigOpts, clouds: Clouds, database: Database) -> None:
        self._settings = conf.operations
        self._database = database
        self._vault = Vault(conf)
        self._store = store.Store(database, this_process(), self._settings.lease_seconds)
        self._engine = Engine(conf, clouds, database, self._store, self._vault)
        self._held = threading.Semaphore(self._settings.held_waits)

    def resume(self) -> None:
        """Take over what processes left that are gone, now and from now on, in a thread."""
        self._engine.resume()

    @property
    def heartbeat(self) -> Heartbeat:
        """Of the thread that renews and takes over operations."""
        return self._engine.heartbeat

    def prepare(
        self,
        call: Asker,
        kind: str,
        target: str,
        flow: Callable[..., Any],
        arguments: dict[str, Any],
        target_id: str | None = None,
        group_id: str | None = None,
        cloud: Cloud | None = None,
        claims: Sequence[str] = (),
    ) -> Prepared:
        """An operation for :meth:`accept`.

        Parameters as in :meth:`gce_api.families.shared.call.Call.operation`.

        :param group_id: what holds the operations of one request together where they are several.
        """
        kept = plans.kept(arguments)
        row = new_row(
            call,
            kind,
            target,
            status=store.PENDING,
            progress=0,
            target_id=target_id,
            group_id=group_id,
            factory=plans.name_of(flow),
            arguments=self._vault.seal_arguments(kept),
            cloud_region=(cloud or call.cloud).region,
            credentials=self._vault.seal(call.caller),
        )
        return Prepared(row, kept, [target, *claims] if kind == "insert" else claims)

    def accept(self, call: Asker, asked: Prepared, *parts: Prepared) -> dict[str, Any]:
        """Record an operation and those that it consists of, all or none of them; start their
        flows, and return the Operation resource of the first at once.

        :raises errors.AlreadyExists: an unfinished operation is making one of the claims.
        :raises errors.ConditionNotMet: one replaces the version that the client has seen.
        """
        everything = (asked, *parts)
        try:
            self._store.insert([(one.row, one.claims) for one in everything])
        except store.Taken as error:
            again = self.repeated(call)
            if again is None:
                taken = self._taken(asked.row, everything)
                if fingerprints.is_claim(taken):
                    raise fingerprints.stale("resource") from error
                raise errors.AlreadyExists.resource(
                    f"projects/{call.project.id}/{taken}"
                ) from error
            return again
        for one in everything:
            self._engine.begin(one.row, call.caller, one.arguments)
        return to_operation(call.links, asked.row)

    def _taken(self, asked: Operation, everything: Sequence[Prepared]) -> str:
        """What operations were not accepted for: another makes it, or two of them would.

        Another may have let go of its claim by now, which is as if it were still there.
        """
        claims = [path for one in everything for path in one.claims] or [asked.target]
        ((most_often, _),) = Counter(claims).most_common(1)
        return self._store.claimed(asked.project, claims) or most_often

    def record(
        self, call: Asker, kind: str, change: Callable[[Session], Resource]
    ) -> dict[str, Any]:
        """Change the endpoint's own database, and record an operation that is done, at once.

        :param kind: GCE's operation type.
        :param change: makes the change in the transaction that also writes the operation; returns
            the resource that it was made to. What it raises undoes everything.
        """
        now = times.now()
        done = {"status": store.DONE, "progress": 100, "started": now, "ended": now}
        nothing_left = {"factory": "", "cloud_region": ""}
        try:
            with self._database.writer() as session:
                resource = change(session)
                target = f"{resource.scope}/{resource.collection}/{resource.name}"
                row = new_row(call, kind, target, target_id=resource.id, **done, **nothing_left)
                self._store.add(session, [(row, ())])
        except store.Taken:
            again = self.repeated(call)
            if again is None:
                raise
            return again
        return to_operation(call.links, row)

    def repeated(self, call: Asker) -> dict[str, Any] | None:
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
        if row.request_digest != digest(call):
            raise errors.Invalid(
                f"Invalid value for field 'requestId': '{request_id}'. It was used for another "
                "request."
            )
        return to_operation(call.links, row)

    def list(self, call: Lister, **place: str | None) -> Iterator[dict[str, Any]]:
        """The project's operations in the order of ``call.page``; of one place where given."""
        found = self._store.scan(
            call.project.uuid,
            newest_first=call.page.newest_first,
            start=_start(call.page),
            chunk=call.page.chunk,
            **place,
        )
        return (to_operation(call.links, row) for row in found)

    def list_everywhere(
        self, page: Page, links: Callable[[str], Links]
    ) -> Iterator[dict[str, Any]]:
        """The operations of all projects in the order of ``page``, each with its ``project``.

        :param links: of a project, by its UUID.
        """
        found = self._store.scan(
            None, newest_first=page.newest_first, start=_start(page), chunk=page.chunk
        )
        for row in found:
            of = links(row.project)
            yield {**to_operation(of, row), "project": of.project}

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
                _, arguments = plans.opened(row.factory, self._vault.open_arguments(row.arguments))
                found.append((row, arguments))
        return found

    def get(self, call: Asker, **place: str | None) -> dict[str, Any]:
        """The operation named in the path.

        :raises errors.NotFound: this project has no such operation in that place.
        """
        return to_operation(call.links, self._row(call, **place))

    def wait(self, call: Asker, **place: str | None) -> dict[str, Any]:
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

    def _await_end(self, call: Asker, row: Operation, **place: str | None) -> Operation:
        deadline = time.monotonic() + self._settings.poll_seconds
        while row.status != store.DONE and (left := deadline - time.monotonic()) > 0:
            self._engine.await_change(row.id, left)
            row = self._row(call, **place)
        return row

    def delete(self, call: Asker, **place: str | None) -> None:
        """Forget a finished operation.

        :raises errors.ResourceNotReady: it is not finished.
        """
        row = self._row(call, **place)
        if not self._store.delete(row.id):
            raise errors.ResourceNotReady(f"The operation '{row.name}' is not done yet.")

    def _row(self, call: Asker, **place: str | None) -> Operation:
        row = self._store.by_name(call.project.uuid, call.name, **place)
        if row is None:
            path = call.method.path.format_map({**call.params, "project": call.project.id})
            raise errors.NotFound.resource(path.removesuffix("/wait"))
        return row


def _start(page: Page) -> int | str | None:
    """The insert time, or the name, that no row of the page comes before."""
    match page.after:
        case [float() | int() as seconds, str(), *_] if page.newest_first:
            return round(max(0.0, min(-seconds * 1000, times.now())))
        case [str() as name, *_] if not page.newest_first:
            return name
    return None
