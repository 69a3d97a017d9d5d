"""The status of an instance: Nova's vm_state, task_state and power_state in one word of GCE's."""

from __future__ import annotations

from gce_api.google import errors
from gce_api.openstack import words
from gce_api.openstack.rows import Row

PAUSED, SHUT_DOWN, SUSPENDED = 3, 4, 7  # Nova's power_state

# a task tells more than the state that it leaves
TASKS = {
    "spawning": "STAGING",
    "powering-on": "STAGING",
    "resuming": "STAGING",
    "unpausing": "STAGING",
    "restoring": "STAGING",
    "unshelving": "STAGING",
    "spawning_unshelving": "STAGING",
    "powering-off": "STOPPING",
    "deleting": "STOPPING",
    "soft-deleting": "STOPPING",
    "shelving": "STOPPING",
    "shelving_image_pending_upload": "STOPPING",
    "shelving_image_uploading": "STOPPING",
    "shelving_offloading": "STOPPING",
    "suspending": "SUSPENDING",
    "pausing": "SUSPENDING",
    "rebuilding": "REPAIRING",
    "rebuild_block_device_mapping": "REPAIRING",
    "rebuild_spawning": "REPAIRING",
}
STATES = {
    "building": "PROVISIONING",
    "paused": "SUSPENDED",
    "suspended": "SUSPENDED",
    "stopped": "TERMINATED",
    "shelved": "TERMINATED",
    "shelved_offloaded": "TERMINATED",
    "soft-delete": "STOPPING",
    "deleted": "STOPPING",
    "rescued": "REPAIRING",
}
# an active server whose guest has gone another way before Nova noticed
POWER = {PAUSED: "SUSPENDED", SHUT_DOWN: "TERMINATED", SUSPENDED: "SUSPENDED"}


def status(server: Row) -> str:
    """GCE's status of a server."""
    task = server.get("OS-EXT-STS:task_state")
    state = server.get("OS-EXT-STS:vm_state")
    if task in TASKS:
        return TASKS[task]
    if state == "error":
        # one that ran before may run again; one that was never made will not
        return "REPAIRING" if server.get("OS-SRV-USG:launched_at") else "TERMINATED"
    if state in STATES:
        return STATES[state]
    if task:  # of an active or resized server: rebooting, resizing, snapshotting, migrating
        return "RUNNING"
    return POWER.get(server.get("OS-EXT-STS:power_state") or 0, "RUNNING")


def status_message(server: Row) -> str | None:
    """Why a server is in ERROR, as far as Nova tells its owner."""
    if server.get("status") != "ERROR":
        return None
    said = (server.get("fault") or {}).get("message") or ""
    return words.told(said) or "It failed, and this cloud tells no reason."


def check_running(server: Row, path: str) -> None:
    """Refuse what is done only to running instances; ``path``: of the instance, for the error.

    :raises errors.ResourceNotReady: it does not run.
    """
    now = status(server)
    if now != "RUNNING":
        raise errors.ResourceNotReady(
            f"The resource '{path}' is not ready: it is {now}, not RUNNING."
        )


def check_stopped(server: Row, path: str, what: str) -> None:
    """Refuse what GCE does only to stopped instances; ``path``: of the instance, for the error.

    :param what: that can be changed only then.
    :raises errors.ResourceNotReady: the instance is not stopped.
    """
    now = status(server)
    if now != "TERMINATED":
        raise errors.ResourceNotReady(
            f"The resource '{path}' is {now}: {what} can only be changed while it is stopped "
            "(TERMINATED)."
        )
