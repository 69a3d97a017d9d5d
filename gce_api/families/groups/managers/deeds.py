"""What a managed instance group does next: a step from what is to what should be.

Pure functions of the group's content (:mod:`gce_api.families.groups.managers.members`), of how its
operations are and which servers there are, so that the work in the background
(:mod:`gce_api.families.groups.managers.job`) can be killed at any moment and done again.
"""

from __future__ import annotations

import copy
import functools
import secrets
import string
from dataclasses import dataclass
from typing import Any

from gce_api.families.groups.managers import healing, rolling, sizes, versions
from gce_api.families.groups.managers.members import (
    Content,
    Member,
    emptiest_zone,
    give_up,
    new_member,
)
from gce_api.openstack import marks
from gce_api.openstack.rows import Row
from gce_api.operations.store import DONE

INSERT = "insert"
MOST_ERRORS = 50  # that are kept
FIRST_PAUSE, LONGEST_PAUSE = 5_000, 300_000  # milliseconds before something is tried again


@dataclass(frozen=True)
class Deed:
    """An operation to begin for a member: ``insert``, ``delete``, ``start`` or ``reset``."""

    verb: str
    name: str
    member: Member
    server_name: str = ""


@dataclass(frozen=True)
class Seen:
    """What there is. The operations must have been asked for before the servers."""

    operations: dict[str, dict[str, Any]]
    servers: list[Row]
    now: int  # milliseconds since 1970

    @functools.cached_property
    def _by_id(self) -> dict[str, Row]:
        return {row.id: row for row in self.servers}

    @functools.cached_property
    def _by_maker(self) -> dict[str, Row]:
        marked = ((row["metadata"].get(marks.OPERATION), row) for row in self.servers)
        return {operation: row for operation, row in marked if operation}

    def server(self, member: Member) -> Row | None:
        """A member's server: the one it had, or the one its operation has made."""
        if member["server"]:
            return self._by_id.get(member["server"])
        return self._by_maker.get(member["operation"] or "")


def settle(content: Content, seen: Seen) -> Content:
    """The content after what was seen: results, deaths, and the size that is wanted."""
    content = copy.deepcopy(content)
    for name in list(content["instances"]):
        _note(content, name, seen)
    sizes.note(content, seen.now)
    if content.get("deleting"):
        for name in list(content["instances"]):
            give_up(content, name)
        return content
    _adjust_size(content)
    _heal(content, seen)
    rolling.roll(content)
    return content


def begin(content: Content, seen: Seen, most: int, most_inserts: int | None = None) -> list[Deed]:
    """The operations to begin now; that they are is noted, so that none is forgotten.

    :param most: so many at once, and so many inserts as well where ``most_inserts`` is not given.
    """
    deeds: list[Deed] = []
    left = {True: most if most_inserts is None else most_inserts, False: most}
    for name, member in content["instances"].items():
        verb = member["beginning"] or _verb(member)
        due = not member["operation"] and member["not_before"] <= seen.now
        if verb and due and left[verb == INSERT]:
            left[verb == INSERT] -= 1
            server = seen.server(member)
            member["beginning"] = verb
            deeds.append(Deed(verb, name, member, server.name if server else name))
    return deeds


def begun(content: Content, deed: Deed, operation: str) -> None:
    """Note that a deed's operation is under way."""
    if _is_beginning(content, deed):
        content["instances"][deed.name] |= {"beginning": None, "operation": operation}


def failed(content: Content, deed: Deed, code: str, message: str, now: int) -> None:
    """Note that a deed could not even begin."""
    if _is_beginning(content, deed):
        member = content["instances"][deed.name]
        member |= {"beginning": None, "serial": member["serial"] + 1}
        _put_off(content, deed.name, {"code": code, "message": message}, now)


def _is_beginning(content: Content, deed: Deed) -> bool:
    """Whether nobody else, such as another process, has noted what came of a deed."""
    member = content["instances"].get(deed.name)
    wanted = deed.verb, deed.member["serial"]
    return member is not None and (member["beginning"], member["serial"]) == wanted


