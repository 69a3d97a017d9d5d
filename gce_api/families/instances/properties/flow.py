"""Changing what is written about an instance, its name, and its machine type."""

from __future__ import annotations

from gce_api.database import metadata
from gce_api.database.connection import Database
from gce_api.families.instances.disks.flow import change_auto_delete
from gce_api.families.instances.interfaces.flow import put_firewalls_on
from gce_api.families.instances.own import replace_own
from gce_api.families.instances.properties.plan import Changes
from gce_api.families.networks.routes import following
from gce_api.google import errors
from gce_api.openstack import keys, marks, power, servers
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.metadata import of_server
from gce_api.operations.kinds import SERVER, Row, reaches
from gce_api.operations.plans import durable
from gce_api.operations.steps import Flow, flow, step, wait
from gce_api.operations.watch import Wait


@durable("instances.setLabels", was="gce_api.flows.properties.set_labels")
def set_labels(server_id: str, labels: dict[str, str], before: dict[str, str] | None) -> Flow:
    """Replace the labels, as long as they are what they were ``before``."""
    return flow("label instance", step(replace_labels))


def replace_labels(
    cloud: Cloud, server_id: str, labels: dict[str, str], before: dict[str, str] | None
) -> None:
    keys.change_labels(cloud, of_server(server_id), labels, before)


@durable("instances.setTags", was="gce_api.flows.properties.set_tags")
def set_tags(server_id: str, tags: list[str]) -> Flow:
    """Replace the network tags, and with them the firewalls of the instance."""
    return flow("tag instance", step(servers.set_tags, name="replace_tags"), step(put_firewalls_on))


@durable("instances.setMetadata", was="gce_api.flows.properties.set_metadata")
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
    keys.change(cloud, of_server(server_id), short, _is_item, before)


def replace_long_values(
    database: Database, cloud: Cloud, server_id: str, long: dict[str, str]
) -> None:
    present = metadata.of_servers(database, [server_id]).get(server_id, {})
    project = cloud.caller.project.uuid
    kept = {key: value for key, value in present.items() if not _is_item(key)}
    metadata.set_of_server(database, project, cloud.region, server_id, kept | long)


def _is_item(key: str) -> bool:
    """Whether a key is of GCE's metadata: neither a label nor one of our own."""
    return not key.startswith((marks.LABEL, marks.OWN))


@durable("instances.setKept", was="gce_api.flows.properties.set_own")
def set_own(server_id: str, key: str, value: str | None) -> Flow:
    """Set a value ``gce:<key>`` of the endpoint's own; ``None`` removes it."""
    return flow("set " + key, step(replace_own))


@durable("instances.update", was="gce_api.flows.updates.update")
def update(server_id: str, changes: Changes) -> Flow:
    """Make the changes that need no other flavor."""
    return flow("update instance", step(make_changes))


@durable("instances.updateAndResize", was="gce_api.flows.updates.update_and_resize")
def update_and_resize(
    server_id: str, changes: Changes, flavor_id: str, machine_type: str, custom: str | None
) -> Flow:
    """The same, and give the stopped instance another machine type."""
    resize = set_machine_type(server_id, flavor_id, machine_type, custom)
    return flow("update and resize instance", step(make_changes), resize)


def make_changes(database: Database, cloud: Cloud, server_id: str, changes: Changes) -> None:
    if changes.description is not None:
        servers.change(cloud, server_id, {"description": changes.description})
    if changes.labels is not None:
        replace_labels(cloud, server_id, changes.labels, None)
    if changes.tags is not None:
        servers.set_tags(cloud, server_id, changes.tags)
    if changes.short is not None:
        replace_items(cloud, server_id, changes.short, None)
        replace_long_values(database, cloud, server_id, changes.long)
    for volume_id, auto_delete in changes.auto_delete.items():
        change_auto_delete(cloud, server_id, volume_id, auto_delete)
    for key, value in changes.settings.items():
        replace_own(database, cloud, server_id, key, value)


@durable("instances.setName", was="gce_api.flows.updates.set_name")
def set_name(server_id: str, name: str) -> Flow:
    """Give an instance another name."""
    return flow("rename instance", step(rename))


def rename(cloud: Cloud, server_id: str, name: str) -> None:
    zone = servers.present(cloud, server_id)["OS-EXT-AZ:availability_zone"]
    for other in servers.named(cloud, name):
        if other.id != server_id and other["OS-EXT-AZ:availability_zone"] == zone:
            raise errors.AlreadyExists(f"The zone has an instance '{name}' by now.")
    following.park(cloud, server_id)  # the routes to it are to an instance of its name
    servers.change(cloud, server_id, {"name": name})
    following.lead(cloud, server_id)


@durable("instances.setMachineType", was="gce_api.flows.properties.set_machine_type")
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
    keys.change_one(cloud, of_server(server_id), marks.MACHINE_TYPE, custom)


def resize(cloud: Cloud, server_id: str, flavor_id: str, machine_type: str) -> Wait | None:
    """Ask for the resize, unless the server has the flavor, and wait until it can be confirmed."""
    server = servers.get(cloud, server_id)
    if server and _is_free(server):
        if _machine_type(server) == machine_type:
            return None
        power.resize(cloud, server_id, flavor_id)

    def resized(row: Row | None) -> bool:
        if row is None or not _is_free(row):
            return reaches("VERIFY_RESIZE")(row)
        now = servers.get(cloud, server_id)  # an operator may have Nova confirm by itself
        if now and _machine_type(now) == machine_type:
            return True
        raise errors.Exhausted("The instance could not be given this machine type.")

    return Wait(SERVER, server_id, resized)


def _is_free(server: Row) -> bool:
    return server["status"] == "SHUTOFF" and not server["OS-EXT-STS:task_state"]


def confirm(cloud: Cloud, server_id: str) -> None:
    server = servers.get(cloud, server_id)
    if server and server["status"] == "VERIFY_RESIZE" and not server["OS-EXT-STS:task_state"]:
        power.confirm_resize(cloud, server_id)


def _machine_type(server: Row) -> str:
    return server["flavor"].get("original_name", "").replace(".", "-").lower()
