"""Instance groups: the unmanaged ones are kept by the endpoint, as OpenStack has none.

A managed group is shown here as well; what changes it: instance_group_managers.py.
"""

from __future__ import annotations

from typing import Any

from gce_api.database.models import Resource
from gce_api.families.balancing import references as balancing
from gce_api.families.groups.groups.plan import named_ports, plan_group
from gce_api.families.groups.groups.show import MANAGED, Members, group_path, server_ids, to_group
from gce_api.families.instances.instances.find import find_instance
from gce_api.families.instances.instances.show import with_views
from gce_api.families.shared.call import Call
from gce_api.families.shared.kept import Collection, scope_of
from gce_api.google import errors, fingerprints
from gce_api.google.registry import implements
from gce_api.openstack import servers
from gce_api.openstack.rows import Row

GROUPS = Collection("instanceGroups")
MANAGERS = Collection(MANAGED)

Content = dict[str, Any]


@implements(
    "compute.instanceGroups.list",
    "compute.instanceGroups.aggregatedList",
    "compute.regionInstanceGroups.list",
)
def list_groups(call: Call) -> list[dict[str, Any]]:
    found = GROUPS.listed(call) + MANAGERS.listed(call)
    there = _there(call) if found else set()
    return [to_group(call.links, row, _size(row, there)) for row in found]


@implements("compute.instanceGroups.get", "compute.regionInstanceGroups.get")
def get_group(call: Call) -> dict[str, Any]:
    row = find_group(call, scope_of(call), call.name)
    return to_group(call.links, row, _size(row, _there(call)))


@implements("compute.instanceGroups.insert")
def insert_group(call: Call) -> dict[str, Any]:
    name = call.body.get("name")
    _check_free(call, name)
    return GROUPS.insert(call, name, plan_group(call, call.body))


@implements("compute.instanceGroups.delete")
def delete_group(call: Call) -> dict[str, Any]:
    """The instances go on."""
    _check_unmanaged(call)
    return balancing.delete(call, GROUPS)


@implements("compute.instanceGroups.addInstances")
def add_instances(call: Call) -> dict[str, Any]:
    """A group's first instance decides on its network, where it has none yet."""
    _check_unmanaged(call)
    members = Members(call, call.cloud)
    added = _referred(call, members)
    network = _network_of(call, added) if added else {}

    def add(content: Content) -> Content:
        twice = next((s for s in added if s.id in content["members"]), None)
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
        return {**network, **content, "members": content["members"] + [s.id for s in added]}

    return balancing.change(call, GROUPS, add)


@implements("compute.instanceGroups.removeInstances")
def remove_instances(call: Call) -> dict[str, Any]:
    _check_unmanaged(call)
    gone = {server.id: server for server in _referred(call, Members(call, call.cloud))}

    def remove(content: Content) -> Content:
        stranger = next((s for uuid, s in gone.items() if uuid not in content["members"]), None)
        if stranger:
            raise errors.Invalid(
                f"Invalid value for field 'instances': '{stranger.name}'. The instance is no "
                "member of the group."
            )
        return {**content, "members": [uuid for uuid in content["members"] if uuid not in gone]}

    return balancing.change(call, GROUPS, remove)


@implements(
    "compute.instanceGroups.listInstances",
    "compute.regionInstanceGroups.listInstances",
)
def list_instances(call: Call) -> list[dict[str, Any]]:
    row = find_group(call, scope_of(call), call.name)
    members = Members(call, call.cloud)
    found = [members.named_ports(row, server) for server in members.of(row)]
    only_running = call.body.get("instanceState") == "RUNNING"
    return [one for one in found if one["status"] == "RUNNING" or not only_running]


@implements(
    "compute.instanceGroups.setNamedPorts",
    "compute.regionInstanceGroups.setNamedPorts",
)
def set_named_ports(call: Call) -> dict[str, Any]:
    row = find_group(call, scope_of(call), call.name)
    ports = named_ports(call.body)

    def change(content: Content) -> Content:
        present = content.get("namedPorts") or []
        fingerprints.check(call.body.get("fingerprint"), present, "named ports")
        return {**content, "namedPorts": ports}

    return balancing.change(call, Collection(row.collection), change)


