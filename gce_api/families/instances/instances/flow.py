"""Making and deleting instances.

Everything that an insert makes carries the operation's name, and every step looks for what an
earlier run of it may have made. Ports and external addresses are made before the server, as only
that way a subnetwork can be chosen; they are marked as this endpoint's own, and go with it.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from gce_api.database import metadata
from gce_api.database.connection import Database
from gce_api.families.instances.disks import flow as devices
from gce_api.families.storage.disks import flow as disks
from gce_api.families.storage.disks.plan import VolumePlan
from gce_api.google import errors
from gce_api.openstack import default_network, identity, marks, security_groups
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.security_groups import SecurityGroups
from gce_api.operations.kinds import SERVER, VOLUME, gone, reaches
from gce_api.operations.steps import Flow, flow, step, wait
from gce_api.operations.watch import Wait

Plan = dict[str, Any]


def insert(plan: Plan) -> Flow:
    """Make an instance from a plan
    (:func:`gce_api.families.instances.instances.plan.plan_instance`).
    """
    return flow(
        "insert instance",
        step(take_disks),
        step(create_volumes, revert=delete_volumes, provides="volume_ids"),
        step(find_networks, provides="network_ids"),  # while volumes are filled
        step(create_ports, revert=delete_ports, provides="port_ids"),
        step(bind_addresses, revert=release_addresses),
        step(await_volumes),
        step(make_bootable),
        step(create_server, revert=delete_server, provides="target_id"),
        wait(SERVER, "target_id", reaches("ACTIVE")),
        step(put_firewalls_on),
        step(give_existing_disks),
        step(store_metadata, revert=forget_metadata),
        step(remove_strays),
    )


def find_networks(cloud: Cloud, plan: Plan) -> list[str]:
    """The network of each interface; ``default`` is made here where the project has none.

    It stays when the insert fails: every project of GCE has one.
    """
    return [nic["network_id"] or default_network.ensure(cloud).id for nic in plan["interfaces"]]


def create_ports(cloud: Cloud, operation: str, plan: Plan, network_ids: list[str]) -> list[str]:
    """A port for each interface."""
    made = {port.description: port.id for port in _ports_of(cloud, operation, plan)}
    groups = security_groups.listed(cloud)
    return [
        made.get(_port_mark(operation, index))
        or _create_port(cloud, operation, plan, index, network_id, groups)
        for index, network_id in enumerate(network_ids)
    ]


def _create_port(
    cloud: Cloud,
    operation: str,
    plan: Plan,
    index: int,
    network_id: str,
    groups: SecurityGroups,
) -> str:
    nic = plan["interfaces"][index]
    forward = {"allowed_address_pairs": [{"ip_address": "0.0.0.0/0"}]} if nic["forward"] else {}
    of_port = groups.of_new_port(network_id, plan["tags"])
    if nic.get("port_id"):  # it reserves the address, and outlives the instance
        more = {"security_group_ids": of_port} if of_port else {}
        return cloud.network.update_port(nic["port_id"], **forward, **more).id
    fixed = {"subnet_id": nic["subnet_id"], "ip_address": nic["ip"]}
    fixed = {key: value for key, value in fixed.items() if value}
    port = cloud.network.create_port(
        name=f"{plan['name']}-nic{index}",
        description=_port_mark(operation, index),
        network_id=network_id,
        **({"fixed_ips": [fixed]} if fixed else {}),
        **({"security_group_ids": of_port} if of_port else {}),
        **forward,
    )
    return port.id


def delete_ports(cloud: Cloud, operation: str, plan: Plan) -> None:
    for port in _ports_of(cloud, operation, plan):
        cloud.network.delete_port(port)


def _ports_of(cloud: Cloud, operation: str, plan: Plan) -> list[Any]:
    descriptions = [_port_mark(operation, index) for index in range(len(plan["interfaces"]))]
    return list(cloud.network.ports(description=descriptions))


def _port_mark(operation: str, index: int) -> str:
    return f"{marks.PORT} {operation} nic{index}"


def bind_addresses(cloud: Cloud, operation: str, plan: Plan, port_ids: list[str]) -> None:
    """External addresses: bind those that exist, make the ephemeral ones."""
    for nic, port_id in zip(plan["interfaces"], port_ids, strict=True):
        if nic["external"]:
            devices.bind(cloud, operation, port_id, nic["external"])


def release_addresses(cloud: Cloud, port_ids: list[str]) -> None:
    for port_id in port_ids:
        devices.release(cloud, port_id)


def release_made(cloud: Cloud, operation: str, plan: Plan) -> None:
    """Let go of the addresses of an operation's ports."""
    release_addresses(cloud, [port.id for port in _ports_of(cloud, operation, plan)])


