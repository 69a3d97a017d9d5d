"""A new image: what it is made from, and its properties in Glance."""

from __future__ import annotations

import json
import posixpath
from typing import Any
from urllib.parse import unquote, urlsplit

from gce_api.families.shared.call import Call
from gce_api.families.storage.disk_types import LARGEST_GB
from gce_api.families.storage.disks import find as disks
from gce_api.families.storage.images import find as images
from gce_api.families.storage.images.show import ARCHITECTURES, FEATURES, disk_size, public_project
from gce_api.families.storage.snapshots import api as snapshots
from gce_api.google import errors, links
from gce_api.openstack import marks, servers
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.names import check_name, numeric_id
from gce_api.openstack.rows import Row

SOURCES = ("sourceDisk", "sourceImage", "sourceSnapshot", "rawDisk")
ARCHIVES = (".tar", ".tar.gz", ".tgz", ".gz", ".xz", ".bz2", ".zip")
FORMATS = {  # of a file, as Glance calls it
    ".iso": "iso",
    ".qcow2": "qcow2",
    ".vdi": "vdi",
    ".vhd": "vpc",
    ".vhdx": "vhdx",
    ".vmdk": "vmdk",
}

AMBIGUOUS = "\\\r\n\t @#%"  # in a URL without its escapes: what programs do not agree about

Plan = dict[str, Any]


def plan_image(call: Call) -> tuple[Cloud, Plan]:
    """Check a request for a new image and plan it; returns the region to make it in, too.

    A plan has ``name``, ``properties`` (Glance's, all that are to be set), and one of

    - ``volume_id``: the volume to make it of as it is;
    - ``copy``: the volume to make for it first (a plan as of
      :mod:`gce_api.families.storage.disks.plan`);
    - ``url`` and ``format``: where Glance is to fetch it.

    :raises errors.GceError: the image cannot be had as asked for.
    """
    name = check_name(call.body.get("name"))
    if any(found.name == name for found in images.named(call, call.project.id)):
        raise errors.AlreadyExists.resource(f"projects/{call.project.id}/global/images/{name}")
    given = [field for field in SOURCES if call.body.get(field)]
    if len(given) != 1:
        raise errors.Invalid(
            "Invalid value for field 'resource': an image is made from one of: "
            + ", ".join(SOURCES)
            + "."
        )
    cloud, source = _SOURCES[given[0]](call, name)
    properties = {**_properties(call), marks.SOURCE: json.dumps(source.pop("source"))}
    if "size_gb" in source:
        properties["min_disk"] = _size(call, source.pop("size_gb"))
    elif call.body.get("diskSizeGb"):
        properties["min_disk"] = _size(call, 1)
    return cloud, {"name": name, "properties": properties, **source}


def properties_of(body: dict[str, Any]) -> dict[str, str | None]:
    """The properties in Glance that fields of an Image are; ``None``: not to be (there)."""
    found: dict[str, str | None] = {}
    if "family" in body:
        # not left out: without it the family would be made from the operating system
        found[marks.FAMILY] = check_name(body["family"], "family") if body["family"] else ""
    if "description" in body:
        found["description"] = body["description"] or None
    if "architecture" in body:
        found["architecture"] = _architecture(body["architecture"])
    if "guestOsFeatures" in body:
        features = _features(body["guestOsFeatures"])
        found[marks.FEATURES] = json.dumps(features) if features else None
        found.update({key: value for f, (key, value) in FEATURES.items() if f in features})
    if body.get("storageLocations"):
        found[marks.LOCATIONS] = json.dumps(body["storageLocations"])
    if "licenses" in body:
        licenses = [_license(url) for url in body["licenses"] or ()]
        found[marks.LICENSES] = json.dumps(licenses) if licenses else None
    return found


def features_lost(image: Row, asked: list[dict[str, Any]] | None) -> dict[str, None]:
    """The properties in Glance of those features of an image that it is not to have any more."""
    kept = _features(asked)
    return {
        key: None
        for feature, (key, value) in FEATURES.items()
        if image.get(key) == value and feature not in kept
    }


def _features(asked: list[dict[str, Any]] | None) -> list[str]:
    return [entry["type"] for entry in asked or () if entry.get("type")]


def deprecation(status: dict[str, Any]) -> str | None:
    """A DeprecationStatus as it is kept; ``None`` of an image that is active (again)."""
    kept = {key: value for key, value in status.items() if value}
    if kept.get("state", "ACTIVE") == "ACTIVE":
        return None
    if "replacement" in kept:
        links.parse(kept["replacement"], "images", "resource.replacement")
    return json.dumps(kept)


def _properties(call: Call) -> dict[str, Any]:
    labels = call.body.get("labels") or {}
    return {
        **properties_of({"family": "", **call.body}),
        **{marks.LABEL + key: value for key, value in labels.items()},
    }


def _license(url: str) -> list[str]:
    """A license's project and its path there."""
    reference = links.parse(url, "licenses", "resource.licenses")
    if not reference.project:
        raise errors.Invalid(f"Invalid value for field 'resource.licenses': '{url}'. No project.")
    return [reference.project, f"global/licenses/{reference.name}"]


