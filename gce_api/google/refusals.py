"""What a body may ask for, and OpenStack cannot give.

Left out in silence, it would be missed later: a disk without the key that was to encrypt it.
"""

from __future__ import annotations

from typing import Any

from gce_api.google import errors

NO_KEYS = "Disks are encrypted by their type here (Cinder), and with no keys of customers."
REASONS = {
    "asyncPrimaryDisk": "Disks are replicated by their type here (Cinder), not one by one.",
    "confidentialInstanceConfig": "Confidential VMs are not available here.",
    "enableConfidentialCompute": "Confidential VMs are not available here.",
    "guestAccelerators": "Accelerators are not available here.",
    "storagePool": "There are no storage pools here.",
}
NO_IPV6 = "IPv6 is not available here."
NO_INSTANT = "There are no instant snapshots here."
NO_RANGES = "Internal ranges and public delegated prefixes are not available here."
NO_DIRECTORY = "There is no DNS and no service directory here."
NO_STANDBY = "Groups have no stopped and no suspended instances in reserve here."
# of a resource's own fields, by its schema: the name may mean something else in another one
REASONS_OF = {
    "Address": {"ipCollection": NO_RANGES, "networkAttachment": NO_RANGES},
    "BulkInsertDiskResource": {
        "instantSnapshotGroupParameters": NO_INSTANT,
        "snapshotGroupParameters": "There are no groups of snapshots here.",
    },
    "Disk": {
        "sourceInstantSnapshot": NO_INSTANT,
        "sourceMachineImage": "A disk is made from a machine image along with an instance here.",
        "sourceStorageObject": "Disks are not made from files here; images are.",
    },
    "ForwardingRule": {
        "ipCollection": NO_RANGES,
        "isMirroringCollector": "Traffic cannot be mirrored here.",
        "metadataFilters": "Rules for xDS clients are not available here.",
        "serviceDirectoryRegistrations": NO_DIRECTORY,
        "serviceLabel": NO_DIRECTORY,
        "sourceIpRanges": "A rule takes traffic from everywhere here: use a firewall.",
    },
    "Image": {"shieldedInstanceInitialState": "Keys of UEFI cannot be set here."},
    "InstanceGroupManager": {"targetStoppedSize": NO_STANDBY, "targetSuspendedSize": NO_STANDBY},
    "Network": {
        "enableUlaInternalIpv6": NO_IPV6,
        "internalIpv6Range": NO_IPV6,
        "networkProfile": "Network profiles are not available here.",
    },
    "Snapshot": {"sourceInstantSnapshot": NO_INSTANT},
    "Subnetwork": {
        "ipCollection": NO_RANGES,
        "ipv6AccessType": NO_IPV6,
        "externalIpv6Prefix": NO_IPV6,
        "internalIpv6Prefix": NO_IPV6,
        "reservedInternalRange": NO_RANGES,
    },
    "TargetHttpProxy": {"httpKeepAliveTimeoutSec": "How long connections idle is Octavia's own."},
    "UrlMap": {
        "defaultCustomErrorResponsePolicy": "Pages for errors cannot be set here.",
    },
}


def check(body: dict[str, Any], schema: str | None) -> None:
    """Check a validated body, which is of that schema of the document.

    :raises errors.Unsupported: it asks for something of the kind.
    """
    for name, reason in REASONS_OF.get(schema or "", {}).items():
        if _says_something(body.get(name)):
            raise _refusal(f"resource.{name}", reason)
    _check_all(body, "resource")


def _check_all(value: Any, where: str) -> None:
    if isinstance(value, list):
        for index, element in enumerate(value):
            _check_all(element, f"{where}[{index}]")
    elif isinstance(value, dict):
        for name, field in value.items():
            reason = _reason(name, field)
            if reason:
                raise _refusal(f"{where}.{name}", reason)
            _check_all(field, f"{where}.{name}")


def _refusal(where: str, reason: str) -> errors.Unsupported:
    return errors.Unsupported(f"Invalid value for field '{where}': {reason}")


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
