"""Starting, stopping, resetting, suspending and resuming instances.

Each flow looks at the server first: what is there already is not asked for again, so a start of
a running instance ends well at once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from gce_api.google import errors
from gce_api.openstack import rows, servers
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row
from gce_api.operations import kinds
from gce_api.operations.kinds import SERVER, settles
from gce_api.operations.steps import Flow, flow, step
from gce_api.operations.watch import Wait

SHELVED = ("shelved", "shelved_offloaded")


def start(server_id: str) -> Flow:
    """Power on; also brings back what was shelved."""
    return _change("start", power_on, ("start", "unshelve"), "ACTIVE")


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
    return _change("stop", power_off, ("stop",), "SHUTOFF", "SHELVED", "SHELVED_OFFLOADED")


def power_off(cloud: Cloud, server_id: str) -> None:
    server = _at_rest(cloud, server_id)
    if server and server["OS-EXT-STS:vm_state"] not in ("stopped", *SHELVED):
        cloud.compute.stop_server(server_id)


def reset(server_id: str) -> Flow:
    """Power off and on at once, as the reset button of a computer."""
    return _change("reset", reboot, ("reboot",), "ACTIVE")


def reboot(cloud: Cloud, server_id: str) -> None:
    if _at_rest(cloud, server_id):
        cloud.compute.reboot_server(server_id, "HARD")


def suspend(server_id: str) -> Flow:
    """Keep the memory on disk and free the host."""
    return _change("suspend", put_to_sleep, ("suspend",), "SUSPENDED", "PAUSED")


def put_to_sleep(cloud: Cloud, server_id: str) -> None:
    server = _at_rest(cloud, server_id)
    if server and server["OS-EXT-STS:vm_state"] not in ("suspended", "paused"):
        cloud.compute.suspend_server(server_id)


def resume(server_id: str) -> Flow:
    """Go on where a suspend, or a pause by another tool, interrupted."""
    return _change("resume", wake_up, ("resume", "unpause"), "ACTIVE")


def wake_up(cloud: Cloud, server_id: str) -> None:
    server = _at_rest(cloud, server_id)
    if server is None:
        return
    if server["OS-EXT-STS:vm_state"] == "paused":
        cloud.compute.unpause_server(server_id)
    elif server["OS-EXT-STS:vm_state"] == "suspended":
        cloud.compute.resume_server(server_id)


def _change(name: str, ask: Callable[..., None], actions: tuple[str, ...], *statuses: str) -> Flow:
    """Ask for something as soon as the server is at rest, and wait for one of the statuses.

    :param actions: what Nova may call that which is asked for.
    """

    def await_end(cloud: Cloud, server_id: str) -> Wait:
        return Wait(SERVER, server_id, partial(_is_over, cloud, server_id, actions, statuses))

    return flow(name, step(await_rest), step(ask), step(await_end))


def _is_over(
    cloud: Cloud,
    server_id: str,
    actions: tuple[str, ...],
    statuses: tuple[str, ...],
    row: kinds.Row | None,
) -> bool:
    """Whether the server has settled, or was asked for something else since: Nova takes that only
    when it is done with what was asked before."""
    try:
        return settles(*statuses)(row)
    except errors.ResourceNotReady:
        latest = _latest_action(cloud, server_id) if row else None
        if latest in (None, *actions):
            raise
        return True


def _latest_action(cloud: Cloud, server_id: str) -> str | None:
    """What Nova, or its host, did to the server last (``stop``, ``reboot``, ...)."""
    path = f"/servers/{server_id}/os-instance-actions"
    found = rows.get(cloud.compute, path)["instanceActions"]
    return found[0]["action"] if found else None


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
