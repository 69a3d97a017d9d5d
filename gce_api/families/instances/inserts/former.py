"""Arguments of these flows as the releases before plans had types kept them."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

EXISTING = ("volume_id", "read_only", "taken_from")
OF_DISK = ("device", "boot", "auto_delete", "local_ssd")


def of_insert(kept: Json) -> Json:
    """Of ``instances.insert``."""
    return kept | {"plan": _plan(kept["plan"])}


def of_bulk_insert(kept: Json) -> Json:
    """Of ``instances.bulkInsert``."""
    children = [child | {"plan": _plan(child["plan"])} for child in kept["children"]]
    return kept | {"children": children}


def _plan(kept: Json) -> Json:
    if "version" in kept:
        return kept
    return kept | {"disks": [_disk(disk) for disk in kept["disks"]]}


def _disk(kept: Json) -> Json:
    """A disk had what there is to know of its volume beside what there is to know of itself."""
    disk = {name: kept[name] for name in OF_DISK if name in kept}
    if "volume_id" in kept:
        return disk | {"existing": {name: kept[name] for name in EXISTING if name in kept}}
    return disk | {"new": {name: value for name, value in kept.items() if name not in OF_DISK}}
