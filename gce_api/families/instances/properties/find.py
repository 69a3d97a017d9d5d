"""What the methods that change an instance look up about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gce_api.database import metadata as database
from gce_api.families.instances.instances.find import find_instance, shown, target_of
from gce_api.families.shared import settings
from gce_api.families.shared.call import ZonalCall
from gce_api.openstack.rows import Row


@dataclass(frozen=True, kw_only=True)
class FoundInstance:
    """An instance: its server, its path below the project, and the metadata of both places."""

    server: Row
    target: str
    kept: Mapping[str, str]

    def setting(self, name: str) -> Any:
        """One of :data:`gce_api.families.shared.settings.SETTINGS`; ``None``: it is not set."""
        return settings.read(self.kept, name)


@dataclass(frozen=True, kw_only=True)
class FoundForUpdate:
    """The same for an update: as GCE shows it, and its volumes by the names of their devices."""

    server: Row
    target: str
    shown: dict[str, Any]
    volumes: Mapping[str, str]


def instance_of(call: ZonalCall) -> FoundInstance:
    """The instance in the call's path (one call, one query).

    :raises errors.NotFound: there is none.
    """
    server, target = target_of(call)
    long = database.of_servers(call.services.database, [server.id]).get(server.id, {})
    return FoundInstance(server=server, target=target, kept={**server["metadata"], **long})


def for_update(call: ZonalCall) -> FoundForUpdate:
    """The same with all that it is shown with."""
    views, server, instance = shown(call, call.zone, call.name, find_instance)
    return FoundForUpdate(
        server=server,
        target=f"zones/{call.zone.name}/instances/{instance['name']}",
        shown=instance,
        volumes=views.disks.volumes(server),
    )
