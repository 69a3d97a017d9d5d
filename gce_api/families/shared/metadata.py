"""What an instance is told: metadata, labels, and the user data that its image runs."""

from __future__ import annotations

import base64
import json
from typing import Any

from gce_api.families.shared.limits import VALUE_LENGTH
from gce_api.google import errors

USER_DATA_LENGTH = 65535  # of Nova's user_data, after base64
STARTUP_SCRIPT = "/var/lib/cloud/scripts/per-boot/gce-startup-script"


def labels_of(body: dict[str, Any]) -> dict[str, str]:
    """Labels as OpenStack metadata."""
    return {f"label:{key}": value for key, value in (body.get("labels") or {}).items()}


def items_of(body: dict[str, Any]) -> dict[str, str]:
    """The ``metadata.items`` of an instance by key.

    :raises errors.Invalid: a key is given twice, or could be taken for one of this endpoint.
    """
    found: dict[str, str] = {}
    for item in (body.get("metadata") or {}).get("items") or []:
        key = item.get("key", "")
        if key in found or not key or ":" in key:
            raise errors.Invalid(f"Invalid value for field 'metadata.items': '{key}'.")
        found[key] = item.get("value") or ""
    return found


def split(values: dict[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The values that fit into Nova, and those that are too long for it."""
    long = {key: value for key, value in values.items() if len(value) > VALUE_LENGTH}
    return {key: value for key, value in values.items() if key not in long}, long


def user_data(items: dict[str, str]) -> str | None:
    """Nova's ``user_data`` (base64) for an instance's metadata, ``None`` where there is none.

    cloud-init runs the ``startup-script`` at every boot, as on GCE, and makes the users of
    ``ssh-keys``. The metadata ``user-data`` is given to the instance as it is, as are scripts for
    Windows, which cloudbase-init runs.

    :raises errors.Invalid: it is too long for Nova.
    """
    text = items.get("user-data") or _for_windows(items) or _for_cloud_init(items)
    if not text:
        return None
    encoded = base64.b64encode(text.encode()).decode()
    if len(encoded) > USER_DATA_LENGTH:
        raise errors.Invalid(
            "The startup script and SSH keys are too long: there is room for "
            f"{USER_DATA_LENGTH * 3 // 4} bytes of them in all."
        )
    return encoded


def _for_windows(items: dict[str, str]) -> str | None:
    script = items.get("windows-startup-script-ps1")
    return f"#ps1_sysnative\n{script}" if script else None


def _for_cloud_init(items: dict[str, str]) -> str | None:
    config: dict[str, Any] = {}
    if items.get("startup-script"):
        content = base64.b64encode(items["startup-script"].encode()).decode()
        script = {"path": STARTUP_SCRIPT, "permissions": "0755", "encoding": "b64"}
        config["write_files"] = [script | {"content": content}]
    users = _users(items.get("ssh-keys") or items.get("sshKeys") or "")
    if users:
        config["users"] = ["default", *users]
    # JSON is YAML as well
    return "#cloud-config\n" + json.dumps(config) if config else None


def _users(ssh_keys: str) -> list[dict[str, Any]]:
    """Users out of lines such as ``ada:ssh-ed25519 AAAA... ada@host``."""
    keys: dict[str, list[str]] = {}
    for line in ssh_keys.splitlines():
        name, _, key = line.strip().partition(":")
        if name and key:
            keys.setdefault(name, []).append(key)
    return [
        {"name": name, "sudo": "ALL=(ALL) NOPASSWD:ALL", "shell": "/bin/bash",
         "ssh_authorized_keys": found}
        for name, found in keys.items()
    ]  # fmt: skip