@implements("compute.instances.listReferrers")
def list_referrers(call: Call) -> list[dict[str, Any]]:
    """The groups that an instance, or each of the zone (``-``), is in."""
    paths = _paths_by_server(call)
    return [
        {
            "referenceType": "MEMBER_OF",
            "referrer": call.links.url(f"{row.scope}/{row.collection}/{row.name}"),
            "target": call.links.url(paths[server]),
        }
        for row in GROUPS.of_project(call) + MANAGERS.of_project(call)
        for server in server_ids(row)
        if server in paths
    ]


def _paths_by_server(call: Call) -> dict[str, str]:
    """The paths of the instances that a request names, by the UUIDs of their servers."""
    assert call.zone
    zone, name = f"zones/{call.zone.name}/instances/", call.params["instance"]
    if name != "-":
        return {find_instance(call, name).id: zone + name}
    every = Members(call, call.cloud).by_path()
    return {server.id: path for path, server in every.items() if path.startswith(zone)}


def find_group(call: Call, scope: str, name: str) -> Resource:
    """A group, or the manager of one, by its scope and its name or numeric id.

    :raises errors.NotFound: there is neither.
    """
    try:
        return MANAGERS.find(call, scope, name)
    except errors.NotFound:
        return GROUPS.find(call, scope, name)


def _there(call: Call) -> set[str]:
    """The servers that there are."""
    return {server.id for server in call.in_scope(servers.brief)}


def _size(row: Resource, there: set[str]) -> int:
    return len(there.intersection(server_ids(row)))


def _referred(call: Call, members: Members) -> list[Row]:
    """The servers that a body refers to."""
    known = members.by_path()
    found = {}
    for index, asked in enumerate(call.body.get("instances") or []):
        field = f"instances[{index}].instance"
        reference = call.refer(asked.get("instance"), "instances", field)
        assert call.zone
        if reference.zone not in (None, call.zone.name):
            raise errors.Invalid(
                f"Invalid value for field '{field}': '{asked['instance']}'. The instance is not "
                "in the zone of the group."
            )
        path = f"zones/{call.zone.name}/instances/{reference.name}"
        if path not in known:
            raise errors.NotFound.resource(f"projects/{call.project.id}/{path}")
        found[path] = known[path]
    return list(found.values())


def _network_of(call: Call, found: list[Row]) -> Content:
    """The network, and subnetwork, of the first interface of servers, as paths.

    :raises errors.Invalid: they are on several networks.
    """
    views, _ = with_views(call, call.cloud, lambda: None)
    assert call.zone
    zone = call.zone.name
    first = [views.view(s, s.name, zone, {})["networkInterfaces"] for s in found]
    places = [nics[0] for nics in first if nics]
    if len({nic["network"] for nic in places}) > 1:
        raise errors.Invalid("The instances are on several networks; a group has one.")
    nic = places[0] if places else {}
    return {
        field: nic[field].removeprefix(call.links.base)
        for field in ("network", "subnetwork")
        if nic.get(field)
    }


def _check_unmanaged(call: Call) -> None:
    row = find_group(call, scope_of(call), call.name)
    if row.collection == MANAGED:
        raise errors.Invalid(
            f"The resource 'projects/{call.project.id}/{group_path(row)}' is controlled by an "
            "instance group manager of the same name: change that."
        )


def _check_free(call: Call, name: Any) -> None:
    """Whether no manager has a group of this name.

    :raises errors.AlreadyExists: one has.
    """
    scope = scope_of(call)
    if any(row.scope == scope and row.name == name for row in MANAGERS.of_project(call)):
        path = f"projects/{call.project.id}/{scope}/instanceGroups/{name}"
        raise errors.AlreadyExists.resource(path)
