"""Looking up addresses; what they are in OpenStack:
:mod:`gce_api.families.networks.addresses.rows`."""

from __future__ import annotations

from gce_api.families.networks.addresses import rows
from gce_api.families.networks.addresses.plan import Found
from gce_api.families.networks.addresses.show import Surroundings
from gce_api.families.networks.addresses.table import Addresses
from gce_api.families.networks.find import remembered, vpcs
from gce_api.families.shared.call import Call
from gce_api.families.shared.instance_links import instance_links
from gce_api.google import errors
from gce_api.openstack import floating_ips, marks, networks, ports, subnets
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.parallel import gather
from gce_api.openstack.rows import Row


def reserved(cloud: Cloud) -> list[Row]:
    """The project's reserved ports in a region."""
    return ports.listed(cloud, {"tags": marks.ADDRESS})


def addresses(cloud: Cloud) -> Addresses:
    """Those of a region (two calls at once)."""
    floating, internal = gather(lambda: floating_ips.listed(cloud), lambda: reserved(cloud))
    return Addresses(cloud.caller.project, cloud.name, floating, internal)


def find_address(call: Call, ip_or_url: str, region: str) -> Row:
    """The one floating IP that a request refers to, in a region by its GCE name.

    Returns and raises as :meth:`gce_api.families.networks.addresses.table.Addresses.find_external`.
    """
    floating = floating_ips.listed(call.cloud_of(region))
    return Addresses(call.project, region, floating, []).find_external(ip_or_url)


def address_of(call: Call) -> Row:
    """The floating IP, or reserved port, in the call's path.

    :raises errors.NotFound: there is none.
    """
    in_region = call.region is not None
    found = addresses(call.cloud).named(call.name, in_region=in_region)
    if found is None:
        raise errors.NotFound.resource(f"projects/{call.project.id}/{path_of(call, call.name)}")
    return found


def path_of(call: Call, name: str) -> str:
    """The path below the project of an address of the call's scope."""
    return f"{f'regions/{call.region}' if call.region else 'global'}/addresses/{name}"


def for_insert(call: Call) -> Found:
    """What a new address is planned by (five calls at once)."""
    cloud, ip = call.cloud, call.body.get("address")
    floating, internal, holders, _, _ = gather(
        lambda: floating_ips.listed(cloud),
        lambda: reserved(cloud),
        lambda: ports.with_ips(cloud, [ip] if ip else []),
        lambda: networks.visible(cloud, fresh=True),
        lambda: subnets.every(cloud, fresh=True),
    )
    return Found(
        region=call.region,
        addresses=Addresses(cloud.caller.project, cloud.name, floating, internal),
        vpcs=remembered(cloud),
        holders=holders,
    )


def surroundings(call: Call, cloud: Cloud, shown: list[Row]) -> Surroundings:
    """What addresses are shown with: the instances that use them, where any is used, and the
    subnetworks of internal ones."""
    servers = _users(cloud, shown)
    links = instance_links(call, cloud, set(servers.values()))
    has_internal = any(map(rows.is_internal, shown))
    return Surroundings(
        users={address: links[server] for address, server in servers.items() if server in links},
        subnetworks=vpcs(cloud, fresh=True).subnet_names if has_internal else {},
    )


def user_of(call: Call, address: Row) -> str | None:
    """Path below the project of the instance that uses an address, if an instance does."""
    links = surroundings(call, call.cloud, [address]).users
    return next((link.removeprefix(call.links.url("")) for link in links.values()), None)


def _users(cloud: Cloud, found: list[Row]) -> dict[str, str]:
    """The server that uses each address, by the address's id (one call if an external one is)."""
    used = {row["port_id"] for row in found if not rows.is_internal(row) and row["port_id"]}
    devices = {port.id: port["device_id"] for port in ports.listed(cloud)} if used else {}
    return {
        row.id: row["device_id"] if rows.is_internal(row) else devices.get(row["port_id"], "")
        for row in found
        if rows.in_use(row)
    }