def _architecture(asked: str | None) -> str | None:
    known = {shown: architecture for architecture, shown in ARCHITECTURES.items()}
    return known.get(asked or "")


def _size(call: Call, least: int) -> int:
    size = int(call.body.get("diskSizeGb") or least)
    if not least <= size <= LARGEST_GB:
        raise errors.Invalid(
            f"Invalid value for field 'resource.diskSizeGb': '{size}'. Must be between the "
            f"source's ({least} GB) and {LARGEST_GB} GB."
        )
    return size


def _of_disk(call: Call, name: str) -> tuple[Cloud, Plan]:
    """A disk in use is copied first; Cinder takes the copy at one moment."""
    cloud, path, volume = disks.locate_disk(call, call.body["sourceDisk"], "resource.sourceDisk")
    source = {"sourceDisk": path, "sourceDiskId": numeric_id(volume.id)}
    plan: Plan = {"source": source, "size_gb": volume["size"]}
    if not volume["attachments"]:
        return cloud, {**plan, "volume_id": volume.id}
    if not call.params.get("forceCreate"):
        _check_stopped(call, cloud, volume, path)
    working = _working(name, volume["size"], {"source_volume_id": volume.id})
    return cloud, {**plan, "copy": working}


def _check_stopped(call: Call, cloud: Cloud, volume: Row, path: str) -> None:
    for attachment in volume["attachments"]:
        server = servers.get(cloud, attachment["server_id"])
        if server and server["status"] == "ACTIVE":
            raise errors.ResourceInUse(
                f"The disk resource 'projects/{call.project.id}/{path}' is already being used by "
                f"the instance '{server.name}', which runs. Stop it, or set forceCreate."
            )


def _of_image(call: Call, name: str) -> tuple[Cloud, Plan]:
    found = images.locate_image(call, call.body["sourceImage"], "resource.sourceImage")
    size = disk_size(found.image)
    source = {
        "project": public_project(found.image) or call.project.id,
        "sourceImage": f"global/images/{found.name}",
        "sourceImageId": numeric_id(found.image.id),
    }
    working = _working(name, size, {"image_id": found.image.id})
    return found.cloud, {"source": source, "size_gb": size, "copy": working}


def _of_snapshot(call: Call, name: str) -> tuple[Cloud, Plan]:
    reference = call.refer(call.body["sourceSnapshot"], "snapshots", "resource.sourceSnapshot")
    cloud, snapshot = snapshots.by_name(call, reference.name)
    source = {
        "sourceSnapshot": f"global/snapshots/{snapshot.name}",
        "sourceSnapshotId": numeric_id(snapshot.id),
    }
    working = _working(name, snapshot["size"], {"snapshot_id": snapshot.id})
    return cloud, {"source": source, "size_gb": snapshot["size"], "copy": working}


def _of_url(call: Call, name: str) -> tuple[Cloud, Plan]:
    raw = call.body["rawDisk"]
    url = check_url(raw.get("source", ""), call.services.conf.images.allowed_sources)
    path = urlsplit(url).path.lower()
    if path.endswith(ARCHIVES):
        raise errors.Unsupported(
            "Archives cannot be unpacked here: rawDisk.source must be a disk image itself (raw, "
            f"{', '.join(sorted(FORMATS.values()))})."
        )
    disk_format = FORMATS.get(posixpath.splitext(path)[1], "raw")
    source = {"rawDisk": {"source": url, "containerType": "TAR"}}
    return call.clouds[0], {"source": source, "url": url, "format": disk_format}


def check_url(url: str, allowed: list[str]) -> str:
    """Return the URL of an image if the operator lets images come from there.

    Glance fetches it from within the cloud's network, where much else answers. So it must begin
    with an allowed URL as it stands, and hold nothing that could be read in two ways.

    :raises errors.Invalid: it is no URL, or does not begin with an allowed one.
    """
    field = "resource.rawDisk.source"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    steps = unquote(parts.path).split("/")
    if (
        parts.scheme not in ("http", "https")
        or not parts.hostname
        or parts.username is not None
        or not {".", ".."}.isdisjoint(steps)
        or any(char in unquote(url) for char in AMBIGUOUS)
        or not url.isascii()
    ):
        raise errors.Invalid(f"Invalid value for field '{field}': '{url}'. No URL of an image.")
    for prefix in map(urlsplit, allowed):
        if (parts.scheme, parts.hostname, port) == (
            prefix.scheme,
            prefix.hostname,
            prefix.port,
        ) and (parts.path.startswith(prefix.path.rstrip("/") + "/")):
            return url
    raise errors.Invalid(
        f"Invalid value for field '{field}': '{url}'. The operator of this cloud does not let "
        "images come from there."
    )


def _working(name: str, size: int, source: dict[str, str]) -> Plan:
    """The volume to make an image of; no name of GCE's has spaces, so it takes nobody's."""
    return {
        "name": f"{name} (becomes an image)",
        "description": "",
        "size_gb": size,
        "type": None,
        "az": None,
        "metadata": {marks.WORKING: "image"},
        "source": source,
    }


_SOURCES = {
    "sourceDisk": _of_disk,
    "sourceImage": _of_image,
    "sourceSnapshot": _of_snapshot,
    "rawDisk": _of_url,
}
