"""VM instances in the console's words: states, addresses, what a state allows."""

from __future__ import annotations

from typing import Any

from gce_dashboard.framework.resources import last
from gce_dashboard.instances.resource import INSTANCES

Json = dict[str, Any]


def is_changing(instance: Json) -> bool:
    return INSTANCES.status.is_busy(instance)


def can_start(instance: Json) -> bool:
    return instance.get("status") in ("TERMINATED", "STOPPED")


def can_stop(instance: Json) -> bool:
    return instance.get("status") in ("RUNNING", "REPAIRING")


def can_resume(instance: Json) -> bool:
    return instance.get("status") == "SUSPENDED"


def is_running(instance: Json) -> bool:
    return instance.get("status") == "RUNNING"


def is_settled(instance: Json) -> bool:
    return not is_changing(instance)


def can_delete(instance: Json) -> bool:
    return not instance.get("deletionProtection") and instance.get("status") != "DEPROVISIONING"


def disks_at_deletion(instance: Json) -> tuple[list[str], list[str]]:
    """The names of the disks that are deleted with an instance, and of those that are kept."""
    deleted: list[str] = []
    kept: list[str] = []
    for disk in instance.get("disks", []):
        name = last(disk.get("source")) or disk.get("deviceName", "")
        (deleted if disk.get("autoDelete") else kept).append(name)
    return deleted, kept


def internal_addresses(instance: Json) -> list[str]:
    return [
        nic["networkIP"] for nic in instance.get("networkInterfaces", []) if nic.get("networkIP")
    ]


def external_addresses(instance: Json) -> list[str]:
    return [
        config["natIP"]
        for nic in instance.get("networkInterfaces", [])
        for config in nic.get("accessConfigs", [])
        if config.get("natIP")
    ]
