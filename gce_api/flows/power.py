"""Starting, stopping, resetting, suspending and resuming instances.

Each flow looks at the server first: what is there already is not asked for again, so a start of
a running instance ends well at once.
"""

from __future__ import annotations

from collections.abc import Callable

from gce_api import errors
from gce_api.flows.steps import Flow, flow, step, wait
from gce_api.openstack import servers
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row
from gce_api.operations import kinds
from gce_api.operations.kinds import SERVER, settles
from gce_api.operations.watch import Wait

SHELVED = ("shelved", "shelved_offloaded")


def start(server_id: str) -> Flow:
    """Power on; also brings back what was shelved."""
    return flow(
        "start", step(await_rest), step(power_on), wait(SERVER, "server_id", settles("ACTIVE"))
    )


def power_on(cloud: Cloud, server_id: str) -> None:
    server = _at_rest(cloud, server_id)
    if server is None:
        return
    if server["OS-EXT-STS:vm_state"] in SHELVED:
        cloud.compute.unshelve_server(server_id)
    elif server["status"] != "ACTIVE":
        cloud.compute.start_server(server_id)


def stop(server_id: str) -> Flow:
    """Power off, with a chance for the guest to shut down."""
    return _change("stop", power_off, "SHUTOFF", "SHELVED", "SHELVED_OFFLOADED")


def power_off(cloud: Cloud, server_id: str) -> None:
    server = _at_rest(cloud, server_id)
    if server and server["OS-EXT-STS:vm_state"] not in ("stopped", *SHELVED):
        cloud.compute.stop_server(server_id)


def reset(server_id: str) -> Flow:
    """Power off and on at once, as the reset button of a computer."""
    return flow(
        "reset", step(await_rest), step(reboot), wait(SERVER, "server_id", settles("ACTIVE"))
    )


def reboot(cloud: Cloud, server_id: str) -> None:
    if _at_rest(cloud, server_id):
        cloud.compute.reboot_server(server_id, "HARD")


def suspend(server_id: str) -> Flow:
    """Keep the memory on disk and free the host."""
    return _change("suspend", put_to_sleep, "SUSPENDED", "PAUSED")


def put_to_sleep(cloud: Cloud, server_id: str) -> None:
    server = _at_rest(cloud, server_id)
    if server and server["OS-EXT-STS:vm_state"] not in ("suspended", "paused"):
        cloud.compute.suspend_server(server_id)


def resume(server_id: str) -> Flow:
    """Go on where a suspend, or a pause by another tool, interrupted."""
    return flow(
        "resume", step(await_rest), step(wake_up), wait(SERVER, "server_id", settles("ACTIVE"))
    )


def wake_up(cloud: Cloud, server_id: str) -> None:
    server = _at_rest(cloud, server_id)
    if server is None:
        return
    if server["OS-EXT-STS:vm_state"] == "paused":
        cloud.compute.unpause_server(server_id)
    elif server["OS-EXT-STS:vm_state"] == "suspended":
        cloud.compute.resume_server(server_id)


def _change(name: str, ask: Callable[..., None], *statuses: str) -> Flow:
    """Ask for something as soon as the server is at rest, and wait for one of the statuses."""
    return flow(name, step(await_rest), step(ask), wait(SERVER, "server_id", settles(*statuses)))


def await_rest(cloud: Cloud, server_id: str) -> Wait | None:
    """Let what was asked of the server before come to its end."""

    def rests(row: kinds.Row | None) -> bool:
        return row is None or not row.get("OS-EXT-STS:task_state")

    return None if _at_rest(cloud, server_id) else Wait(SERVER, server_id, rests)


def _at_rest(cloud: Cloud, server_id: str) -> Row | None:
    """The server; ``None`` while Nova does something: after :func:`await_rest`, what a step asked
    for that is run again.

    :raises errors.NotFound: it was deleted in the meantime.
    """
    server = servers.get(cloud, server_id)
    if server is None:
        raise errors.NotFound("The instance was deleted while this operation ran.")
    return None if server["OS-EXT-STS:task_state"] else server
