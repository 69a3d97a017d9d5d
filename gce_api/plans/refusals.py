"""What a request may ask of a disk, a snapshot, an image or an instance that OpenStack cannot give.

Left out in silence, it would be missed later: a disk without the key that was to encrypt it.
"""

from __future__ import annotations

from typing import Any

from gce_api import errors

NO_KEYS = "Disks are encrypted by their type here (Cinder), and with no keys of customers."
REASONS = {
    "asyncPrimaryDisk": "Disks are replicated by their type here (Cinder), not one by one.",
    "confidentialInstanceConfig": "Confidential VMs are not available here.",
    "diskEncryptionKey": NO_KEYS,
    "enableConfidentialCompute": "Confidential VMs are not available here.",
    "guestAccelerators": "Accelerators (guestAccelerators) are not available here.",
    "imageEncryptionKey": NO_KEYS,
    "instanceEncryptionKey": NO_KEYS,
    "replicaZones": "Regional disks are not available here: a disk is in one zone.",
    "snapshotEncryptionKey": NO_KEYS,
    "sourceDiskEncryptionKey": NO_KEYS,
    "sourceImageEncryptionKey": NO_KEYS,
    "sourceMachineImageEncryptionKey": NO_KEYS,
    "sourceSnapshotEncryptionKey": NO_KEYS,
    "storagePool": "There are no storage pools here.",
}


def check(asked: dict[str, Any], field: str = "resource") -> None:
    """Check a part of a request, which is at ``field``.

    :raises errors.Unsupported: it asks for something of the kind.
    """
    for name, reason in REASONS.items():
        if _says_something(asked.get(name)):
            raise errors.Unsupported(f"Invalid value for field '{field}.{name}': {reason}")
    affinity = asked.get("reservationAffinity") or {}
    if affinity.get("consumeReservationType") == "SPECIFIC_RESERVATION":
        raise errors.Unsupported(
            f"Invalid value for field '{field}.reservationAffinity': There are no reservations "
            "here."
        )


def _says_something(value: Any) -> bool:
    """Whether a field is more than what some clients send for one that is not set."""
    if isinstance(value, dict):
        return any(map(_says_something, value.values()))
    return bool(value)
