"""How a managed group comes to another version: how many members at a time, and how many more it
has meanwhile.

With ``maxSurge`` there are so many more members, of the new version, until all are: those that are
replaced are missed by nobody. In the end the group is as large as before.
"""

from __future__ import annotations

from typing import Any

from gce_api.families.groups.managers import versions
from gce_api.families.groups.managers.members import is_unmade, thorough, to_roll, update
from gce_api.families.groups.managers.versions import FixedOrPercent, Member

Content = dict[str, Any]


def surge(content: Content) -> int:
    """How many members more than its size a group has now, as others are being replaced."""
    policy = content.get("updatePolicy") or {}
    asked: FixedOrPercent | None = policy.get("maxSurge")
    most = versions.number_of(asked, content["targetSize"]) if asked else 0
    if not most or policy.get("type") != "PROACTIVE":
        return 0
    members = content["instances"]
    replaced = {
        name
        for name, version in to_roll(content).items()
        if versions.action_for(members[name], version, thorough(policy)) == versions.REPLACE
    }
    if staying(members) > content["targetSize"]:  # the last that are replaced are still missed
        replaced |= {name for name, member in members.items() if member["action"] == "RECREATING"}
    return min(most, len(replaced))


def staying(members: dict[str, Member]) -> int:
    """How many members are not being deleted."""
    return sum(member["action"] != "DELETING" for member in members.values())


def roll(content: Content) -> None:
    """Update members of older versions, a few at a time, where the policy is to do so.

    Those that are not even being made will be made of the present versions, whatever the policy.
    """
    members = content["instances"]
    for name, version in versions.outdated(content).items():
        if is_unmade(members[name]):
            versions.set_version(members[name], version)
    policy = thorough(content.get("updatePolicy") or {})
    for name, version in to_roll(content).items():
        if not may_miss_one(content):
            return
        if members[name]["action"] == "NONE":
            update(content, name, version, policy)


def may_miss_one(content: Content) -> bool:
    """Whether one more member may be at work on something else than what it is for."""
    members = content["instances"]
    well = sum(member["action"] == "NONE" for member in members.values())
    least = min(content["targetSize"], staying(members)) - _most_unavailable(content)
    return well - 1 >= least


def _most_unavailable(content: Content) -> int:
    """``maxUnavailable``; one where neither that nor ``maxSurge`` lets anything be done."""
    most = (content.get("updatePolicy") or {}).get("maxUnavailable") or {}
    by_percent = len(content["instances"]) * most.get("percent", 0) // 100
    return max(0 if surge(content) else 1, most.get("fixed", 0), by_percent)
