"""Making, changing and deleting images."""

from __future__ import annotations

from typing import Any

from gce_api.families.shared import metadata_view as metadata
from gce_api.families.shared.call import Call
from gce_api.families.storage.images import find as images
from gce_api.families.storage.images import flow as flows
from gce_api.families.storage.images.find import Found
from gce_api.families.storage.images.plan import (
    deprecation,
    features_lost,
    plan_image,
    properties_of,
)
from gce_api.google import errors, fingerprints
from gce_api.google.registry import implements
from gce_api.openstack import marks

PATCHABLE = ("architecture", "description", "family", "guestOsFeatures", "licenses")


@implements("compute.images.insert")
def insert_image(call: Call) -> dict[str, Any]:
    """An image is global; it is made where its source is."""
    cloud, plan = plan_image(call)
    target = f"global/images/{plan['name']}"
    return call.operation("insert", target, flows.insert, {"plan": plan}, cloud=cloud)


@implements("compute.images.delete")
def delete_image(call: Call) -> dict[str, Any]:
    found = _own(call)
    arguments = {"image_id": found.image.id}
    return call.operation(
        "delete", _target(found), flows.delete, arguments, found.image.id, cloud=found.cloud
    )


@implements("compute.images.patch")
def patch_image(call: Call) -> dict[str, Any]:
    asked = {key: call.body.get(key) for key in PATCHABLE if key in call.patch}
    changes: dict[str, Any] = dict(properties_of(asked))
    if "guestOsFeatures" in asked:
        changes |= features_lost(_own(call).image, asked["guestOsFeatures"])
    if "deprecated" in call.patch:
        changes[marks.DEPRECATED] = deprecation(call.body.get("deprecated") or {})
    return _update(call, "patch", changes)


@implements("compute.images.deprecate")
def deprecate_image(call: Call) -> dict[str, Any]:
    """An image that is not active is no longer its family's newest; one that is obsolete or
    deleted cannot be used any more."""
    return _update(call, "deprecate", {marks.DEPRECATED: deprecation(call.body)})


@implements("compute.images.setLabels")
def set_image_labels(call: Call) -> dict[str, Any]:
    found = _own(call)
    fingerprints.check_labels(call.body, metadata.labels(found.image))
    arguments = {"image_id": found.image.id, "labels": call.body.get("labels") or {}}
    return call.operation(
        "setLabels", _target(found), flows.set_labels, arguments, found.image.id, cloud=found.cloud
    )


def _update(call: Call, kind: str, changes: dict[str, Any]) -> dict[str, Any]:
    found = _own(call)
    arguments = {"image_id": found.image.id, "properties": changes}
    return call.operation(
        kind, _target(found), flows.update, arguments, found.image.id, cloud=found.cloud
    )


def _own(call: Call) -> Found:
    """The image in the path.

    :raises errors.Forbidden: the project can see it, and it is another's.
    """
    found = images.by_name(call, call.project.id, call.name)
    if found.image["owner"] != call.project.uuid:
        raise errors.Forbidden(
            f"The image 'projects/{call.project.id}/{_target(found)}' belongs to another project."
        )
    return found


def _target(found: Found) -> str:
    return f"global/images/{found.name}"
