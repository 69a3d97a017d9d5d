"""Several changes one after another: all of them, or none."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Sequence
from typing import Any

from gce_dashboard import api
from gce_dashboard.api import Client
from gce_dashboard.framework import operations
from gce_dashboard.framework.resources import scope_of

Json = dict[str, Any]


@dataclasses.dataclass(frozen=True)
class Step:
    """One resource to make: where it is POSTed, and what it is."""

    path: str
    body: Json

    @property
    def made(self) -> str:
        """The path of what it makes."""
        return f"{self.path}/{self.body['name']}"


def make(client: Client, steps: Sequence[Step], request_id: str) -> Json:
    """Make several resources, each when the one before is there.

    :returns: the Operation of the last, which goes on
    :raises api.GceError: one was refused; those before it are gone again
    """
    *before, last = steps
    made: list[Step] = []
    try:
        for step in before:
            operation = client.post(step.path, step.body)
            made.append(step)
            wait(client, operation)
        return client.post(last.path, last.body, request_id=request_id)
    except api.GceError:
        for step in reversed(made):
            with contextlib.suppress(api.GceError):  # what is wrong has been said already
                wait(client, client.delete(step.made))
        raise


def wait(client: Client, operation: Json) -> None:
    """Wait until an operation is done.

    :raises api.GceError: it has failed
    """
    while operation.get("name") and not operations.is_done(operation):
        place = scope_of(operation)
        operation = client.post(f"{place}/operations/{operation['name']}/wait")
    told = operations.errors(operation)
    if told:
        raise api.ApiError(" ".join(told), code=int(operation.get("httpErrorStatusCode", 500)))
