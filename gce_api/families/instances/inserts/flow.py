"""Making instances.

Everything that an insert makes carries the operation's name, and every step looks for what an
earlier run of it may have made. Ports and external addresses are made before the server, as only
that way a subnetwork can be chosen; they are marked as this endpoint's own, and go with it.
"""

from __future__ import annotations

from gce_api.database import metadata
from gce_api.database.connection import Database
from gce_api.families.instances.disks import flow as devices
from gce_api.families.instances.disks.plan import DiskPlan
from gce_api.families.instances.inserts import former
from gce_api.families.instances.inserts.plan import InstancePlan
from gce_api.families.instances.interfaces import external
from gce_api.families.instances.interfaces.flow import make_port
from gce_api.families.networks.routes import following
from gce_api.families.storage.disks import flow as disks
from gce_api.google import errors
from gce_api.openstack import (
    default_network,
    identity,
    marks,
    network_tags,
    ports,
    security_groups,
    servers,
    volumes,
)
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row
from gce_api.openstack.servers import BlockDevice
from gce_api.operations.kinds import SERVER, VOLUME, gone, reaches
from gce_api.operations.plans import durable
from gce_api.operations.steps import Flow, flow, step, wait
from gce_api.operations.watch import Wait


@durable("instances.insert", was="gce_api.flows.instances.insert", upgrade=former.of_insert)
def insert(plan: InstancePlan) -> Flow:
    """Make an instance."""
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


def find_networks(cloud: Cloud, plan: InstancePlan) -> list[str]:
    """The network of each interface; ``default`` is made here where the project has none.

    It stays when the insert fails: every project of GCE has one.
    """
    return [nic.network_id or default_network.ensure(cloud).id for nic in plan.interfaces]


def create_ports(
    cloud: Cloud, operation: str, plan: InstancePlan, network_ids: list[str]
) -> list[str]:
    """A port for each interface."""
    made = {port["description"]: port.id for port in _ports_of(cloud, operation, plan)}
    groups = security_groups.listed(cloud)
    found = []
    for index, (nic, network_id) in enumerate(zip(plan.interfaces, network_ids, strict=True)):
        mark, name = _port_mark(operation, index), f"{plan.name}-nic{index}"
        port_id = made.get(mark)
        found.append(port_id or make_port(cloud, nic, network_id, name, mark, plan.tags, groups))
    return found


def delete_ports(cloud: Cloud, operation: str, plan: InstancePlan) -> None:
    for port in _ports_of(cloud, operation, plan):
        ports.delete(cloud, port.id)


def _ports_of(cloud: Cloud, operation: str, plan: InstancePlan) -> list[Row]:
    marked = [_port_mark(operation, index) for index in range(len(plan.interfaces))]
    return ports.described(cloud, *marked)


def _port_mark(operation: str, index: int) -> str:
    return f"{marks.PORT} {operation} nic{index}"


def bind_addresses(cloud: Cloud, operation: str, plan: InstancePlan, port_ids: list[str]) -> None:
    """External addresses: bind those that exist, make the ephemeral ones."""
    for nic, port_id in zip(plan.interfaces, port_ids, strict=True):
        if nic.external:
            external.bind(cloud, operation, port_id, nic.external)


def release_addresses(cloud: Cloud, port_ids: list[str]) -> None:
    for port_id in port_ids:
        external.release(cloud, port_id)


def release_made(cloud: Cloud, operation: str, plan: InstancePlan) -> None:
    """Let go of the addresses of an operation's ports."""
    release_addresses(cloud, [port.id for port in _ports_of(cloud, operation, plan)])


def take_disks(cloud: Cloud, plan: InstancePlan) -> list[Wait]:
    """Disks that other instances have and are to lose."""
    existing = [disk.existing for disk in plan.disks if disk.existing]
    waits = (devices.take(cloud, disk.volume_id, disk.taken_from) for disk in existing)
    return [wait for wait in waits if wait]


def create_volumes(cloud: Cloud, operation: str, plan: InstancePlan) -> list[str]:
    """The volume of each disk, in order; those that exist already as they are."""
    for existing in (disk.existing for disk in plan.disks):
        if existing:
            devices.set_read_only(cloud, existing.volume_id, existing.read_only)
    return [_volume(cloud, operation, disk) for disk in plan.disks]


def _volume(cloud: Cloud, operation: str, disk: DiskPlan) -> str:
    if disk.existing:
        return disk.existing.volume_id
    assert disk.new
    return disks.create_volume(cloud, operation, disk.new)


def await_volumes(plan: InstancePlan, volume_ids: list[str]) -> list[Wait]:
    return [
        Wait(VOLUME, volume_id, reaches("available"))
        for disk, volume_id in zip(plan.disks, volume_ids, strict=True)
        if disk.new
    ]


