"""Reading GCE resources: names, scopes and paths out of their URLs."""

from __future__ import annotations

import hashlib
import re
from typing import Any

Json = dict[str, Any]

NAME = r"[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?"  # RFC 1035, as GCE's names are
REGIONAL_TOO = (
    *("autoscalers", "backendServices", "disks", "healthChecks"),
    *("instanceGroupManagers", "instanceGroups", "instanceTemplates"),
)
GLOBAL_TOO = ("addresses", "forwardingRules")
SCOPE = r"(?:zones/[-a-z0-9]{1,63}|regions/[-a-z0-9]{1,63}|global)"


def last(url: str | None) -> str:
    """The last part of a URL or path: the name of what it points at."""
    return (url or "").rsplit("/", 1)[-1]


def path_of(url: str) -> str:
    """``zones/us-central1-a/disks/d`` of a full or partial resource URL."""
    match = re.search(r"projects/[^/]+/(.+)$", url)
    return match.group(1) if match else url


def project_of(url: str) -> str:
    """The project in a resource's URL, "" if it has none."""
    match = re.search(r"projects/([^/]+)", url)
    return match.group(1) if match else ""


def scope_of(item: Json) -> str:
    """``zones/us-central1-a``, ``regions/us-central1`` or ``global``."""
    if item.get("zone"):
        return "zones/" + last(item["zone"])
    if item.get("region"):
        return "regions/" + last(item["region"])
    return "global"


def region_of(zone: str) -> str:
    """The region of a zone's name or URL: ``us-central1`` of ``us-central1-a``."""
    return last(zone).rpartition("-")[0]


def zones_of(disk: Json) -> list[str]:
    """The names of the zones whose instances can use a disk: its own, or a regional one's two."""
    return [last(url) for url in disk.get("replicaZones") or [disk.get("zone")]]


def target(collection: str) -> re.Pattern[str]:
    """What a path to one resource of a collection looks like; guards paths sent by a browser."""
    return re.compile(rf"{SCOPE}/{collection}/[-a-z0-9]{{1,63}}")


def numeric_id(uuid: str) -> str:
    """GCE's id of what OpenStack knows by a UUID: the first 63 bits of its SHA-256, decimal.

    The endpoint makes every ``id`` and ``projectNumber`` so.
    """
    return str(int.from_bytes(hashlib.sha256(uuid.encode()).digest()[:8]) >> 1)


def disk_type(zone: str, name: str | None) -> str | None:
    """The partial URL of a zone's disk type, its name where that is of any; None without a name."""
    return f"zones/{zone}/diskTypes/{name}" if name and zone else name or None


def without_empty(body: Json) -> Json:
    """The body without what says nothing; GCE's clients leave it out too."""
    return {key: value for key, value in body.items() if value not in (None, "", {}, [])}


def prefix(collection: str, place: str) -> str:
    """What other tools put before a collection's name in a place, "" in most.

    The disks of ``regions/r`` are ``RegionDisks`` in Python and ``google_compute_region_disk`` in
    Terraform, where those of a zone are ``Disks``.
    """
    if collection in REGIONAL_TOO and place.startswith("regions/"):
        return "region"
    return "global" if collection in GLOBAL_TOO and place == "global" else ""
