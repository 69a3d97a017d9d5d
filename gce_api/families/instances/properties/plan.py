"""What a whole Instance, sent back by a client, changes about the instance there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gce_api.families.shared import metadata, settings
from gce_api.google import errors
from gce_api.operations.plans import Plan

# fields that have methods of their own, or none; the last segments of their URLs count
FIXED = {
    "name": "setName",
    "canIpForward": "",
    "cpuPlatform": "",
    "zone": "",
}

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Changes(Plan):
    """What an update changes about an instance; ``None``: it stays as it is.

    ``short`` and ``long`` are the metadata, for Nova and for the database; ``settings`` kept values
    as JSON, ``None`` to remove one; ``auto_delete`` of disks by the UUIDs of their volumes.
    """

    description: str | None = None
    labels: dict[str, str] | None = None
    tags: list[str] | None = None
    short: dict[str, str] | None = None
    long: dict[str, str] = field(default_factory=dict)
    settings: dict[str, str | None] = field(default_factory=dict)
    auto_delete: dict[str, bool] = field(default_factory=dict)

    @property
    def need_rest(self) -> bool:
        """Whether a change can only be made to a stopped instance."""
        return any(s.at_rest and s.name in self.settings for s in settings.SETTINGS)


def plan_changes(body: Json, shown: Json, volumes: Mapping[str, str]) -> Changes:
    """Compare what a client wants an instance to be with what is shown of it.

    :param volumes: the UUIDs of the instance's volumes by the names of their devices.
    :raises errors.Invalid: something differs that an update cannot change.
    """
    _check_fixed(body, shown)
    _check_parts(body, shown)
    description = body.get("description") or ""
    labels = body.get("labels") or {}
    tags = sorted(set((body.get("tags") or {}).get("items") or []))
    items = metadata.items_of(body)
    short, long = metadata.split(items)
    has_items = items == metadata.items_of(shown)
    return Changes(
        description=None if description == (shown.get("description") or "") else description,
        labels=None if labels == (shown.get("labels") or {}) else labels,
        tags=None if tags == (shown["tags"].get("items") or []) else tags,
        short=None if has_items else short,
        long={} if has_items else long,
        settings=_settings(body, shown),
        auto_delete=_auto_delete(body, shown, volumes),
    )


def _settings(body: Json, shown: Json) -> dict[str, str | None]:
    changeable = [setting for setting in settings.SETTINGS if setting.at_rest is not None]
    wanted = {each.name: body.get(each.name) or each.default or None for each in changeable}
    if not body.get("scheduling"):  # what is left out stays, here alone
        wanted["scheduling"] = shown["scheduling"]
    return {
        name: settings.text(value) if body.get(name) else None
        for name, value in wanted.items()
        if value != (shown.get(name) or None)
    }


def _auto_delete(body: Json, shown: Json, volumes: Mapping[str, str]) -> dict[str, bool]:
    """The disks that are to go with the instance, and no longer are to; they are in one order."""
    return {
        volumes[disk["deviceName"]]: disk["autoDelete"]
        for disk, present in zip(body.get("disks") or [], shown["disks"], strict=False)
        if disk.get("autoDelete", present["autoDelete"]) != present["autoDelete"]
        and present["type"] != "SCRATCH"  # a local SSD always does
        and disk["deviceName"] in volumes
    }


def _check_fixed(body: Json, shown: Json) -> None:
    for name, method in FIXED.items():
        if body.get(name) and _last(body[name]) != _last(shown.get(name)):
            hint = f" Use {method} instead." if method else ""
            raise errors.Invalid(
                f"Invalid value for field 'resource.{name}': '{body[name]}'. An update cannot "
                f"change it.{hint}"
            )


def _check_parts(body: Json, shown: Json) -> None:
    """Disks and interfaces are attached and detached by methods of their own."""
    for name, key in (("disks", "deviceName"), ("networkInterfaces", "name")):
        if name not in body:
            continue
        wanted = [part.get(key) for part in body[name]]
        if wanted != [part.get(key) for part in shown[name]]:
            raise errors.Unsupported(
                f"Invalid value for field 'resource.{name}': an update cannot add or remove any "
                "here; there are methods for that."
            )


def _last(value: Any) -> Any:
    return value.rpartition("/")[2] if isinstance(value, str) else value