def _verb(member: Member) -> str | None:
    match member["action"]:
        case "CREATING":
            return INSERT
        case "RECREATING":
            return "delete" if member["stale"] and member["server"] else INSERT
        case "DELETING":
            return "delete"
        case "STARTING":
            return "start"
        case "RESTARTING":
            return "reset"
    return None


def _note(content: Content, name: str, seen: Seen) -> None:
    """What has become of a member."""
    member = content["instances"][name]
    server = seen.server(member)
    if member["beginning"]:
        return
    if member["operation"]:
        state = seen.operations.get(member["operation"])
        if state is None or state["status"] != DONE:
            return
        member |= {"operation": None, "serial": member["serial"] + 1}
        if state["error"]:
            _put_off(content, name, state["error"], seen.now)
        else:
            member |= {"tries": 0, "not_before": 0}
            if member["action"] == "RESTARTING":
                member["action"] = "NONE"
    if server is None or server.id != member["server"]:
        member.pop("health", None)  # it was another's
    member["server"] = server.id if server else None
    if member["action"] == "DELETING":
        if server is None:
            del content["instances"][name]
    else:
        member["action"] = _next_action(member, server, seen.now)
        member["stale"] = member["stale"] and server is not None


def _next_action(member: Member, server: Row | None, now: int) -> str:
    """What a member that is to stay needs."""
    action: str = member["action"]
    if server is None:
        return "CREATING" if action == "CREATING" else "RECREATING"
    if action == "RECREATING" and member["stale"]:
        return action
    state, busy = server["OS-EXT-STS:vm_state"], server["OS-EXT-STS:task_state"]
    if state == "error" and not busy:
        member["stale"] = True
        return "RECREATING"
    if state == "stopped" and not busy:
        return "STARTING"
    return "RESTARTING" if action == "RESTARTING" else "NONE"


def _put_off(content: Content, name: str, error: dict[str, Any], now: int) -> None:
    """Note a failure, and that a while passes before the next attempt."""
    member = content["instances"][name]
    member["tries"] += 1
    pause = min(FIRST_PAUSE * 2 ** (member["tries"] - 1), LONGEST_PAUSE)
    member["not_before"] = now + pause
    noted = {
        "time": now,
        "action": member["action"],
        "instance": f"zones/{member['zone']}/instances/{name}",
        "template": member["template"],
        "code": error["code"],
        "message": error["message"],
    }
    content["errors"] = [*content["errors"], noted][-MOST_ERRORS:]


def _adjust_size(content: Content) -> None:
    """As many members as there should be."""
    size = content["targetSize"] + rolling.surge(content)
    for _ in range(size - rolling.staying(content["instances"])):
        name = _free_name(content)
        zone = emptiest_zone(content)
        content["instances"][name] = new_member(zone, versions.of_next(content))
    for _ in range(rolling.staying(content["instances"]) - size):
        give_up(content, _least_needed(content))


def _least_needed(content: Content) -> str:
    """The member to delete: of a version that has too many, of the least use, the youngest."""
    staying = {n: m for n, m in content["instances"].items() if m["action"] != "DELETING"}
    ages = {name: index for index, name in enumerate(staying)}
    too_many = versions.too_many(content)
    return min(staying, key=lambda name: (name not in too_many, _use(staying[name]), -ages[name]))


def _use(member: Member) -> int:
    if member["server"] is None:
        return 0
    return 2 if member["action"] == "NONE" else 1


def _free_name(content: Content) -> str:
    letters = string.ascii_lowercase + string.digits
    while True:
        ending = "".join(secrets.choice(letters) for _ in range(4))
        name = f"{content['baseInstanceName']}-{ending}"
        if name not in content["instances"]:
            return name


def _heal(content: Content, seen: Seen) -> None:
    """Replace members whose health check fails, so many at a time as an update would."""
    members = content["instances"]
    servers = {n: row for n, member in members.items() if (row := seen.server(member))}
    for name in healing.failing(content, servers, seen.now):
        if not rolling.may_miss_one(content):
            return
        members[name] |= {"action": "RECREATING", "stale": True, "not_before": 0}
