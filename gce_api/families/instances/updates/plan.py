"""What a whole Instance, sent back by a client, changes about the instance there is."""

from __future__ import annotations

import json
from typing import Any

from gce_api.families.shared import metadata
from gce_api.google import errors

# kept values that may be changed while an instance runs, and those that need it stopped
SETTINGS = ("deletionProtection", "displayDevice", "resourcePolicies", "scheduling")
SETTINGS_AT_REST = ("minCpuPlatform", "serviceAccounts", "shieldedInstanceConfig")
# fields that have methods of their own, or none; the last segments of their URLs count
FIXED = {
    "name": "setName",
    "canIpForward": "",
    "cpuPlatform": "",
    "zone": "",
}

Json = dict[str, Any]


def plan_changes(body: Json, shown: Json) -> Json:
    """Compare what a client wants an instance to be with what is shown of it.

    :return: what differs: ``description``, ``labels``, ``tags``, ``short`` and ``long`` (metadata
        for Nova and for the database), ``settings`` by name, as JSON, ``None`` to remove one, and
        ``auto_delete`` by the device names of disks.
    :raises errors.Invalid: something differs that an update cannot change.
    """
    for field, method in FIXED.items():
        if body.get(field) and _last(body[field]) != _last(shown.get(field)):
            hint = f" Use {method} instead." if method else ""
            raise errors.Invalid(
                f"Invalid value for field 'resource.{field}': '{body[field]}'. An update cannot "
                f"change it.{hint}"
            )
    _check_parts(body, shown)
    changes: Json = {"settings": _settings(body, shown), "auto_delete": _auto_delete(body, shown)}
    if (body.get("description") or "") != (shown.get("description") or ""):
        changes["description"] = body.get("description") or ""
    if (body.get("labels") or {}) != (shown.get("labels") or {}):
        changes["labels"] = body.get("labels") or {}
    tags = sorted(set((body.get("tags") or {}).get("items") or []))
    if tags != (shown["tags"].get("items") or []):
        changes["tags"] = tags
    items = metadata.items_of(body)
    if items != metadata.items_of(shown):
        changes["short"], changes["long"] = metadata.split(items)
    return changes


def needs_rest(changes: Json) -> bool:
    """Whether a change can only be made to a stopped instance."""
    return any(key in changes["settings"] for key in SETTINGS_AT_REST)


def _settings(body: Json, shown: Json) -> dict[str, str | None]:
    wanted = {key: body.get(key) or None for key in SETTINGS + SETTINGS_AT_REST}
    if wanted["scheduling"] is None:  # every instance has one
        wanted["scheduling"] = shown["scheduling"]
    return {
        key: json.dumps(value, separators=(",", ":")) if value else None
        for key, value in wanted.items()
        if value != (shown.get(key) or None)
    }


def _auto_delete(body: Json, shown: Json) -> dict[str, bool]:
    """The disks that are to go with the instance, and no longer are to; they are in one order."""
    return {
        disk["deviceName"]: disk["autoDelete"]
        for disk, present in zip(body.get("disks") or [], shown["disks"], strict=False)
        if disk.get("autoDelete", present["autoDelete"]) != present["autoDelete"]
        and present["type"] != "SCRATCH"  # a local SSD always does
    }


def _check_parts(body: Json, shown: Json) -> None:
    """Disks and interfaces are attached and detached by methods of their own."""
    for field, key in (("disks", "deviceName"), ("networkInterfaces", "name")):
        if field not in body:
            continue
        wanted = [part.get(key) for part in body[field]]
        if wanted != [part.get(key) for part in shown[field]]:
            raise errors.Unsupported(
                f"Invalid value for field 'resource.{field}': an update cannot add or remove any "
                "here; there are methods for that."
            )


def _last(value: Any) -> Any:
    return value.rpartition("/")[2] if isinstance(value, str) else value
