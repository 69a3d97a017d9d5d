"""Fields of instances that OpenStack has no place for: kept as they were given, and shown again.

Each is one value ``gce:<name>``, JSON, in the metadata of the server, or in the database where it
is too long for Nova. All that the methods of instances, templates and machine images have to know
of one is in its line of :data:`SETTINGS`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gce_api.openstack import marks

SCHEDULING = {
    "onHostMaintenance": "MIGRATE",
    "automaticRestart": True,
    "preemptible": False,
    "provisioningModel": "STANDARD",
}
PREEMPTIBLE = {"onHostMaintenance": "TERMINATE", "automaticRestart": False, "preemptible": True}


@dataclass(frozen=True)
class Setting:
    """A field that is kept.

    ``at_rest``: whether ``instances.update`` changes it of stopped instances only; ``None``: never.
    ``in_templates``: whether templates and machine images of an instance take it over.
    ``default``: what is shown where nothing was given. ``done``: it, or a part of it, also has an
    effect.
    """

    name: str
    at_rest: bool | None = None
    in_templates: bool = False
    default: Any = None
    done: bool = False


SETTINGS = (
    Setting("advancedMachineFeatures"),
    Setting("canIpForward", in_templates=True, default=False, done=True),
    Setting("deletionProtection", at_rest=False, default=False, done=True),
    Setting("displayDevice", at_rest=False),
    Setting("hostname", done=True),  # Nova has it, and tells it to nobody before microversion 2.90
    Setting("minCpuPlatform", at_rest=True, in_templates=True),
    Setting("resourcePolicies", at_rest=False),
    Setting("scheduling", at_rest=False, in_templates=True, default=SCHEDULING, done=True),
    Setting("serviceAccounts", at_rest=True, in_templates=True),
    Setting("shieldedInstanceConfig", at_rest=True, in_templates=True),
)
TAKEN_OVER = tuple(setting.name for setting in SETTINGS if setting.in_templates)
KEPT = " ".join(setting.name for setting in SETTINGS if not setting.done)


def text(value: Any) -> str:
    """A value as it is kept."""
    return json.dumps(value, separators=(",", ":"))


def given(body: Mapping[str, Any]) -> dict[str, str]:
    """What is kept of a request for an instance, by the keys of its metadata."""
    return {
        marks.OWN + setting.name: text(body[setting.name])
        for setting in SETTINGS
        if body.get(setting.name)
    }


def read(metadata: Mapping[str, str], name: str) -> Any:
    """A setting as it was given; ``None``: it was not."""
    kept = metadata.get(marks.OWN + name)
    if kept is None:
        return None
    try:
        return json.loads(kept)
    except ValueError:  # written by somebody else
        return None


def shown(metadata: Mapping[str, str]) -> dict[str, Any]:
    """Every setting of an instance as it was given, or as it is for every one."""
    found = {setting.name: read(metadata, setting.name) for setting in SETTINGS}
    default = {setting.name: setting.default for setting in SETTINGS}
    kept = {name: default[name] if value is None else value for name, value in found.items()}
    return kept | {"scheduling": scheduling(metadata)}


def scheduling(metadata: Mapping[str, str]) -> dict[str, Any]:
    """GCE's Scheduling; one that may be preempted is neither moved nor restarted by itself."""
    asked = read(metadata, "scheduling") or {}
    gives_way = asked.get("preemptible") or asked.get("provisioningModel") == "SPOT"
    return {**SCHEDULING, **(PREEMPTIBLE if gives_way else {}), **asked}
