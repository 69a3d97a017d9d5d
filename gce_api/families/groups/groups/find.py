"""What the methods of instance groups look up; a managed group is found as well."""

from __future__ import annotations

from gce_api.database.models import Resource
from gce_api.database.references import GROUPS, MANAGERS, known_as
from gce_api.families.groups.groups.plan import FoundForGroup, FoundMembers, members_asked
from gce_api.families.groups.members import is_managed, server_ids
from gce_api.families.instances.instances.find import find_instance
from gce_api.families.instances.instances.show import with_views
from gce_api.families.instances.paths import by_path, servers_at
from gce_api.families.networks.networks.find import find_network
from gce_api.families.networks.subnetworks.find import find_subnetwork
from gce_api.families.shared.call import Call, ListCall, ZonalCall
from gce_api.families.shared.kept import Collection, scope_of
from gce_api.google import errors
from gce_api.openstack import servers
from gce_api.openstack.rows import Row

KEPT = Collection(GROUPS)
MANAGED = Collection(MANAGERS)


def group_in(call: Call) -> Resource:
    """The group in the path, or the manager of one, by its name or numeric id.

    :raises errors.NotFound: there is neither.
    """
    scope = scope_of(call)
    try:
        return MANAGED.find(call, scope, call.name)
    except errors.NotFound:
        return KEPT.find(call, scope, call.name)


def check_unmanaged(call: Call) -> None:
    """Refuse to change a managed group in the path as if it were none.

    :raises errors.Invalid: it is one.
    """
    row = group_in(call)
    if is_managed(row.content):
        raise errors.Invalid(
            f"The resource 'projects/{call.project.id}/{known_as(row)}' is controlled by an "
            "instance group manager of the same name: change that."
        )


def for_insert(call: Call) -> FoundForGroup:
    """What a new group is about.

    :raises errors.NotFound: the network or subnetwork is not there.
    """
    return FoundForGroup(
        project=call.project.id,
        scope=scope_of(call),
        place=_place(call),
        managed={known_as(row) for row in MANAGED.of_project(call)},
    )


def new_members(call: ZonalCall) -> FoundMembers:
    """The instances that the body refers to, and the networks that they are on."""
    found = members(call)
    return FoundMembers(servers=found, places=_places(call, found))


def members(call: ZonalCall) -> list[Row]:
    """The instances that the body refers to (one call of Nova).

    :raises errors.Invalid: one is in another zone than the group.
    :raises errors.NotFound: one is not there.
    """
    zone = call.zone.name
    paths = members_asked(call.body, call.references, zone)
    found = servers_at(call.cloud, paths)
    for path in paths:
        if path not in found:
            raise errors.NotFound.resource(f"projects/{call.project.id}/{path}")
    return list(found.values())


def there(call: Call) -> set[str]:
    """The servers that there are (one call of Nova)."""
    return {server.id for server in call.in_scope(servers.brief)}


def members_of(call: Call, group: Resource) -> list[tuple[str, Row]]:
    """The members of a group that are there, each with the path of its instance (one call of
    Nova)."""
    found = {server.id: (path, server) for path, server in by_path(call.cloud).items()}
    return [found[uuid] for uuid in server_ids(group.content) if uuid in found]


def asked_about(call: ListCall) -> dict[str, str]:
    """The paths of the instances that the path names, one or (``-``) all of the zone, by the UUIDs
    of their servers."""
    zone, name = call.zone, call.params["instance"]
    place = f"zones/{zone.name}/" if zone else "zones/"
    if zone and name != "-":
        return {find_instance(call, zone, name).id: f"{place}instances/{name}"}
    every = by_path(call.cloud)
    return {server.id: path for path, server in every.items() if path.startswith(place)}


def _place(call: Call) -> dict[str, str]:
    """The network and subnetwork of a body as paths."""
    body, region, project = call.body, call.cloud.name, f"projects/{call.project.id}"
    found = {}
    if body.get("network"):
        field = "resource.network"
        find_network(call, body["network"], region, field)
        name = call.refer(body["network"], "networks", field).name
        found["network"] = f"{project}/global/networks/{name}"
    if body.get("subnetwork"):
        field = "resource.subnetwork"
        find_subnetwork(call, body["subnetwork"], region, field)
        name = call.refer(body["subnetwork"], "subnetworks", field).name
        found["subnetwork"] = f"{project}/regions/{region}/subnetworks/{name}"
    return found


def _places(call: ZonalCall, found: list[Row]) -> list[dict[str, str]]:
    """The network and subnetwork of the first interface of each server that has one."""
    views, _ = with_views(call, call.cloud, lambda: None)
    first = [views.view(s, s.name, call.zone.name, {})["networkInterfaces"][:1] for s in found]
    return [
        {
            field: nic[field].removeprefix(call.links.base)
            for field in ("network", "subnetwork")
            if nic.get(field)
        }
        for nics in first
        for nic in nics
    ]
