"""The id of a request on its way: through threads, the log, an operation, and every upstream call.

OpenStack's services take an id of the form ``req-<UUID>`` from whoever calls them, write it into
their logs as the global request id, and send it on. oslo.context holds it, for each thread.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from oslo_context.context import RequestContext, get_current

HEADER = "X-Openstack-Request-Id"
_ID = re.compile(r"req-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)

P = ParamSpec("P")
T = TypeVar("T")


def context(given: str | None = None, **about: Any) -> RequestContext:
    """The context of some work; it has a request id of its own.

    :param given: the id that the client gave, or that an operation has kept. What is none of
        OpenStack's form is left out, as the services leave it out.
    :param about: further values of the context, such as ``user_name``.
    """
    known = given if given and _ID.fullmatch(given) else None
    return RequestContext(global_request_id=known, overwrite=False, **about)


def begin(given: str | None = None) -> RequestContext:
    """The same, of work that begins in this thread."""
    begun = context(given)
    begun.update_store()
    return begun


def current() -> str | None:
    """The id that others are told: the client's where it gave one, else ours."""
    present = get_current()
    return (present.global_request_id or present.request_id) if present else None


def carried(function: Callable[P, T], of: RequestContext | None = None) -> Callable[P, T]:
    """The function with this thread's context (or the given one), wherever it is called."""
    kept = of or get_current()

    def run(*arguments: P.args, **keywords: P.kwargs) -> T:
        if kept:
            kept.update_store()
        else:
            begin()  # a thread of a pool has that of its last work
        return function(*arguments, **keywords)

    return run
