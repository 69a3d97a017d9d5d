"""The metadata of Nova's servers and of Cinder's volumes and snapshots, key by key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote

from gce_api.openstack import rows
from gce_api.openstack.cloud import Cloud


@dataclass(frozen=True)
class Holder:
    """What has metadata; ``path`` as in the service's API."""

    service: Literal["compute", "volumes"]
    path: str


def of_server(server_id: str) -> Holder:
    return Holder("compute", f"/servers/{server_id}")


def of_volume(volume_id: str) -> Holder:
    return Holder("volumes", f"/volumes/{volume_id}")


def of_snapshot(snapshot_id: str) -> Holder:
    return Holder("volumes", f"/snapshots/{snapshot_id}")


def read(cloud: Cloud, holder: Holder) -> dict[str, str]:
    """All keys and values (``GET .../metadata``)."""
    found: dict[str, str] = rows.get(_service(cloud, holder), f"{holder.path}/metadata")["metadata"]
    return found


def write(cloud: Cloud, holder: Holder, new: Mapping[str, str]) -> None:
    """Set some keys (``POST .../metadata``)."""
    body = {"metadata": dict(new)}
    rows.send(_service(cloud, holder), "POST", f"{holder.path}/metadata", body)


def remove(cloud: Cloud, holder: Holder, key: str) -> None:
    """Remove one key (``DELETE .../metadata/<key>``); it may be gone already."""
    rows.delete(_service(cloud, holder), f"{holder.path}/metadata/{quote(key, safe='')}")


def _service(cloud: Cloud, holder: Holder) -> Any:
    return cloud.compute if holder.service == "compute" else cloud.volumes
