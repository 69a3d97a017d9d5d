"""What becomes of fields that many families have, and why some are refused wherever they are."""

from __future__ import annotations

from gce_api.google.inputs import declare, explain

NO_IPV6 = "IPv6 is not available here."
NO_RANGES = "Internal ranges and public delegated prefixes are not available here."
NO_CDN = "Cloud CDN is not available here."
NO_ARMOR = "There is no Cloud Armor here."
NO_CONFIDENTIAL = "Confidential VMs are not available here."
NO_PAGES = "Pages for errors cannot be set here."

explain(
    {
        "EncryptionKey": "Disks are encrypted by their type here, and with no keys of customers.",
        "asyncPrimaryDisk": "Disks are replicated by their type here, not one by one.",
        "confidentialInstanceConfig": NO_CONFIDENTIAL,
        "enableConfidentialCompute": NO_CONFIDENTIAL,
        "guestAccelerators": "Accelerators are not available here.",
        "params": "Tags of the resource manager are not available here.",
        "resourceManagerTags": "Tags of the resource manager are not available here.",
        "securityPolicy": NO_ARMOR,
        "sourceInstantSnapshot": "There are no instant snapshots here.",
        "storagePool": "There are no storage pools here.",
        "fingerprint": "It is not what this method changes.",
        "labelFingerprint": "It is not what this method changes.",
    }
)

for schema in (
    "BulkSetLabelsRequest",
    "GlobalSetLabelsRequest",
    "InstancesSetLabelsRequest",
    "RegionSetLabelsRequest",
    "ZoneSetLabelsRequest",
):
    declare(schema, done="labelFingerprint labels")
declare("FixedOrPercent", done="fixed percent")
declare("InstanceReference", done="instance")
declare("Metadata", done="fingerprint items")
declare("Metadata.items", done="key value")
declare("NamedPort", done="name port")
declare("Tags", done="fingerprint items")
declare("TargetReference", done="target")
declare("TestPermissionsRequest", done="permissions")
