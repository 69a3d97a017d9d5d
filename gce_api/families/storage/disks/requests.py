"""What a request asks of a volume that is to be made."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from gce_api.openstack import marks

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Request:
    """What is asked of a volume: ``initializeParams`` of an instance's disk, or a whole Disk.

    ``fields``: where errors say that size, type and so on were given.
    """

    name: str
    size_gb: int | None = None
    disk_type: str | None = None
    image: str | None = None
    snapshot: str | None = None
    disk: str | None = None
    replica_zones: list[str] = field(default_factory=list)
    description: str = ""
    labels: dict[str, str] = field(default_factory=dict)
    policies: list[str] = field(default_factory=list)
    performance: dict[str, str] = field(default_factory=dict)
    fields: dict[str, str]


def of_parameters(name: str, asked: Json, at: str) -> Request:
    """The request in an instance's ``initializeParams``, which are at the field ``at``."""
    return Request(
        name=name,
        size_gb=int(asked.get("diskSizeGb") or 0) or None,
        disk_type=asked.get("diskType"),
        image=asked.get("sourceImage"),
        snapshot=asked.get("sourceSnapshot"),
        **_common(asked),
        fields={
            "name": f"{at}.diskName",
            "size": f"{at}.diskSizeGb",
            "type": f"{at}.diskType",
            "image": f"{at}.sourceImage",
            "snapshot": f"{at}.sourceSnapshot",
            "replicas": f"{at}.replicaZones",
        },
    )


def of_disk(body: Json, image: str | None = None) -> Request:
    """The request in a Disk; ``image`` may be given beside it, as gcloud does."""
    return Request(
        name=body.get("name", ""),
        size_gb=int(body.get("sizeGb") or 0) or None,
        disk_type=body.get("type"),
        image=body.get("sourceImage") or image,
        snapshot=body.get("sourceSnapshot"),
        disk=body.get("sourceDisk"),
        **_common(body),
        fields={
            "name": "resource.name",
            "size": "resource.sizeGb",
            "type": "resource.type",
            "image": "resource.sourceImage",
            "snapshot": "resource.sourceSnapshot",
            "disk": "resource.sourceDisk",
            "replicas": "resource.replicaZones",
        },
    )


def _common(asked: Json) -> Json:
    """What both have under the same names."""
    return {
        "replica_zones": asked.get("replicaZones") or [],
        "description": asked.get("description") or "",
        "labels": asked.get("labels") or {},
        "policies": asked.get("resourcePolicies") or [],
        "performance": _performance(asked),
    }


def _performance(asked: Json) -> dict[str, str]:
    """What is provisioned, which Cinder knows of types only: kept, to be shown."""
    kept = {
        marks.PROVISIONED_IOPS: asked.get("provisionedIops"),
        marks.PROVISIONED_THROUGHPUT: asked.get("provisionedThroughput"),
    }
    return {key: str(value) for key, value in kept.items() if value}
