"""The instances of a group, as what is kept of it tells them; a managed group's too."""

from __future__ import annotations

from typing import Any

Content = dict[str, Any]


def server_ids(content: Content) -> list[str]:
    """The servers that are in a group, or have been: they may be gone by now."""
    if not is_managed(content):
        return list(content["members"])
    return [member["server"] for member in content["instances"].values() if member["server"]]


def paths(content: Content) -> dict[str, str]:
    """The servers of a managed group's members by the paths of their instances."""
    return {
        f"zones/{member['zone']}/instances/{name}": member["server"]
        for name, member in content["instances"].items()
        if member["server"]
    }


def is_managed(content: Content) -> bool:
    """Whether it is a manager's content: of an unmanaged group ``members`` are kept."""
    return "instances" in content
