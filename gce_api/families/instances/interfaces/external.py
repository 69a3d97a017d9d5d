"""External addresses of instances: floating IPs on their ports."""

from __future__ import annotations

import time
from collections.abc import Callable

from gce_api.families.instances.interfaces.configs import noting
from gce_api.families.instances.interfaces.plan import External
from gce_api.google import errors
from gce_api.openstack import floating_ips, marks
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row
from gce_api.operations import kinds
from gce_api.operations.kinds import SERVER
from gce_api.operations.plans import durable
from gce_api.operations.steps import Flow, flow, step
from gce_api.operations.watch import Wait

HEARSAY = 90.0  # seconds; Nova hears of addresses from Neutron, or asks itself once a minute


@durable("instances.addAccessConfig", was="gce_api.flows.devices.add_address")
def add_address(
    server_id: str, port_id: str, external: External, configs: str | None = None
) -> Flow:
    """Give a port an external address; ``configs``: what is kept of it."""
    return flow(
        "add access config",
        step(bind, revert=release, provides="address"),
        step(await_address),
        *noting(configs),
    )


def bind(cloud: Cloud, operation: str, port_id: str, external: External) -> str:
    """Bind an existing address, or make an ephemeral one; returns it.

    :raises errors.ResourceInUse: something else has taken the address since it was looked at.
    """
    if external.address_id:
        if floating_ips.get(cloud, external.address_id)["port_id"] not in (None, port_id):
            raise errors.ResourceInUse("The external address is used by another resource by now.")
        address = floating_ips.bind(cloud, external.address_id, port_id)
    else:
        bound = next(iter(floating_ips.of_port(cloud, port_id)), None)
        address = bound or _ephemeral(cloud, operation, port_id, external.network_id or "")
    ip: str = address["floating_ip_address"]
    return ip


def _ephemeral(cloud: Cloud, operation: str, port_id: str, network_id: str) -> Row:
    text = f"{marks.EPHEMERAL} {operation}"
    return floating_ips.create(cloud, network_id, text, port_id=port_id)


def await_address(server_id: str, address: str) -> Wait:
    return await_shown(server_id, {address})


def await_shown(server_id: str, addresses: set[str]) -> Wait:
    """Wait until the instance shows these addresses."""
    return _await_addresses(server_id, addresses.issubset)


@durable("instances.deleteAccessConfig", was="gce_api.flows.devices.remove_address")
def remove_address(
    server_id: str, port_id: str, addresses: list[str], configs: str | None = None
) -> Flow:
    """Take a port's external addresses; an ephemeral one is given back to the cloud."""
    return flow(
        "delete access config",
        step(release),
        step(await_removal),
        *noting(configs),
    )


def release(cloud: Cloud, port_id: str) -> None:
    for address in floating_ips.of_port(cloud, port_id):
        let_go(cloud, address)


def let_go(cloud: Cloud, address: Row) -> None:
    """Free a floating IP from its port; an ephemeral one is given back to the cloud."""
    if (address["description"] or "").startswith(marks.EPHEMERAL):
        floating_ips.delete(cloud, address.id)
    else:
        floating_ips.free(cloud, address.id)


def await_removal(server_id: str, addresses: list[str]) -> Wait:
    return _await_addresses(server_id, lambda shown: not shown.intersection(addresses))


@durable("instances.updateAccessConfig", was="gce_api.flows.interfaces.swap_address")
def swap_address(
    server_id: str, port_id: str, external: External | None, configs: str | None = None
) -> Flow:
    """Give a port another external address; ``None``: it has the one it should have."""
    return flow(
        "swap external address",
        step(swap, provides="address"),
        step(await_swap),
        *noting(configs),
    )


def swap(cloud: Cloud, operation: str, port_id: str, external: External | None) -> str | None:
    if external is None:
        return None
    for address in floating_ips.of_port(cloud, port_id):
        if address.id != external.address_id:
            let_go(cloud, address)
    return bind(cloud, operation, port_id, external)


def await_swap(server_id: str, address: str | None) -> Wait | None:
    return await_shown(server_id, {address}) if address else None


def _await_addresses(server_id: str, wanted: Callable[[set[str]], bool]) -> Wait:
    """Wait until the instance shows the change, which is done: for :data:`HEARSAY` at most."""
    since = time.monotonic()

    def until(row: kinds.Row | None) -> bool:
        networks = row["addresses"].values() if row else ()
        shown = {entry["addr"] for entries in networks for entry in entries}
        return row is None or wanted(shown) or time.monotonic() - since > HEARSAY

    return Wait(SERVER, server_id, until)
