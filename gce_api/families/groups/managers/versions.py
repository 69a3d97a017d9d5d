"""Which version of its group each member is to be of: rolling updates, restarts and canaries.

A version is kept as ``instanceTemplate`` (path below the project), ``name`` where it has one, and
``targetSize`` (``fixed`` or ``percent``) where it is a canary. One version has no target size: its
are all other members. A member is of the version with its template and its version's name; so a
version of another name, as gcloud's ``rolling-action restart`` sends, makes all members outdated.
"""

from __future__ import annotations

import math
from collections import Counter
from typing import Any, NotRequired, TypedDict

# what an update does to a member, the least first
NONE, REFRESH, RESTART, REPLACE = ACTIONS = ("NONE", "REFRESH", "RESTART", "REPLACE")

Content = dict[str, Any]


class FixedOrPercent(TypedDict, total=False):
    """A number of members, or a share of all."""

    fixed: int
    percent: int


class Version(TypedDict):
    """A version of a group, as it is kept."""

    instanceTemplate: str
    name: NotRequired[str]
    targetSize: NotRequired[FixedOrPercent]


class Member(TypedDict):
    """A member of a group, as it is kept (:mod:`gce_api.families.groups.managers.members`)."""

    zone: str
    template: str
    version: str | None
    action: str
    server: str | None
    stale: bool
    beginning: str | None
    operation: str | None
    serial: int
    tries: int
    not_before: int
    health: NotRequired[str]


def sizes(versions: list[Version], size: int) -> list[int]:
    """How many of ``size`` members are to be of each version."""
    rest, found = size, []
    for version in versions:
        target = version.get("targetSize")
        wanted = min(rest, number_of(target, size)) if target else 0
        found.append(wanted)
        rest -= wanted
    return [
        wanted if version.get("targetSize") else rest
        for version, wanted in zip(versions, found, strict=True)
    ]


def number_of(some: FixedOrPercent, size: int) -> int:
    """A FixedOrPercent of a group's size, rounded up."""
    return some.get("fixed") or math.ceil(size * some.get("percent", 0) / 100)


def are_reached(content: Content) -> bool:
    """Whether every member has become of the version that it is to be of."""
    becoming = ("CREATING", "RECREATING", "RESTARTING")
    if any(member["action"] in becoming for member in _staying(content).values()):
        return False
    return not outdated(content)


def outdated(content: Content) -> dict[str, Version]:
    """The members that are of no version, or of one that has enough, with what they are to be."""
    lacking = _lacking(content)
    found = {}
    for name, member in _staying(content).items():
        of = version_of(content, member)
        if of is not None and lacking[content["versions"].index(of)] >= 0:
            continue
        index = max(range(len(lacking)), key=lacking.__getitem__)
        if of is not None:
            lacking[content["versions"].index(of)] += 1
        lacking[index] -= 1
        found[name] = content["versions"][index]
    return found


def too_many(content: Content) -> set[str]:
    """The members of no version, or of one that has more than it is to have in the end."""
    lacking = _lacking(content, content["targetSize"])
    return {
        name
        for name, member in _staying(content).items()
        if (of := version_of(content, member)) is None or lacking[content["versions"].index(of)] < 0
    }


def of_next(content: Content) -> Version:
    """The version of which a new member is to be."""
    lacking = _lacking(content)
    version: Version = content["versions"][max(range(len(lacking)), key=lacking.__getitem__)]
    return version


def primary(content: Content) -> Version:
    """The version of all members that are no canaries."""
    version: Version = next(v for v in content["versions"] if not v.get("targetSize"))
    return version


def version_of(content: Content, member: Member) -> Version | None:
    """The version of the group that a member is of, or none."""
    key = member["template"], member.get("version")
    return next((v for v in content["versions"] if _key(v) == key), None)


def set_version(member: Member, version: Version) -> None:
    """Note that a member is, or is to be made, of a version."""
    member["template"], member["version"] = _key(version)


def action_for(member: Member, version: Version, policy: dict[str, Any]) -> str | None:
    """What has to be done to a member to be of a version; ``None`` if that is not allowed.

    :param policy: ``minimalAction`` and ``mostDisruptiveAllowedAction``, as GCE has them.
    """
    needed = NONE if member["template"] == version["instanceTemplate"] else REPLACE
    wanted = max(needed, policy.get("minimalAction") or NONE, key=ACTIONS.index)
    most = policy.get("mostDisruptiveAllowedAction") or REPLACE
    if ACTIONS.index(needed) > ACTIONS.index(most):
        return None
    return min(wanted, most, key=ACTIONS.index)


def _lacking(content: Content, size: int | None = None) -> list[int]:
    """How many members each version still needs; negative where it has too many.

    :param size: of the group; by default its own, or as it is where that is more.
    """
    staying = _staying(content)
    has = Counter((m["template"], m.get("version")) for m in staying.values())
    most = max(content["targetSize"], len(staying)) if size is None else size
    wanted = sizes(content["versions"], most)
    return [
        number - has[_key(version)]
        for number, version in zip(wanted, content["versions"], strict=True)
    ]


def _staying(content: Content) -> dict[str, Member]:
    return {n: m for n, m in content["instances"].items() if m["action"] != "DELETING"}


def _key(version: Version) -> tuple[str, str | None]:
    return version["instanceTemplate"], version.get("name")
