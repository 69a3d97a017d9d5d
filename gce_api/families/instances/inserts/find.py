"""What new instances are looked up by: once for all of them, side by side."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from gce_api.database import metadata
from gce_api.families.instances.disks import find as disks
from gce_api.families.instances.inserts.plan import FoundForInstances, check_instance
from gce_api.families.instances.instances import in_flight
from gce_api.families.instances.interfaces import find as interfaces
from gce_api.families.instances.service_accounts import of_project
from gce_api.families.places.machine_types.custom import with_custom
from gce_api.families.shared.call import Call
from gce_api.openstack import places, servers
from gce_api.openstack.parallel import gather
from gce_api.openstack.places import Zone

Json = dict[str, Any]
Asked = tuple[Zone, Json]  # an instance that is asked for, and where


def for_instances(
    call: Call, asked: Sequence[Asked], names: Collection[str] | None = None
) -> FoundForInstances:
    """What some instances of a region are planned by.

    However many are asked for, and however many disks and interfaces they have, it is the same
    calls: those of names, machine types and networks at once, and then those of disks.

    Nothing is asked for when a request is wrong by itself.

    :param names: of all instances of the region (:func:`names_in_region`), if they are known.
    :raises errors.Invalid: as :func:`gce_api.families.instances.inserts.plan.check_instance`.
    """
    for _, body in asked:
        check_instance(body)
    cloud, bodies = call.cloud, [body for _, body in asked]
    nics = [nic for body in bodies for nic in body.get("networkInterfaces") or [{}]]
    taken, flavors, *of_networks = gather(
        lambda: _taken(call, asked, names),
        lambda: _flavors(call, bodies),
        *interfaces.lookups(cloud, nics),
    )
    return FoundForInstances(
        references=call.references,
        flavors=flavors,
        taken=taken,
        accounts=of_project(call.services.database, call.project),
        project_metadata=metadata.of_project(call.services.database, call.project.uuid),
        networks=interfaces.of_rows(cloud, nics, of_networks),
        disks=disks.for_disks(call, bodies),
    )


def names_in_region(call: Call) -> set[str]:
    """The names of the region's instances, also of those that are being made (one call)."""
    unmade = in_flight.servers(call, call.cloud, None)
    return {server.name for server in [*unmade, *servers.brief(call.cloud)]}


def _taken(
    call: Call, asked: Sequence[Asked], names: Collection[str] | None
) -> set[tuple[str, str]]:
    """The zones and names of the instances that there are, of those names that are asked for."""
    wanted = {str(body.get("name")) for _, body in asked}
    if names is not None and wanted.isdisjoint(names):
        return set()
    only = next(iter(wanted)) if len(wanted) == 1 else None
    unmade = in_flight.servers(call, call.cloud, None, only)
    found = servers.named(call.cloud, only) if only else servers.detailed(call.cloud)
    return {(places.of_server(call.cloud, row), row.name) for row in [*unmade, *found]}


def _flavors(call: Call, bodies: Sequence[Json]) -> list[Any]:
    """The region's flavors, with those of custom machine types that may be made."""
    found: list[Any] = []
    for url in dict.fromkeys(body.get("machineType") for body in bodies if body.get("machineType")):
        found = with_custom(call, url)
    return found
