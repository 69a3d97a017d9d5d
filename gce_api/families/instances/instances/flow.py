"""Deleting instances."""

from __future__ import annotations

from gce_api.database import metadata
from gce_api.database.connection import Database
from gce_api.families.networks.routes import following
from gce_api.families.storage.disks import flow as disks
from gce_api.openstack import floating_ips, ports, servers
from gce_api.openstack.cloud import Cloud
from gce_api.operations.kinds import SERVER, gone
from gce_api.operations.plans import durable
from gce_api.operations.steps import Flow, flow, step, wait
from gce_api.operations.watch import Wait


@durable("instances.delete", was="gce_api.flows.instances.delete")
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
    """No route leads to its addresses before they are another's."""
    following.park(cloud, server_id)
    try:
        servers.delete(cloud, server_id)
    except Exception:
        following.lead(cloud, server_id)
        raise


def end_addresses_and_ports(
    cloud: Cloud, port_ids: list[str], address_ids: list[str], lasting_ids: list[str]
) -> None:
    for address_id in address_ids:
        floating_ips.delete(cloud, address_id)
    # a port that is a reserved internal address stays, and would keep its external one
    for address_id in lasting_ids:
        floating_ips.free(cloud, address_id)
    for port_id in port_ids:
        ports.delete(cloud, port_id)


def end_volumes(cloud: Cloud, volume_ids: list[str]) -> list[Wait]:
    """Nova deletes these by itself, but does not tell when it could not."""
    return [disks.remove_volume(cloud, volume_id) for volume_id in volume_ids]


def end_metadata(database: Database, server_id: str) -> None:
    metadata.forget_server(database, server_id)
