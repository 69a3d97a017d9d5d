"""What a request tells of the operation that it asks for, and the row that is made of it."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import orjson

from gce_api.database.models import Operation
from gce_api.google import times
from gce_api.google.discovery import Method
from gce_api.google.links import Links
from gce_api.lists.paging import Page
from gce_api.openstack import tracing
from gce_api.openstack.caller import Caller, Project
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.places import Zone


class Asker(Protocol):
    """What operations need to know of the request that is about them: a call of a method."""

    method: Method
    params: dict[str, Any]
    caller: Caller
    links: Links

    @property
    def body(self) -> dict[str, Any]: ...

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


class Lister(Asker, Protocol):
    """The same of the call of a list."""

    @property
    def page(self) -> Page: ...


@dataclass(frozen=True)
class Prepared:
    """An operation before it is accepted: nobody knows of it yet, but it has its name.

    ``arguments`` are plain JSON, as the database keeps them.
    """

    row: Operation
    arguments: dict[str, Any]
    claims: Sequence[str]

    @property
    def name(self) -> str:
        return self.row.name


def new_row(call: Asker, kind: str, target: str, **values: Any) -> Operation:
    """A row that is not written yet; ``values`` beside what the call tells."""
    return Operation(
        id=str(secrets.randbits(63)),
        name=_new_name(),
        project=call.project.uuid,
        zone=call.zone.name if call.zone else None,
        region=None if call.zone else call.region,
        kind=kind,
        target=target,
        user=call.caller.user,
        inserted=times.now(),
        request_id=call.params.get("requestId"),
        request_digest=digest(call),
        trace=tracing.current(),
        **values,
    )


def digest(call: Asker) -> str:
    """What makes two requests the same one: the method and what is in its path. What else the
    second one says does not matter, and is not looked at, as at Google."""
    place = {
        name: call.params.get(name)
        for name, schema in call.method.parameters.items()
        if schema.get("location") == "path"
    }
    asked = [call.method.id, place]
    return hashlib.sha256(orjson.dumps(asked, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _new_name() -> str:
    """A name like Google's: ``operation-1700000000000-5f0c2a9be3d41-1a2b3c4d-5e6f7a8b``."""
    random = secrets.token_hex(15)
    return f"operation-{times.now()}-{random[:13]}-{random[13:21]}-{random[21:29]}"
