"""What becomes of the fields of disks."""

from __future__ import annotations

from gce_api.google.inputs import Only, all_of, declare

FIXED = "It cannot be changed here."
ONE_WRITER = "One instance at a time writes to a disk here."
BLOCKS = "The blocks of disks have 4096 bytes here."

declare(
    "Disk",
    done="description labels name replicaZones resourcePolicies sizeGb sourceDisk sourceImage"
    " sourceSnapshot type",
    kept="provisionedIops provisionedThroughput",
    refused={
        "accessMode": Only("READ_WRITE_SINGLE", ONE_WRITER),
        "architecture": "The architecture of a disk is its image's; disks.update changes it.",
        "guestOsFeatures": "What a disk's system can do, its image says here.",
        "licenseCodes": "The licenses of a disk, its image says here.",
        "licenses": "The licenses of a disk, its image says here.",
        "physicalBlockSizeBytes": Only("4096", BLOCKS),
        "sourceMachineImage": "A disk is made from a machine image along with an instance here.",
        "sourceStorageObject": "Disks are not made from files here; images are.",
    },
)
declare(
    "Disk",
    methods="disks.update regionDisks.update",
    done="architecture description labelFingerprint labels sizeGb",
    refused=all_of(
        "name provisionedIops provisionedThroughput replicaZones resourcePolicies sourceDisk"
        " sourceImage sourceSnapshot type",
        FIXED,
    ),
)
declare("DisksAddResourcePoliciesRequest", done="resourcePolicies")
declare("DisksRemoveResourcePoliciesRequest", done="resourcePolicies")
declare("DisksResizeRequest", done="sizeGb")
declare("RegionDisksAddResourcePoliciesRequest", done="resourcePolicies")
declare("RegionDisksRemoveResourcePoliciesRequest", done="resourcePolicies")
declare("RegionDisksResizeRequest", done="sizeGb")
declare("BulkZoneSetLabelsRequest", done="requests")
declare(
    "BulkInsertDiskResource",
    done="sourceConsistencyGroupPolicy",
    refused={
        "instantSnapshotGroupParameters": "There are no instant snapshots here.",
        "snapshotGroupParameters": "There are no groups of snapshots here.",
    },
)
