"""Starting, stopping, resetting, suspending and resuming instances.

Each flow looks at the server first: what is there already is not asked for again, so a start of
a running instance ends well at once.
"""

from __future__ import annotations

from gce_api import errors
from gce_api.flows.steps import Flow, flow, step, wait
from gce_api.openstack import servers
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row
from gce_api.operations.kinds import SERVER, reaches

SHELVED = ("shelved", "shelved_offloaded")


def start(server_id: str) -> Flow:
    """Power on; also brings back what was shelved."""
    return flow("start", step(power_on), wait(SERVER, "server_id", reaches("ACTIVE")))


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
    over = reaches("SHUTOFF", "SHELVED", "SHELVED_OFFLOADED")
    return flow("stop", step(power_off), wait(SERVER, "server_id", over))


def power_off(cloud: Cloud, server_id: str) -> None:
    server = _at_rest(cloud, server_id)
    if server and server["OS-EXT-STS:vm_state"] not in ("stopped", *SHELVED):
        cloud.compute.stop_server(server_id)


def reset(server_id: str) -> Flow:
    """Power off and on at once, as the reset button of a computer."""
    return flow("reset", step(reboot), wait(SERVER, "server_id", reaches("ACTIVE")))


def reboot(cloud: Cloud, server_id: str) -> None:
    if _at_rest(cloud, server_id):
        cloud.compute.reboot_server(server_id, "HARD")


def suspend(server_id: str) -> Flow:
    """Keep the memory on disk and free the host."""
    over = reaches("SUSPENDED", "PAUSED")
    return flow("suspend", step(put_to_sleep), wait(SERVER, "server_id", over))


def put_to_sleep(cloud: Cloud, server_id: str) -> None:
    server = _at_rest(cloud, server_id)
    if server and server["OS-EXT-STS:vm_state"] not in ("suspended", "paused"):
        cloud.compute.suspend_server(server_id)


def resume(server_id: str) -> Flow:
    """Go on where a suspend, or a pause by another tool, interrupted."""
    return flow("resume", step(wake_up), wait(SERVER, "server_id", reaches("ACTIVE")))


def wake_up(cloud: Cloud, server_id: str) -> None:
    server = _at_rest(cloud, server_id)
    if server is None:
        return
    if server["OS-EXT-STS:vm_state"] == "paused":
        cloud.compute.unpause_server(server_id)
    elif server["OS-EXT-STS:vm_state"] == "suspended":
        cloud.compute.resume_server(server_id)


def _at_rest(cloud: Cloud, server_id: str) -> Row | None:
    """The server; ``None`` while Nova still does what was asked of it before.

    :raises errors.NotFound: it was deleted in the meantime.
    """
    server = servers.get(cloud, server_id)
    if server is None:
        raise errors.NotFound("The instance was deleted while this operation ran.")
    return None if server["OS-EXT-STS:task_state"] else server