def take_disks(cloud: Cloud, plan: Plan) -> list[Wait]:
    """Disks that other instances have and are to lose."""
    existing = [disk for disk in plan["disks"] if disk.get("taken_from")]
    waits = (devices.take(cloud, disk["volume_id"], disk["taken_from"]) for disk in existing)
    return [wait for wait in waits if wait]


def create_volumes(cloud: Cloud, operation: str, plan: Plan) -> list[str]:
    """The volume of each disk, in order; those that exist already as they are."""
    for disk in plan["disks"]:
        if "volume_id" in disk:
            devices.set_read_only(cloud, disk["volume_id"], disk["read_only"])
    return [
        disk.get("volume_id") or disks.create_volume(cloud, operation, _volume(disk))
        for disk in plan["disks"]
    ]


def _volume(disk: dict[str, Any]) -> VolumePlan:
    return msgspec.convert(disk, VolumePlan)


def await_volumes(plan: Plan, volume_ids: list[str]) -> list[Wait]:
    return [
        Wait(VOLUME, volume_id, reaches("available"))
        for disk, volume_id in zip(plan["disks"], volume_ids, strict=True)
        if "volume_id" not in disk
    ]


def make_bootable(cloud: Cloud, plan: Plan, volume_ids: list[str]) -> None:
    """GCE starts an instance from any disk, Nova from those alone that Cinder calls bootable.

    Volumes of images are; one that was empty, or a snapshot of it, is not until somebody says so.
    """
    for disk, volume_id in zip(plan["disks"], volume_ids, strict=True):
        if not disk["boot"] or (disk.get("source") or {}).get("image_id"):
            continue
        if not cloud.volumes.get_volume(volume_id).is_bootable:
            cloud.volumes.set_volume_bootable_status(volume_id, True)


def delete_volumes(cloud: Cloud, operation: str, plan: Plan) -> list[Wait]:
    return [disks.remove_volume(cloud, volume.id) for volume in _volumes_of(cloud, operation, plan)]


def _volumes_of(cloud: Cloud, operation: str, plan: Plan) -> list[Any]:
    new = [disk for disk in plan["disks"] if "volume_id" not in disk]
    return [volume for disk in new for volume in disks.made_by(cloud, operation, disk["name"])]


def create_server(
    cloud: Cloud, operation: str, plan: Plan, port_ids: list[str], volume_ids: list[str]
) -> str:
    """The server, with its ports and volumes."""
    same = _servers_named(cloud, plan["name"])
    found = _of_operation(same, operation)
    if found:
        return found.id
    if any(server.availability_zone == plan["az"] for server in same):
        raise errors.AlreadyExists.resource(plan["name"])  # by a request at the same time
    optional = {key: plan[key] for key in ("hostname", "tags", "user_data") if plan[key]}
    server = cloud.compute.create_server(
        name=plan["name"],
        description=plan["description"],
        flavor_id=plan["flavor_id"],
        image_id="",
        availability_zone=plan["az"],
        metadata=plan["metadata"] | identity.marks_of(operation),
        networks=[{"port": port, "tag": f"nic{n}"} for n, port in enumerate(port_ids)],
        block_device_mapping_v2=[
            _block_device(disk, volume_id, index)
            for index, (disk, volume_id) in enumerate(zip(plan["disks"], volume_ids, strict=True))
        ],
        **optional,
    )
    return server.id


