"""What a body may ask for, and OpenStack cannot give.

Left out in silence, it would be missed later: a disk without the key that was to encrypt it.
"""

from __future__ import annotations

from typing import Any

from gce_api.google import errors
from gce_api.google.discovery import Schema, document

NO_KEYS = "Disks are encrypted by their type here (Cinder), and with no keys of customers."
REASONS = {
    "asyncPrimaryDisk": "Disks are replicated by their type here (Cinder), not one by one.",
    "confidentialInstanceConfig": "Confidential VMs are not available here.",
    "enableConfidentialCompute": "Confidential VMs are not available here.",
    "guestAccelerators": "Accelerators are not available here.",
    "storagePool": "There are no storage pools here.",
}
NO_IPV6 = "IPv6 is not available here."
NO_PTR = "Names of addresses are the business of the cloud's DNS here."
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
# what is the case anyway, of fields where nothing else can be had
SHOWN = {"stackType"}  # of these, those that OpenStack may make otherwise: a client sends it back
ONLY = {
    "AccessConfig": {
        "externalIpv6": ("", NO_IPV6),
        "publicPtrDomainName": ("", NO_PTR),
        "securityPolicy": ("", "There is no Cloud Armor here."),
        "setPublicPtr": ("", NO_PTR),
    },
    "Address": {"ipVersion": ("IPV4 UNSPECIFIED_VERSION", NO_IPV6)},
    "AttachedDisk": {"interface": ("SCSI", "Which bus a disk is on, its image says here.")},
    "Disk": {"accessMode": ("READ_WRITE_SINGLE", "One instance at a time writes to a disk here.")},
    "NetworkInterface": {
        "aliasIpRanges": ("", "Interfaces have no alias ranges here."),
        "igmpQuery": ("IGMP_QUERY_DISABLED", "There is no multicast routing here."),
        "nicType": ("VIRTIO_NET UNSPECIFIED_NIC_TYPE", "Interfaces are VirtIO ones here."),
        "queueCount": ("", "How many queues an interface has, its image and flavor say here."),
        "stackType": ("IPV4_ONLY", NO_IPV6),
    },
}


def check(body: dict[str, Any], schema: str | None, *, new: bool = False) -> None:
    """Check a validated body, which is of that schema of the document.

    :param new: it describes what is to be made, and not what is there, which may be otherwise.
    :raises errors.Unsupported: it asks for something of the kind.
    """
    _check_all(body, {"$ref": schema or ""}, "resource", new)


def _check_all(value: Any, schema: Schema, where: str, new: bool) -> None:
    """Walk a value along its schema; where there is none, by the names alone."""
    schema = document().schemas.get(schema.get("$ref", ""), schema)
    if isinstance(value, list):
        for index, element in enumerate(value):
            _check_all(element, schema.get("items", {}), f"{where}[{index}]", new)
    elif isinstance(value, dict):
        of, known = schema.get("id", ""), schema.get("properties", {})
        for name, field in value.items():
            reason = _reason(name, field, of)
            if not reason and (new or name not in SHOWN):
                reason = _only(name, field, of)
            if reason:
                raise _refusal(f"{where}.{name}", reason)
            within = known.get(name) or schema.get("additionalProperties", {})
            _check_all(field, within, f"{where}.{name}", new)


def _only(name: str, field: Any, schema: str) -> str | None:
    passing, reason = ONLY.get(schema, {}).get(name, (None, None))
    if passing is None or not _says_something(field) or field in passing.split():
        return None
    return reason


def _refusal(where: str, reason: str) -> errors.Unsupported:
    return errors.Unsupported(f"Invalid value for field '{where}': {reason}")


def _reason(name: str, field: Any, schema: str) -> str | None:
    """Why a field cannot be had as it is asked for."""
    if not _says_something(field):
        return None
    if name.endswith("EncryptionKey"):
        return NO_KEYS
    if name == "consumeReservationType" and field == "SPECIFIC_RESERVATION":
        return "There are no reservations here."
    return REASONS_OF.get(schema, {}).get(name) or REASONS.get(name)


def _says_something(value: Any) -> bool:
    """Whether a field is more than what some clients send for one that is not set."""
    if isinstance(value, dict):
        return any(map(_says_something, value.values()))
    return bool(value)
