"""What becomes of the fields of snapshots."""

from __future__ import annotations

from gce_api.google.inputs import Only, declare

declare(
    "Snapshot",
    done="description labels name sourceDisk sourceSnapshotSchedulePolicy",
    kept="storageLocations",
    refused={
        "chainName": "Snapshots are in no chains here.",
        "guestFlush": "No guest is told of a snapshot here.",
        "snapshotType": Only("STANDARD", "Snapshots are standard ones here."),
        "sourceDiskForRecoveryCheckpoint": "Disks are replicated by their type here.",
    },
)
