"""What the endpoint's own marks on a volume say of its disk."""

from __future__ import annotations

from gce_api.openstack import marks
from gce_api.openstack.rows import Row

HIDING = (marks.KEPT, marks.WORKING, marks.LOCAL_SSD)  # marks of volumes that are no disks


def is_hidden(volume: Row) -> bool:
    """Whether a volume is no disk (any more)."""
    return any(mark in volume["metadata"] for mark in HIDING)


def policies(volume: Row) -> dict[str, str]:
    """The resource policies of a disk by name, and until when their schedules are done."""
    return {
        key.removeprefix(marks.POLICY): done
        for key, done in volume["metadata"].items()
        if key.startswith(marks.POLICY)
    }


def copied_from(volume: Row) -> str | None:
    """The UUID of the volume that a disk is a copy of."""
    copied: str | None = volume["metadata"].get(marks.COPY_OF) or volume["source_volid"]
    return copied
