"""How much one instance may have."""

from __future__ import annotations

from collections.abc import Sized

from gce_api.google import errors

MAX_DISKS = 26  # device names vda to vdz
LARGEST_DISK_GB = 65536
MAX_INTERFACES = 8
VALUE_LENGTH = 255  # characters of a Nova metadata value


def check_count(items: Sized, most: int, field: str) -> None:
    """Refuse a longer list before any of it is looked up.

    :raises errors.Invalid: there are more than ``most``.
    """
    if len(items) > most:
        raise errors.Invalid(
            f"Invalid value for field '{field}': {len(items)} given. At most {most} are possible."
        )
