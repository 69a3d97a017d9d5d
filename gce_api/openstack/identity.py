"""Who an instance is, from the moment its insert is accepted until it is deleted.

GCE gives an instance its numeric id and its creation time at once; here there is no server then,
and so no UUID to make an id of. Both come from the operation that makes the instance: its name is
known at once, and goes with the server as metadata. A server that another tool made has the
identity that everything of OpenStack has: its UUID, and the time of its own.
"""

from __future__ import annotations

import re

from gce_api.google import times
from gce_api.google.names import numeric_id
from gce_api.openstack import marks
from gce_api.openstack.rows import Row

_OPERATION = re.compile(r"operation-(\d{13})-[0-9a-f-]+")


def of_insert(operation: str) -> str:
    """The numeric id of the instance that an operation, known by its name, makes."""
    return numeric_id(operation)


def marks_of(operation: str) -> dict[str, str]:
    """What the metadata of a server that the operation makes says of it."""
    return {marks.OPERATION: operation, marks.ID: of_insert(operation)}


def is_operation(name: str) -> bool:
    """Whether a name is an operation's: of what has no name of its own yet."""
    return bool(_OPERATION.fullmatch(name))


def number(server: Row) -> str:
    """The numeric id of a server's instance."""
    kept = server["metadata"].get(marks.ID, "")
    return kept if kept.isdecimal() else numeric_id(server.id)


def created(server: Row) -> str | None:
    """When a server's instance was asked for, or made by another tool (RFC 3339)."""
    found = _OPERATION.fullmatch(server["metadata"].get(marks.OPERATION, ""))
    return times.of_milliseconds(int(found[1])) if found else times.rfc3339(server["created"])
