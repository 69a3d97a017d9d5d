"""Operations, as requests start them and ask for them."""

from __future__ import annotations

import hashlib
import re
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any, Protocol

import orjson
from oslo_config import cfg
from oslo_utils import reflection
from sqlalchemy.orm import Session

from gce_api import errors
from gce_api.auth.keystone import Caller, Project
from gce_api.database.connection import Database
from gce_api.database.models import Operation, Resource
from gce_api.discovery import Method
from gce_api.links import Links
from gce_api.openstack.cloud import Cloud, Clouds
from gce_api.operations import store as rows
from gce_api.operations.credentials import Vault
from gce_api.operations.engine import Engine
from gce_api.operations.owner import this_process
from gce_api.operations.resource import to_operation
from gce_api.paging import Page
from gce_api.places import Zone

_REQUEST_ID = re.compile(r"[0-9a-fA-F]{8}(?:-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}")


class Asker(Protocol):
    """What operations need to know of the request that is about them: a call of a method."""

    method: Method
    params: dict[str, Any]
    body: dict[str, Any]
    caller: Caller
    links: Links
    page: Page | None

    @property
    def project(self) -> Project: ...

    @property
    def name(self) -> str: ...

    @property
    def zone(self) -> Zone | None: ...

    @property
    def region(self) -> str | None: ...

    @property
    def cloud(self) -> Cloud: ...


class Operations:
    """Operations of this endpoint, as requests see them.

    Every process of the endpoint has one; together they share the database.
    """

    def __init__(self, conf: cfg.ConfigOpts, clouds: Clouds, database: Database) -> None:
        self._settings = conf.operations
        self._database = database
        self._vault = Vault(conf)
        self._store = rows.Store(database, this_process(), self._settings.lease_seconds)
        self._engine = Engine(conf, clouds, database, self._store, self._vault)
        self._held = threading.Semaphore(self._settings.held_waits)

    def resume(self) -> None:
        """Take over what processes left that are gone, now and from now on, in a thread."""
        self._engine.resume()

    def start(
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
        self._engine.begin(row, call.caller, arguments)
        return to_operation(call.links, row)

    def record(
        self, call: Asker, kind: str, change: Callable[[Session], Resource]
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
        if row.request_digest != _digest(call):
            raise errors.Invalid(
                f"Invalid value for field 'requestId': '{request_id}'. It was used for another "
                "request."
            )
        return to_operation(call.links, row)

    def list(self, call: Asker, **place: str | None) -> Iterator[dict[str, Any]]:
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
        while row.status != rows.DONE and (left := deadline - time.monotonic()) > 0:
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


def _row(call: Asker, kind: str, target: str, **values: Any) -> Operation:
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
            return round(max(0.0, min(-seconds * 1000, rows.now())))
        case [str() as name, *_] if not page.newest_first:
            return name
    return None


def _digest(call: Asker) -> str:
    """What makes two requests the same one: the method and what is in its path. What else the
    second one says does not matter, and is not looked at, as at Google."""
    place = {
        name: call.params.get(name)
        for name, schema in call.method.parameters.items()
        if schema.get("location") == "path"
    }
    asked = [call.method.id, place]
    return hashlib.sha256(orjson.dumps(asked, option=orjson.OPT_SORT_KEYS)).hexdigest()
