"""Changing resources of the endpoint's own that OpenStack feels.

Most are kept, and that is all. Behind a load balancer it follows: of its backends, groups among
them, and of what these refer to. The families below that of the load balancers know nothing of it:
what follows is told by functions that are registered here (:func:`follower`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from gce_api.database.references import known_as, path_of
from gce_api.families.shared.call import Call
from gce_api.families.shared.kept import Collection, Content


@dataclass(frozen=True)
class Change:
    """A change that is written: what was kept of the resource of a path before and after."""

    path: str
    before: Content
    after: Content


@dataclass(frozen=True)
class Following:
    """The flow of the operation that lets OpenStack follow, and how its arguments are made."""

    flow: Callable[..., Any]
    arguments: Callable[[Change], dict[str, Any]]


# what follows a change of the resource that others know by a path, if anything does
Follower = Callable[[Call, str], Following | None]
FOLLOWERS: list[Follower] = []


def follower(function: Follower) -> Follower:
    """Register who knows what follows the changes of some resources."""
    FOLLOWERS.append(function)
    return function


def change(
    call: Call, collection: Collection, update: Callable[[Content], Content]
) -> dict[str, Any]:
    """Change the resource in the path, and what follows it.

    The Operation is done at once where nothing does.

    :param update: as for :meth:`gce_api.families.shared.kept.Collection.change`.
    :raises errors.NotFound: there is no such resource.
    """
    present = collection.get(call)
    known = known_as(present)
    following = next(filter(None, (tells(call, known) for tells in FOLLOWERS)), None)
    if following is None:
        return collection.change(call, update)
    before: Content = {}

    def noted(content: Content) -> Content:
        before.update(content)
        return update(content)

    path = path_of(present)
    with call.services.database.writer() as session:
        row = collection.write(session, call, noted)
        written = Change(path, before, dict(row.content))
    arguments = following.arguments(written)
    return call.operation(call.method.name, path, following.flow, arguments, present.id)
