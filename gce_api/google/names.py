"""Names and numbers: GCE wants unique RFC 1035 names and decimal ids, OpenStack has neither."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from typing import Protocol, TypeVar

from gce_api.google import errors

NAME = re.compile(r"[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?")
LONGEST = 63  # characters of a name
PROJECT_ID = re.compile(r"[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?")

# what Google says of zones and regions, and this endpoint of whatever has no known birthday
UNKNOWN_TIME = "1969-12-31T16:00:00.000-08:00"


class Named(Protocol):
    """What has an OpenStack id and name."""

    @property
    def id(self) -> str: ...

    @property
    def name(self) -> str: ...


Thing = TypeVar("Thing", bound=Named)


def numeric_id(uuid: str) -> str:
    """GCE's ``id`` of an OpenStack UUID: the first 63 bits of its SHA-256, decimal."""
    return str(int.from_bytes(hashlib.sha256(uuid.encode()).digest()[:8]) >> 1)


def check_name(name: object, field: str = "name") -> str:
    """Return ``name`` if it is a valid GCE resource name (RFC 1035).

    :raises errors.Invalid: it is not.
    """
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise errors.Invalid(
            f"Invalid value for field 'resource.{field}': '{name}'. "
            f"Must be a match of regex '{NAME.pattern}'"
        )
    return name


def gce_names(
    things: Iterable[Thing], place: Callable[[Thing], Hashable] | None = None
) -> dict[str, str]:
    """The GCE name of each thing, by its id.

    A valid name that only one thing has is kept; any other is shown as
    ``<cleaned name>-<first 8 of the UUID>`` so that every thing can be addressed. ``place`` tells
    within what (a zone) the names have to be unique.
    """
    things = list(things)
    keys = {thing.id: (thing.name, place(thing) if place else None) for thing in things}
    count = Counter(keys.values())
    return {thing.id: gce_name(thing, unique=count[keys[thing.id]] == 1) for thing in things}


def gce_name(thing: Named, *, unique: bool = True) -> str:
    """The GCE name of one thing; ``unique`` tells whether no other has its name."""
    if unique and thing.name and NAME.fullmatch(thing.name):
        return thing.name
    return f"{clean(thing.name or '')}-{thing.id[:8]}"


def clean(name: str) -> str:
    """What is left of any text as the start of a GCE name: ``RegionOne`` is ``regionone``."""
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:50].strip("-")
    return slug if slug[:1].isalpha() else ("x-" + slug).strip("-")
