"""Which function handles which method of the discovery document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gce_api.google.discovery import document

Function = Callable[..., Any]


@dataclass(frozen=True)
class Handler:
    """A handler function and how the shared layer treats what it returns.

    ``paged``: a list function that yields the rows of one region lazily, ``ordered``: one that
    yields all rows lazily in the page's order, see :mod:`gce_api.lists.answer`; other list
    functions return all rows in any order. ``kept``: what is set has no effect in OpenStack, and is
    shown again. ``public``: it also answers about projects that the
    caller is not in (``debian-cloud``), or that do not exist: ``call.params["project"]`` names it,
    and ``call.project`` is one of the caller's own.
    """

    function: Function
    paged: bool = False
    ordered: bool = False
    public: bool = False
    kept: bool = False


HANDLERS: dict[str, Handler] = {}


def implements(
    *method_ids: str,
    paged: bool = False,
    ordered: bool = False,
    public: bool = False,
    kept: bool = False,
) -> Callable[[Function], Function]:
    """Register a function as the handler of methods such as ``compute.disks.list``.

    A list function may also be registered for its ``aggregatedList``: it is then called with
    neither ``call.zone`` nor ``call.region`` and returns the rows of all scopes.
    """

    def register(function: Function) -> Function:
        for method_id in method_ids:
            if method_id not in document().methods:
                raise LookupError(f"{method_id} is no method of the discovery document")
            if method_id in HANDLERS:
                raise LookupError(f"{method_id} has two handlers")
            HANDLERS[method_id] = Handler(function, paged, ordered, public, kept)
        return function

    return register
