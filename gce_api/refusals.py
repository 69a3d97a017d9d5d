"""What a body of any method may ask for, and OpenStack cannot give.

Left out in silence, it would be missed later: a disk without the key that was to encrypt it.
"""

from __future__ import annotations

from typing import Any

from gce_api import errors

NO_KEYS = "Disks are encrypted by their type here (Cinder), and with no keys of customers."
REASONS = {
    "asyncPrimaryDisk": "Disks are replicated by their type here (Cinder), not one by one.",
    "confidentialInstanceConfig": "Confidential VMs are not available here.",
    "enableConfidentialCompute": "Confidential VMs are not available here.",
    "guestAccelerators": "Accelerators are not available here.",
    "storagePool": "There are no storage pools here.",
}


def check(value: Any, where: str = "resource") -> None:
    """Check a validated body, all that is in it.

    :raises errors.Unsupported: it asks for something of the kind.
    """
    if isinstance(value, list):
        for index, element in enumerate(value):
            check(element, f"{where}[{index}]")
    elif isinstance(value, dict):
        for name, field in value.items():
            reason = _reason(name, field)
            if reason:
                raise errors.Unsupported(f"Invalid value for field '{where}.{name}': {reason}")
            check(field, f"{where}.{name}")


def _reason(name: str, field: Any) -> str | None:
    """Why a field cannot be had as it is asked for."""
    if not _says_something(field):
        return None
    if name.endswith("EncryptionKey"):
        return NO_KEYS
    if name == "consumeReservationType" and field == "SPECIFIC_RESERVATION":
        return "There are no reservations here."
    return REASONS.get(name)


def _says_something(value: Any) -> bool:
    """Whether a field is more than what some clients send for one that is not set."""
    if isinstance(value, dict):
        return any(map(_says_something, value.values()))
    return bool(value)
