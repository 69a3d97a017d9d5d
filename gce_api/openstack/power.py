"""What Nova does to a server that is there: its power, its size, its host, its guest.

Each function is one action (POST /servers/<id>/action), which Nova has begun when it returns.
"""

from __future__ import annotations

from typing import Any

from gce_api.openstack import rows
from gce_api.openstack.cloud import Cloud

INTERRUPT = "2.17"  # Nova's microversion with trigger_crash_dump
LIVE = "2.30"  # and the one in which the scheduler also checks a live migration


def start(cloud: Cloud, server_id: str) -> None:
    _act(cloud, server_id, "os-start")


def stop(cloud: Cloud, server_id: str) -> None:
    """Power off, with a chance for the guest to shut down."""
    _act(cloud, server_id, "os-stop")


def reset(cloud: Cloud, server_id: str) -> None:
    """Power off and on at once, as the reset button of a computer."""
    _act(cloud, server_id, "reboot", {"type": "HARD"})


def suspend(cloud: Cloud, server_id: str) -> None:
    """Keep the memory on disk and free the host."""
    _act(cloud, server_id, "suspend")


def resume(cloud: Cloud, server_id: str) -> None:
    """Go on after :func:`suspend`."""
    _act(cloud, server_id, "resume")


def unpause(cloud: Cloud, server_id: str) -> None:
    """Go on after a pause by another tool."""
    _act(cloud, server_id, "unpause")


def unshelve(cloud: Cloud, server_id: str) -> None:
    """Bring back, and power on, what another tool has shelved."""
    _act(cloud, server_id, "unshelve")


def resize(cloud: Cloud, server_id: str, flavor_id: str) -> None:
    """Give a server another flavor; it is to be confirmed."""
    _act(cloud, server_id, "resize", {"flavorRef": flavor_id})


def confirm_resize(cloud: Cloud, server_id: str) -> None:
    _act(cloud, server_id, "confirmResize")


def migrate(cloud: Cloud, server_id: str) -> None:
    """Move a running server to another host, for which Nova wants an administrator unless its
    policy says otherwise."""
    where = {"host": None, "block_migration": "auto"}
    _act(cloud, server_id, "os-migrateLive", where, LIVE)


def interrupt(cloud: Cloud, server_id: str) -> None:
    """A non-maskable interrupt, at which a guest may write a crash dump."""
    _act(cloud, server_id, "trigger_crash_dump", None, INTERRUPT)


def latest_action(cloud: Cloud, server_id: str) -> str | None:
    """What Nova, or its host, did to the server last: ``stop``, ``reboot``, ...
    (GET /servers/<id>/os-instance-actions)."""
    path = f"/servers/{server_id}/os-instance-actions"
    found = rows.get(cloud.compute, path)["instanceActions"]
    return found[0]["action"] if found else None


def _act(
    cloud: Cloud,
    server_id: str,
    action: str,
    arguments: dict[str, Any] | None = None,
    microversion: str | None = None,
) -> None:
    path = f"/servers/{server_id}/action"
    rows.send(cloud.compute, "POST", path, {action: arguments}, microversion)
