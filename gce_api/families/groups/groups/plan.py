"""What is kept of an unmanaged instance group, and what a change makes of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from gce_api.google import errors
from gce_api.google.links import References
from gce_api.google.names import check_name
from gce_api.openstack.rows import Row

LAST_PORT = 65535

Content = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class FoundForGroup:
    """What a new group needs to be known.

    :param place: ``network`` and ``subnetwork`` of the body, which are there, as paths.
    :param managed: the paths of the groups that managers have.
    """

    project: str
    scope: str
    place: dict[str, str]
    managed: Collection[str]


@dataclass(frozen=True, kw_only=True)
class FoundMembers:
    """The servers that a body refers to, and the networks, as paths, of their first interfaces."""

    servers: list[Row]
    places: list[dict[str, str]]


def plan_group(body: Content, found: FoundForGroup) -> Content:
    """The content of an unmanaged group: its description, named ports, network and members.

    :raises errors.AlreadyExists: a manager has a group of this name.
    """
    path = f"{found.scope}/instanceGroups/{body.get('name')}"
    if path in found.managed:
        raise errors.AlreadyExists.resource(f"projects/{found.project}/{path}")
    content: Content = {"members": [], "namedPorts": named_ports(body), **found.place}
    if body.get("description"):
        content["description"] = body["description"]
    return content


def named_ports(body: Content) -> list[dict[str, Any]]:
    """The named ports that a body of a group has, each with ``name`` and ``port``.

    :raises errors.Invalid: one has no valid name, or no port of 1 to 65535.
    """
    ports: list[dict[str, Any]] = body.get("namedPorts") or []
    for index, entry in enumerate(ports):
        field = f"namedPorts[{index}]"
        check_name(entry.get("name"), f"{field}.name")
        port = entry.get("port", 0)
        if not 1 <= port <= LAST_PORT:
            raise errors.Invalid(
                f"Invalid value for field 'resource.{field}.port': '{port}'. "
                f"Must be between 1 and {LAST_PORT}, inclusive."
            )
    return ports


def members_asked(body: Content, references: References, zone: str) -> list[str]:
    """The paths of the instances that a body refers to, each once.

    :raises errors.Invalid: one is in another zone than the group.
    """
    found = []
    for index, asked in enumerate(body.get("instances") or []):
        field = f"instances[{index}].instance"
        reference = references.refer(asked.get("instance"), "instances", field)
        if reference.zone not in (None, zone):
            raise errors.Invalid(
                f"Invalid value for field '{field}': '{asked['instance']}'. The instance is not "
                "in the zone of the group."
            )
        found.append(f"zones/{zone}/instances/{reference.name}")
    return list(dict.fromkeys(found))


def network_of(found: FoundMembers) -> dict[str, str]:
    """The network, and subnetwork, that all of the servers are on.

    :raises errors.Invalid: they are on several networks.
    """
    if len({place["network"] for place in found.places}) > 1:
        raise errors.Invalid("The instances are on several networks; a group has one.")
    return found.places[0] if found.places else {}


def with_members(content: Content, found: FoundMembers) -> Content:
    """A group with more members; the first one decides on its network, where it has none yet.

    :raises errors.Invalid: one is a member already, or on another network.
    """
    added, network = found.servers, network_of(found)
    twice = next((server for server in added if server.id in content["members"]), None)
    if twice:
        raise errors.Invalid(
            f"Invalid value for field 'instances': '{twice.name}'. The instance is a member "
            "of the group already."
        )
    if content.get("network") and added and content["network"] != network["network"]:
        raise errors.Invalid(
            "Invalid value for field 'instances': ''. All instances of a group must be on its "
            f"network '{content['network']}'."
        )
    members = content["members"] + [server.id for server in added]
    return {**network, **content, "members": members}


def without_members(content: Content, servers: list[Row]) -> Content:
    """A group with fewer members.

    :raises errors.Invalid: one is no member.
    """
    gone = {server.id: server for server in servers}
    stranger = next((s for uuid, s in gone.items() if uuid not in content["members"]), None)
    if stranger:
        raise errors.Invalid(
            f"Invalid value for field 'instances': '{stranger.name}'. The instance is no "
            "member of the group."
        )
    return {**content, "members": [uuid for uuid in content["members"] if uuid not in gone]}
