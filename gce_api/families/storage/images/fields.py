"""What becomes of the fields of images."""

from __future__ import annotations

from gce_api.google.inputs import Only, all_of, declare

FIXED = "It cannot be changed."

declare(
    "Image",
    done="architecture description diskSizeGb family guestOsFeatures labels name rawDisk sourceDisk"
    " sourceImage sourceSnapshot",
    kept="licenses storageLocations",
    refused={
        "shieldedInstanceInitialState": "Keys of UEFI cannot be set here.",
        "sourceType": Only("RAW", "Images are raw ones."),
    },
)
declare(
    "Image",
    methods="images.patch",
    done="architecture deprecated description family guestOsFeatures",
    kept="licenses",
    refused=all_of(
        "diskSizeGb labels name rawDisk sourceDisk sourceImage sourceSnapshot storageLocations",
        FIXED,
    ),
)
declare(
    "Image.rawDisk",
    done="source",
    refused={
        "containerType": Only("TAR", "A file is a disk in a .tar.gz, or as it is."),
        "sha1Checksum": "Files are checked by other sums here.",
    },
)
declare("DeprecationStatus", done="state", kept="deleted deprecated obsolete replacement")
declare("GuestOsFeature", done="type")
