"""Changing what is written about an instance, and its machine type."""

from __future__ import annotations

from openstack import exceptions as sdk

from gce_api import errors, marks
from gce_api.database import metadata as database_metadata
from gce_api.database.connection import Database
from gce_api.flows.keys import change, change_labels, change_one
from gce_api.flows.steps import Flow, flow, step, wait
from gce_api.openstack import security_groups, servers
from gce_api.openstack.cloud import Cloud
from gce_api.operations.kinds import SERVER, Row, reaches

TAGS = "2.26"  # Nova's microversion with tags


def set_labels(server_id: str, labels: dict[str, str]) -> Flow:
    """Replace the labels."""
    return flow("label instance", step(replace_labels))


def replace_labels(cloud: Cloud, server_id: str, labels: dict[str, str]) -> None:
    change_labels(cloud.compute, f"/servers/{server_id}", labels)


def set_tags(server_id: str, tags: list[str]) -> Flow:
    """Replace the network tags, and with them the firewalls of the instance."""
    return flow("tag instance", step(replace_tags), step(put_firewalls_on))


def replace_tags(cloud: Cloud, server_id: str, tags: list[str]) -> None:
    answer = cloud.compute.put(f"/servers/{server_id}/tags", json={"tags": tags}, microversion=TAGS)
    sdk.raise_from_response(answer)


def put_firewalls_on(cloud: Cloud, server_id: str) -> None:
    """What the firewalls give to the instance's interfaces by its tags as they are now."""
    security_groups.apply(cloud, {"device_id": server_id})


def set_metadata(server_id: str, short: dict[str, str], long: dict[str, str]) -> Flow:
    """Replace the metadata; ``long``: values that go to the database, as Nova cannot hold them."""
    return flow("set metadata", step(replace_items), step(replace_long_values))


def replace_items(cloud: Cloud, server_id: str, short: dict[str, str]) -> None:
    change(cloud.compute, f"/servers/{server_id}", short, _is_item)


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


def replace_own(cloud: Cloud, server_id: str, key: str, value: str | None) -> None:
    change_one(cloud.compute, f"/servers/{server_id}", marks.OWN + key, value)


def set_machine_type(server_id: str, flavor_id: str, machine_type: str) -> Flow:
    """Give a stopped instance another machine type (a name as GCE shows it)."""

    def resized(row: Row | None) -> bool:
        if row and row["status"] == "SHUTOFF":
            if row["OS-EXT-STS:task_state"] or _machine_type(row) == machine_type:
                return not row["OS-EXT-STS:task_state"]
            raise errors.Exhausted("OpenStack could not give the instance this machine type.")
        return reaches("VERIFY_RESIZE")(row)

    return flow(
        "set machine type",
        step(resize),
        wait(SERVER, "server_id", resized, name="wait for the resize"),
        step(confirm),
        wait(SERVER, "server_id", reaches("SHUTOFF"), name="wait for the end"),
    )


def resize(cloud: Cloud, server_id: str, flavor_id: str, machine_type: str) -> None:
    server = servers.get(cloud, server_id)
    is_free = server and server["status"] == "SHUTOFF" and not server["OS-EXT-STS:task_state"]
    if server and is_free and _machine_type(server) != machine_type:
        cloud.compute.resize_server(server_id, flavor_id)


def confirm(cloud: Cloud, server_id: str) -> None:
    server = servers.get(cloud, server_id)
    if server and server["status"] == "VERIFY_RESIZE" and not server["OS-EXT-STS:task_state"]:
        cloud.compute.confirm_server_resize(server_id)


def _machine_type(server: Row) -> str:
    return server["flavor"].get("original_name", "").replace(".", "-").lower()
