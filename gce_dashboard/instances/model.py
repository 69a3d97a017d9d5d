"""VM instances in the console's words: states, addresses, what a state allows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gce_dashboard.framework.resources import last, path_of
from gce_dashboard.i18n import gettext_lazy as _

Json = dict[str, Any]

# GCE's status -> (icon, text)
STATUS = {
    "PROVISIONING": ("busy", _("Provisioning")),
    "STAGING": ("busy", _("Staging")),
    "RUNNING": ("ok", _("Running")),
    "STOPPING": ("busy", _("Stopping")),
    "SUSPENDING": ("busy", _("Suspending")),
    "SUSPENDED": ("paused", _("Suspended")),
    "REPAIRING": ("error", _("Repairing")),
    "TERMINATED": ("off", _("Stopped")),
    "STOPPED": ("off", _("Stopped")),
    "DEPROVISIONING": ("busy", _("Deleting")),
}


def is_changing(instance: Json) -> bool:
    return STATUS.get(instance.get("status", ""), ("", ""))[0] == "busy"


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


def is_coming_up(instance: Json) -> bool:
    return instance.get("status") in ("PROVISIONING", "STAGING")


def mark_under_way(instances: Iterable[Json], operations: Iterable[Json]) -> None:
    """Note at instances that come up whether an operation is at work on them.

    Where none is, another tool has made the server, and it may be stuck for good.
    """
    targets = {path_of(each["targetLink"]) for each in operations if each["status"] != "DONE"}
    for instance in filter(is_coming_up, instances):
        instance["_isUnderWay"] = path_of(instance["selfLink"]) in targets


def can_delete(instance: Json) -> bool:
    """Where the operations are not known the endpoint decides."""
    if instance.get("deletionProtection") or instance.get("status") == "DEPROVISIONING":
        return False
    return not instance.get("_isUnderWay")


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
