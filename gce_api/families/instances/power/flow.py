"""Starting, stopping, resetting, suspending and resuming instances, and moving them.

Each flow looks at the server first: what is there already is not asked for again, so a start of
a running instance ends well at once.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from functools import partial

from gce_api.google import errors, times
from gce_api.openstack import marks, metadata, power, servers
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row
from gce_api.operations import kinds
from gce_api.operations.kinds import SERVER, reaches, settles
from gce_api.operations.plans import durable
from gce_api.operations.steps import Flow, flow, step, wait
from gce_api.operations.watch import Wait

SHELVED = ("shelved", "shelved_offloaded")


@durable("instances.start", was="gce_api.flows.power.start")
def start(server_id: str) -> Flow:
    """Power on; also brings back what was shelved."""
    return _change("start", power_on, ("start", "unshelve"), "ACTIVE")


def power_on(cloud: Cloud, server_id: str) -> None:
    server = _at_rest(cloud, server_id)
    if server is None:
        return
    if server["OS-EXT-STS:vm_state"] in SHELVED:
        power.unshelve(cloud, server_id)
    elif server["status"] != "ACTIVE":
        power.start(cloud, server_id)


@durable("instances.stop", was="gce_api.flows.power.stop")
def stop(server_id: str) -> Flow:
    """Power off, with a chance for the guest to shut down."""
    return _change("stop", power_off, ("stop",), "SHUTOFF", "SHELVED", "SHELVED_OFFLOADED")


def power_off(cloud: Cloud, server_id: str) -> None:
    server = _at_rest(cloud, server_id)
    if server and server["OS-EXT-STS:vm_state"] not in ("stopped", *SHELVED):
        note(cloud, server_id, marks.STOPPED)
        power.stop(cloud, server_id)


def note(cloud: Cloud, server_id: str, mark: str) -> None:
    """Keep the time, as Nova tells when a server was started only.

    A server whose metadata is full is stopped all the same.
    """
    now = times.of_milliseconds(times.now())
    with contextlib.suppress(errors.Forbidden, errors.QuotaExceeded):
        metadata.write(cloud, metadata.of_server(server_id), {mark: now})


@durable("instances.reset", was="gce_api.flows.power.reset")
def reset(server_id: str) -> Flow:
    """Power off and on at once, as the reset button of a computer."""
    return _change("reset", reboot, ("reboot",), "ACTIVE")


def reboot(cloud: Cloud, server_id: str) -> None:
    if _at_rest(cloud, server_id):
        power.reset(cloud, server_id)


@durable("instances.suspend", was="gce_api.flows.power.suspend")
def suspend(server_id: str) -> Flow:
    """Keep the memory on disk and free the host."""
    return _change("suspend", put_to_sleep, ("suspend",), "SUSPENDED", "PAUSED")


def put_to_sleep(cloud: Cloud, server_id: str) -> None:
    server = _at_rest(cloud, server_id)
    if server and server["OS-EXT-STS:vm_state"] not in ("suspended", "paused"):
        note(cloud, server_id, marks.SUSPENDED)
        power.suspend(cloud, server_id)


@durable("instances.resume", was="gce_api.flows.power.resume")
def resume(server_id: str) -> Flow:
    """Go on where a suspend, or a pause by another tool, interrupted."""
    return _change("resume", wake_up, ("resume", "unpause"), "ACTIVE")


def wake_up(cloud: Cloud, server_id: str) -> None:
    server = _at_rest(cloud, server_id)
    if server is None:
        return
    if server["OS-EXT-STS:vm_state"] == "paused":
        power.unpause(cloud, server_id)
    elif server["OS-EXT-STS:vm_state"] == "suspended":
        power.resume(cloud, server_id)


@durable("instances.migrate", was="gce_api.flows.maintenance.migrate")
def migrate(server_id: str, host: str | None) -> Flow:
    """Move a running instance to another host; ``host``: where it is now, if Nova tells."""
    return flow(
        "migrate instance",
        step(await_rest),
        step(move),
        wait(SERVER, "server_id", reaches("ACTIVE")),
    )


def move(cloud: Cloud, server_id: str, host: str | None) -> None:
    server = servers.present(cloud, server_id)
    if server["OS-EXT-STS:task_state"] or server.get("OS-EXT-SRV-ATTR:host") != host:
        return  # by an earlier run of this step
    power.migrate(cloud, server_id)


@durable("instances.restart", was="gce_api.flows.maintenance.restart")
def restart(server_id: str) -> Flow:
    """Stop an instance and start it again."""
    return flow(
        "restart instance",
        step(await_rest),
        step(power_off),
        wait(SERVER, "server_id", settles("SHUTOFF"), name="wait for the stop"),
        step(power_on),
        wait(SERVER, "server_id", settles("ACTIVE"), name="wait for the start"),
    )


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
        latest = power.latest_action(cloud, server_id) if row else None
        if latest in (None, *actions):
            raise
        return True


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
    server = servers.present(cloud, server_id)
    return None if server["OS-EXT-STS:task_state"] else server
