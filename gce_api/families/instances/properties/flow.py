"""Changing what is written about an instance, and its machine type."""

from __future__ import annotations

from openstack import exceptions as sdk

from gce_api.database import metadata as database_metadata
from gce_api.database.connection import Database
from gce_api.families.shared.limits import VALUE_LENGTH
from gce_api.google import errors
from gce_api.openstack import marks, metadata, security_groups, servers
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.keys import change, change_labels, change_one
from gce_api.operations.kinds import SERVER, Row, reaches
from gce_api.operations.steps import Flow, flow, step, wait
from gce_api.operations.watch import Wait

TAGS = "2.26"  # Nova's microversion with tags


def set_labels(server_id: str, labels: dict[str, str], before: dict[str, str] | None) -> Flow:
    """Replace the labels, as long as they are what they were ``before``."""
    return flow("label instance", step(replace_labels))


def replace_labels(
    cloud: Cloud, server_id: str, labels: dict[str, str], before: dict[str, str] | None
) -> None:
    change_labels(cloud, metadata.of_server(server_id), labels, before)


def set_tags(server_id: str, tags: list[str]) -> Flow:
    """Replace the network tags, and with them the firewalls of the instance."""
    return flow("tag instance", step(replace_tags), step(put_firewalls_on))


def replace_tags(cloud: Cloud, server_id: str, tags: list[str]) -> None:
    answer = cloud.compute.put(f"/servers/{server_id}/tags", json={"tags": tags}, microversion=TAGS)
    sdk.raise_from_response(answer)


def put_firewalls_on(cloud: Cloud, server_id: str) -> None:
    """What the firewalls give to the instance's interfaces by its tags as they are now."""
    security_groups.apply(cloud, {"device_id": server_id})


def set_metadata(
    server_id: str, short: dict[str, str], long: dict[str, str], before: dict[str, str] | None
) -> Flow:
    """Replace the metadata, as long as what Nova has of it is what it was ``before``.

    :param long: values that go to the database, as Nova cannot hold them.
    """
    return flow("set metadata", step(replace_items), step(replace_long_values))


def replace_items(
    cloud: Cloud, server_id: str, short: dict[str, str], before: dict[str, str] | None
) -> None:
    change(cloud, metadata.of_server(server_id), short, _is_item, before)


def replace_long_values(
    database: Database, cloud: Cloud, server_id: str, long: dict[str, str]
) -> None:
    present = database_metadata.of_servers(database, [server_id]).get(server_id, {})
    project = cloud.caller.project.uuid
    kept = {key: value for key, value in present.items() if not _is_item(key)}
    database_metadata.set_of_server(database, project, cloud.region, server_id, kept | long)


def _is_item(key: str) -> bool:
    """Whether a key is of GCE's metadata: neither a label nor one of our own."""
    return not key.startswith((marks.LABEL, marks.OWN))


def set_own(server_id: str, key: str, value: str | None) -> Flow:
    """Set a value ``gce:<key>`` of the endpoint's own; ``None`` removes it."""
    return flow("set " + key, step(replace_own))


def replace_own(
    database: Database, cloud: Cloud, server_id: str, key: str, value: str | None
) -> None:
    """The value goes to the database where it is too long for Nova."""
    key, place = marks.OWN + key, (cloud.caller.project.uuid, cloud.region)
    is_long = value is not None and len(value) > VALUE_LENGTH
    if is_long:
        database_metadata.set_one_of_server(database, *place, server_id, key, value)
    change_one(cloud, metadata.of_server(server_id), key, None if is_long else value)
    if not is_long:
        database_metadata.set_one_of_server(database, *place, server_id, key, None)


def set_machine_type(server_id: str, flavor_id: str, machine_type: str, custom: str | None) -> Flow:
    """Give a stopped instance another machine type.

    :param machine_type: the flavor's name as GCE shows it.
    :param custom: the name of the custom machine type that was asked for, if it was one.
    """

    return flow(
        "set machine type",
        step(resize),
        step(confirm),
        wait(SERVER, "server_id", reaches("SHUTOFF"), name="wait for the end"),
        step(note_custom_type),
    )


def note_custom_type(cloud: Cloud, server_id: str, custom: str | None) -> None:
    change_one(cloud, metadata.of_server(server_id), marks.MACHINE_TYPE, custom)


def resize(cloud: Cloud, server_id: str, flavor_id: str, machine_type: str) -> Wait | None:
    """Ask for the resize, unless the server has the flavor, and wait until it can be confirmed."""
    server = servers.get(cloud, server_id)
    if server and _is_free(server):
        if _machine_type(server) == machine_type:
            return None
        cloud.compute.resize_server(server_id, flavor_id)

    def resized(row: Row | None) -> bool:
        if row is None or not _is_free(row):
            return reaches("VERIFY_RESIZE")(row)
        now = servers.get(cloud, server_id)  # an operator may have Nova confirm by itself
        if now and _machine_type(now) == machine_type:
            return True
        raise errors.Exhausted("OpenStack could not give the instance this machine type.")

    return Wait(SERVER, server_id, resized)


def _is_free(server: Row) -> bool:
    return server["status"] == "SHUTOFF" and not server["OS-EXT-STS:task_state"]


def confirm(cloud: Cloud, server_id: str) -> None:
    server = servers.get(cloud, server_id)
    if server and server["status"] == "VERIFY_RESIZE" and not server["OS-EXT-STS:task_state"]:
        cloud.compute.confirm_server_resize(server_id)


def _machine_type(server: Row) -> str:
    return server["flavor"].get("original_name", "").replace(".", "-").lower()
