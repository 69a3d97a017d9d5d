"""The properties in Glance that fields of an Image are."""

from __future__ import annotations

import json
from typing import Any

from gce_api.families.storage.images.show import ACTIVE, ARCHITECTURES, FEATURES
from gce_api.google import errors, links, times
from gce_api.google.names import check_name
from gce_api.openstack import marks
from gce_api.openstack.rows import Row

DATES = ("deprecated", "obsolete", "deleted")

Properties = dict[str, str | int | None]  # None: not to be (there)


def properties_of(body: dict[str, Any]) -> Properties:
    """The properties in Glance that fields of an Image are; those that it has of them."""
    found: Properties = {}
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


def features_lost(image: Row, asked: list[dict[str, Any]] | None) -> Properties:
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
    """A DeprecationStatus as it is kept; ``None`` of an image that is active (again).

    Its dates say what is intended; as at Google, nothing happens by itself then.

    :raises errors.Invalid: a date is none.
    """
    kept = {key: value for key, value in status.items() if value}
    for name in DATES:
        if name in kept:
            times.check(kept[name], f"resource.{name}")
    if kept.get("state", ACTIVE) == ACTIVE and not kept.keys() & set(DATES):
        return None
    if "replacement" in kept:
        links.parse(kept["replacement"], "images", "resource.replacement")
    return json.dumps(kept)


def _license(url: str) -> list[str]:
    """A license's project and its path there."""
    reference = links.parse(url, "licenses", "resource.licenses")
    if not reference.project:
        raise errors.Invalid(f"Invalid value for field 'resource.licenses': '{url}'. No project.")
    return [reference.project, f"global/licenses/{reference.name}"]


def _architecture(asked: str | None) -> str | None:
    known = {shown: architecture for architecture, shown in ARCHITECTURES.items()}
    return known.get(asked or "")
