"""Finding a resource by what a client calls it: its name, the name it is shown under, its id."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from gce_api.google.names import NAME, Named, Thing, gce_names, numeric_id

_MADE_HERE = re.compile(r"[0-9]+|.*-[0-9a-f]{8}")  # a numeric id, or a name cleaned by us


def _of_uuid(thing: Named) -> str:
    return numeric_id(thing.id)


def among(
    things: Iterable[Thing], name: str, number: Callable[[Thing], str] = _of_uuid
) -> Thing | None:
    """The one of all things of a scope that a client calls ``name``.

    :param number: the numeric id of a thing, where it is not made of its UUID.
    """
    things = list(things)
    shown = gce_names(things)
    return next((t for t in things if name in (shown[t.id], number(t))), None)


def is_made_up(name: str) -> bool:
    """Whether a name looks like one that the endpoint has made, so that all of a scope have to be
    known to tell whose it is."""
    return bool(_MADE_HERE.fullmatch(name))


def by_name(
    name: str,
    query: Callable[[str], list[Thing]],
    everything: Callable[[], Iterable[Thing]],
    number: Callable[[Thing], str] = _of_uuid,
) -> Thing | None:
    """The same where OpenStack can be asked for a name: one call for nearly every name.

    :param query: the things of the scope that have exactly this name in OpenStack.
    :param everything: all things of the scope; asked for only when ``name`` looks like one that
        the endpoint has made up.
    """
    if NAME.fullmatch(name):
        found = query(name)
        if len(found) == 1:
            return found[0]
    return among(everything(), name, number) if is_made_up(name) else None