def make_bootable(cloud: Cloud, plan: InstancePlan, volume_ids: list[str]) -> None:
    """GCE starts an instance from any disk, Nova from those alone that Cinder calls bootable.

    Volumes of images are; one that was empty, or a snapshot of it, is not until somebody says so.
    """
    for disk, volume_id in zip(plan.disks, volume_ids, strict=True):
        if not disk.boot or (disk.new and disk.new.source.image_id):
            continue
        volume = volumes.get(cloud, volume_id)
        if volume and not volumes.is_bootable(volume):
            volumes.set_bootable(cloud, volume_id, bootable=True)


def delete_volumes(cloud: Cloud, operation: str, plan: InstancePlan) -> list[Wait]:
    return [disks.remove_volume(cloud, volume.id) for volume in _volumes_of(cloud, operation, plan)]


def _volumes_of(cloud: Cloud, operation: str, plan: InstancePlan) -> list[Row]:
    new = [disk.new for disk in plan.disks if disk.new]
    return [volume for disk in new for volume in disks.made_by(cloud, operation, disk.name)]


def create_server(
    cloud: Cloud, operation: str, plan: InstancePlan, port_ids: list[str], volume_ids: list[str]
) -> str:
    """The server, with its ports and volumes."""
    same = servers.named(cloud, plan.name)
    found = servers.made_by(same, operation)
    if found:
        return found.id
    if any(server["OS-EXT-AZ:availability_zone"] == plan.az for server in same):
        raise errors.AlreadyExists.resource(plan.name)  # by a request at the same time
    optional = {
        "hostname": plan.hostname,
        "tags": network_tags.kept(plan.tags),
        "user_data": plan.user_data,
    }
    pairs = enumerate(zip(plan.disks, volume_ids, strict=True))
    return servers.create(
        cloud,
        name=plan.name,
        description=plan.description,
        flavor_id=plan.flavor_id,
        az=plan.az,
        metadata=plan.metadata | identity.marks_of(operation),
        port_ids=port_ids,
        devices=[_device(disk, volume_id, index) for index, (disk, volume_id) in pairs],
        **{name: value for name, value in optional.items() if value},
    )


def _device(disk: DiskPlan, volume_id: str, index: int) -> BlockDevice:
    return BlockDevice(
        volume_id=volume_id,
        boot_index=index if disk.boot else -1,
        # a disk that was there before must outlive an insert that fails
        delete_on_termination=disk.auto_delete and disk.new is not None,
        name=disk.device,
    )


def remove_strays(
    cloud: Cloud,
    operation: str,
    plan: InstancePlan,
    resumed: bool,
    port_ids: list[str],
    volume_ids: list[str],
) -> list[Wait]:
    """What was made twice: by a call that a process was killed in, and by the one after it."""
    if not resumed:
        return []
    for port in _ports_of(cloud, operation, plan):
        if port.id not in port_ids:
            ports.delete(cloud, port.id)
    found = _volumes_of(cloud, operation, plan)
    return [disks.remove_volume(cloud, v.id) for v in found if v.id not in volume_ids]


def delete_server(cloud: Cloud, operation: str, plan: InstancePlan) -> Wait | None:
    server = servers.made_by(servers.named(cloud, plan.name), operation)
    if server is None:
        return None
    servers.delete(cloud, server.id)
    return Wait(SERVER, server.id, gone)


def put_firewalls_on(cloud: Cloud, plan: InstancePlan, target_id: str) -> None:
    """Firewalls that were made or changed since the ports were; and the routes that were made to an
    earlier instance of this name."""
    following.lead(cloud, target_id)
    security_groups.apply(cloud, {"device_id": target_id}, {target_id: plan.tags})


def give_existing_disks(cloud: Cloud, plan: InstancePlan, target_id: str) -> None:
    """Disks that were there before: what they are called here, and that they go with autoDelete."""
    for disk in plan.disks:
        if disk.existing is None:
            continue
        volume_id = disk.existing.volume_id
        devices.name_device(cloud, volume_id, disk.device)
        if disk.auto_delete:
            devices.change_auto_delete(cloud, target_id, volume_id, auto_delete=True)


def store_metadata(database: Database, cloud: Cloud, plan: InstancePlan, target_id: str) -> None:
    """Keep the metadata values that are too long for Nova."""
    if plan.long_metadata:
        project = cloud.caller.project.uuid
        metadata.set_of_server(database, project, cloud.region, target_id, plan.long_metadata)


def forget_metadata(database: Database, target_id: str) -> None:
    metadata.forget_server(database, target_id)
