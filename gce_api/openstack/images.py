"""Glance's images, as raw rows (:mod:`gce_api.openstack.rows` says why)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from openstack import exceptions as sdk

from gce_api.openstack import rows
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row

PATCH = {"Content-Type": "application/openstack-images-v2.1-json-patch"}
VISIBILITY = "3.1"  # Cinder's microversion that takes the visibility of an image to make

Properties = Mapping[str, Any]


def listed(cloud: Cloud) -> list[Row]:
    """The project's images, public ones, and those that are shared with it (``GET /images``).

    Glance does not tell an administrator with whom an image is shared, so that others' shared
    images are left out for one.
    """
    found = rows.listed(cloud.images, "/images", "images", {"limit": 1000})
    sees_all = "admin" in cloud.caller.roles
    return [
        image
        for image in found
        if image.get("owner") == cloud.caller.project.uuid
        or image["visibility"] in ("public", "community")
        or (image["visibility"] == "shared" and not sees_all)
    ]


def get(cloud: Cloud, image_id: str) -> Row | None:
    """One image (``GET /images/<id>``), ``None`` where there is none."""
    return rows.one(cloud.images, f"/images/{image_id}", None)


def register(cloud: Cloud, *, name: str, disk_format: str, properties: Properties) -> Row:
    """A private image without bytes (``POST /images``)."""
    body = {
        "name": name,
        "disk_format": disk_format,
        "container_format": "bare",
        "visibility": "private",
        **properties,
    }
    return Row(rows.send(cloud.images, "POST", "/images", body))


def fetch(cloud: Cloud, image_id: str, url: str) -> None:
    """Let Glance fetch an image's bytes (``POST /images/<id>/import``, web-download)."""
    body = {"method": {"name": "web-download", "uri": url}}
    rows.send(cloud.images, "POST", f"/images/{image_id}/import", body)


def upload(cloud: Cloud, volume_id: str, name: str) -> str:
    """Let Cinder make a private image of a volume (``os-volume_upload_image``); its UUID."""
    asked = {
        "image_name": name,
        "disk_format": "raw",
        "container_format": "bare",
        "visibility": "private",
    }
    path, action = f"/volumes/{volume_id}/action", "os-volume_upload_image"
    answer = rows.send(cloud.volumes, "POST", path, {action: asked}, VISIBILITY)
    return answer[action]["image_id"]


def patch(cloud: Cloud, image: Row, wanted: Properties, remove: set[str]) -> bool:
    """Set these properties of an image, and remove others (``PATCH /images/<id>``, RFC 6902).

    :param image: as it is now.
    :return: whether there was anything to change.
    """
    changes = list(_changes(image, wanted, remove))
    if changes:
        path = f"/images/{image.id}"
        sdk.raise_from_response(cloud.images.patch(path, json=changes, headers=PATCH))
    return bool(changes)


def delete(cloud: Cloud, image_id: str) -> None:
    """Delete an image (``DELETE /images/<id>``); it may be gone already."""
    rows.delete(cloud.images, f"/images/{image_id}")


def _changes(image: Row, wanted: Properties, remove: set[str]) -> Iterator[dict[str, Any]]:
    for key, value in wanted.items():
        if key not in image or image[key] != value:
            operation = "replace" if key in image else "add"
            yield {"op": operation, "path": _pointer(key), "value": value}
    for key in sorted(remove & image.keys()):
        yield {"op": "remove", "path": _pointer(key)}


def _pointer(key: str) -> str:
    """RFC 6901."""
    return "/" + key.replace("~", "~0").replace("/", "~1")
