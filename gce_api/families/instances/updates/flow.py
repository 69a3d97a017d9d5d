"""Changing several things of an instance in one operation, and its name."""

from __future__ import annotations

from typing import Any

from openstack import exceptions as sdk

from gce_api.database.connection import Database
from gce_api.families.instances.disks import flow as devices
from gce_api.families.instances.properties import flow as properties
from gce_api.google import errors
from gce_api.openstack import servers
from gce_api.openstack.cloud import Cloud
from gce_api.operations.steps import Flow, flow, step

Changes = dict[str, Any]


def update(server_id: str, changes: Changes) -> Flow:
    """Make the changes (:func:`gce_api.families.instances.updates.plan.plan_changes`) that need no
    other flavor; ``auto_delete`` is by the UUIDs of volumes here.
    """
    return flow("update instance", step(make_changes))


def update_and_resize(
    server_id: str, changes: Changes, flavor_id: str, machine_type: str, custom: str | None
) -> Flow:
    """The same, and give the stopped instance another machine type."""
    resize = properties.set_machine_type(server_id, flavor_id, machine_type, custom)
    return flow("update and resize instance", step(make_changes), resize)


def make_changes(database: Database, cloud: Cloud, server_id: str, changes: Changes) -> None:
    if "description" in changes:
        _put(cloud, server_id, {"description": changes["description"]})
    if "labels" in changes:
        properties.replace_labels(cloud, server_id, changes["labels"], None)
    if "tags" in changes:
        properties.replace_tags(cloud, server_id, changes["tags"])
    if "short" in changes:
        properties.replace_items(cloud, server_id, changes["short"], None)
        properties.replace_long_values(database, cloud, server_id, changes["long"])
    for volume_id, auto_delete in changes["auto_delete"].items():
        devices.change_auto_delete(cloud, server_id, volume_id, auto_delete)
    for key, value in changes["settings"].items():
        properties.replace_own(database, cloud, server_id, key, value)


def set_name(server_id: str, name: str) -> Flow:
    """Give an instance another name."""
    return flow("rename instance", step(rename))


def rename(cloud: Cloud, server_id: str, name: str) -> None:
    server = servers.get(cloud, server_id)
    if server is None:
        raise errors.NotFound("The instance was deleted while this operation ran.")
    zone = server["OS-EXT-AZ:availability_zone"]
    for other in servers.named(cloud, name):
        if other.id != server_id and other["OS-EXT-AZ:availability_zone"] == zone:
            raise errors.AlreadyExists(f"The zone has an instance '{name}' by now.")
    _put(cloud, server_id, {"name": name})


def _put(cloud: Cloud, server_id: str, fields: dict[str, str]) -> None:
    """Nova 2.19, which knows descriptions."""
    answer = cloud.compute.put(
        f"/servers/{server_id}", json={"server": fields}, microversion="2.19"
    )
    sdk.raise_from_response(answer)