def _block_device(disk: dict[str, Any], volume_id: str, index: int) -> dict[str, Any]:
    return {
        "boot_index": index if disk["boot"] else -1,
        "uuid": volume_id,
        "source_type": "volume",
        "destination_type": "volume",
        # a disk that was there before must outlive an insert that fails
        "delete_on_termination": disk["auto_delete"] and "volume_id" not in disk,
        "tag": disk["device"],
    }


def _servers_named(cloud: Cloud, name: str) -> list[Any]:
    return list(cloud.compute.servers(name=f"^{re.escape(name)}$"))


def _of_operation(servers: list[Any], operation: str) -> Any:
    return next((s for s in servers if s.metadata.get(marks.OPERATION) == operation), None)


def remove_strays(
    cloud: Cloud,
    operation: str,
    plan: Plan,
    resumed: bool,
    port_ids: list[str],
    volume_ids: list[str],
) -> list[Wait]:
    """What was made twice: by a call that a process was killed in, and by the one after it."""
    if not resumed:
        return []
    for port in _ports_of(cloud, operation, plan):
        if port.id not in port_ids:
            cloud.network.delete_port(port)
    volumes = _volumes_of(cloud, operation, plan)
    return [disks.remove_volume(cloud, v.id) for v in volumes if v.id not in volume_ids]


def delete_server(cloud: Cloud, operation: str, plan: Plan) -> Wait | None:
    server = _of_operation(_servers_named(cloud, plan["name"]), operation)
    if server is None:
        return None
    cloud.compute.delete_server(server)
    return Wait(SERVER, server.id, gone)


def put_firewalls_on(cloud: Cloud, plan: Plan, target_id: str) -> None:
    """Firewalls that were made or changed since the ports were."""
    security_groups.apply(cloud, {"device_id": target_id}, {target_id: plan["tags"]})


def give_existing_disks(cloud: Cloud, plan: Plan, target_id: str, volume_ids: list[str]) -> None:
    """Disks that were there before: what they are called here, and that they go with autoDelete."""
    for disk in plan["disks"]:
        if "volume_id" not in disk:
            continue
        devices.name_device(cloud, disk["volume_id"], disk["device"])
        if disk["auto_delete"]:
            devices.change_auto_delete(cloud, target_id, disk["volume_id"], auto_delete=True)


def store_metadata(database: Database, cloud: Cloud, plan: Plan, target_id: str) -> None:
    """Keep the metadata values that are too long for Nova."""
    if plan["long_metadata"]:
        project = cloud.caller.project.uuid
        metadata.set_of_server(database, project, cloud.region, target_id, plan["long_metadata"])


def forget_metadata(database: Database, target_id: str) -> None:
    metadata.forget_server(database, target_id)


def delete(
    server_id: str,
    volume_ids: list[str],
    port_ids: list[str],
    address_ids: list[str],
    lasting_ids: list[str],
) -> Flow:
    """Delete an instance with the disks, ports and ephemeral addresses that are to go with it.

    :param lasting_ids: its external addresses that stay, and are free again.
    """
    return flow(
        "delete instance",
        step(end_server),
        wait(SERVER, "server_id", gone),
        step(end_addresses_and_ports),
        step(end_volumes),
        step(end_metadata),
    )


def end_server(cloud: Cloud, server_id: str) -> None:
    cloud.compute.delete_server(server_id)


def end_addresses_and_ports(
    cloud: Cloud, port_ids: list[str], address_ids: list[str], lasting_ids: list[str]
) -> None:
    for address_id in address_ids:
        cloud.network.delete_ip(address_id)
    # a port that is a reserved internal address stays, and would keep its external one
    for address_id in lasting_ids:
        cloud.network.update_ip(address_id, port_id=None)
    for port_id in port_ids:
        cloud.network.delete_port(port_id)


def end_volumes(cloud: Cloud, volume_ids: list[str]) -> list[Wait]:
    """Nova deletes these by itself, but does not tell when it could not."""
    return [disks.remove_volume(cloud, volume_id) for volume_id in volume_ids]


def end_metadata(database: Database, server_id: str) -> None:
    metadata.forget_server(database, server_id)
