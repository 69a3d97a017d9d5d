"""The members of a managed instance group: what is kept of each, and what is asked of them.

A member, by its name in ``content["instances"]``:

``zone``, ``template``, ``version``
    where it is; the template (path below the project) that it is, or is to be, made of; and the
    name of the group's version that says so (:mod:`gce_api.families.groups.managers.versions`)
``action``
    GCE's ``currentAction``: NONE, CREATING, RECREATING, DELETING, STARTING, RESTARTING
``server``
    the UUID of its server, once there is one
``stale``
    whether the server is to be replaced by another (RECREATING)
``beginning``, ``operation``
    what was written down to begin for it, until that has; then the operation's name, until its end
``serial``, ``tries``, ``not_before``
    how many operations it has had; how many of them failed one after another; when (milliseconds)
    the next one may begin
``health``
    GCE's ``detailedHealthState`` of its server, where somebody probes
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from gce_api.families.groups.managers import versions
from gce_api.families.groups.managers.versions import Member, Version

Content = dict[str, Any]


def new_member(zone: str, version: Version) -> Member:
    """A member that is to be made."""
    return {
        "zone": zone,
        "template": version["instanceTemplate"],
        "version": version.get("name"),
        "action": "CREATING",
        "server": None,
        "stale": False,
        "beginning": None,
        "operation": None,
        "serial": 0,
        "tries": 0,
        "not_before": 0,
    }


def recreate(content: Content, name: str, version: Version) -> None:
    """Have a member's server replaced by one of a version."""
    member = content["instances"][name]
    if member["action"] not in ("DELETING", "CREATING"):
        member |= {"action": "RECREATING", "stale": True, "not_before": 0}
        versions.set_version(member, version)


def restart(content: Content, name: str, version: Version) -> None:
    """Have a member's server reset, and the member be of a version of the same template."""
    member = content["instances"][name]
    if member["action"] in ("NONE", "RESTARTING"):
        member |= {"action": "RESTARTING", "not_before": 0}
    versions.set_version(member, version)


def update(content: Content, name: str, version: Version, policy: dict[str, Any]) -> None:
    """Make a member one of a version, as far as a policy allows it."""
    match versions.action_for(content["instances"][name], version, policy):
        case versions.REPLACE:
            recreate(content, name, version)
        case versions.RESTART:
            restart(content, name, version)
        case versions.REFRESH | versions.NONE:
            versions.set_version(content["instances"][name], version)


def give_up(content: Content, name: str) -> None:
    """Have a member deleted; one that is not even being made is forgotten at once."""
    member = content["instances"][name]
    if is_unmade(member):
        del content["instances"][name]
    elif member["action"] != "DELETING":
        member |= {"action": "DELETING", "not_before": 0}


def is_unmade(member: Member) -> bool:
    """Whether a member is only wanted: there is no server, and none is being made."""
    return not (member["server"] or member["operation"] or member["beginning"])


def is_stable(content: Content) -> bool:
    """Whether the group is what it should be."""
    members = content["instances"].values()
    if content.get("deleting") or len(members) != content["targetSize"]:
        return False
    return all(member["action"] == "NONE" for member in members) and not to_roll(content)


def is_idle(content: Content, now: int) -> bool:
    """Whether there is nothing to do for a group yet: it is stable, or what failed is put off."""
    members = content["instances"].values()
    busy = [member for member in members if member["action"] != "NONE" or content.get("deleting")]
    if any(member["operation"] or member["not_before"] <= now for member in busy):
        return False
    if content.get("deleting"):
        return bool(members)
    staying = sum(member["action"] != "DELETING" for member in members)
    return staying == content["targetSize"] and not to_roll(content)


def to_roll(content: Content) -> dict[str, Version]:
    """The members that the group's policy wants to be updated, with what they are to be."""
    policy = content.get("updatePolicy") or {}
    if policy.get("type") != "PROACTIVE" or policy.get("minimalAction") == versions.NONE:
        return {}
    return {
        name: version
        for name, version in versions.outdated(content).items()
        if versions.action_for(content["instances"][name], version, thorough(policy))
    }


def thorough(policy: dict[str, Any]) -> dict[str, Any]:
    """A group's policy with its default: members are replaced."""
    return {"minimalAction": versions.REPLACE} | policy


def templates_of(content: Content) -> set[str]:
    """The templates that a manager needs, by their paths."""
    used = {member["template"] for member in content["instances"].values()}
    return used | {version["instanceTemplate"] for version in content["versions"]}


def emptiest_zone(content: Content) -> str:
    """The zone in which a new member should be."""
    used = Counter(member["zone"] for member in content["instances"].values())
    zones: list[str] = content["zones"]
    return min(zones, key=lambda zone: (used[zone], zones.index(zone)))
