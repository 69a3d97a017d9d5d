"""Images: Glance images in GCE's terms."""

from __future__ import annotations

from typing import Any

from gce_api.families.shared import metadata_view as metadata
from gce_api.families.shared.call import Call, ListCall
from gce_api.families.storage.images import find, flow
from gce_api.families.storage.images.found import Found
from gce_api.families.storage.images.plan import plan_image
from gce_api.families.storage.images.properties import (
    Properties,
    deprecation,
    features_lost,
    properties_of,
)
from gce_api.families.storage.images.show import is_public_project, to_image
from gce_api.google import errors, fingerprints
from gce_api.google.registry import implements
from gce_api.openstack import marks

PATCHABLE = ("architecture", "description", "family", "guestOsFeatures", "licenses")

Json = dict[str, Any]


@implements("compute.images.list", public=True)
def list_images(call: ListCall) -> list[Json]:
    project = call.params["project"]
    if project != call.project.id and not is_public_project(project):
        raise errors.NotFound.resource(f"projects/{project}")
    return [_shown(call, found) for found in find.images(call).of(project)]


@implements("compute.images.get", public=True)
def get_image(call: Call) -> Json:
    return _shown(call, find.images(call).by_name(call.params["project"], call.name))


@implements("compute.images.getFromFamily", public=True)
def get_image_from_family(call: Call) -> Json:
    return _shown(call, find.images(call).newest(call.params["project"], call.params["family"]))


@implements("compute.imageFamilyViews.get", public=True)
def get_image_family_view(call: Call) -> Json:
    """A zone says no more than its region; ``-``, which gcloud asks with, stands for any."""
    if call.params["zone"] == "-":
        call = call.within("compute.images.getFromFamily", family=call.params["family"])
    return {"image": get_image_from_family(call)}


def _shown(call: Call, found: Found) -> Json:
    return to_image(call.links, found.name, found.image, call.params["project"], found.region)


@implements("compute.images.insert")
def insert_image(call: Call) -> Json:
    """An image is global; it is made where its source is."""
    force = bool(call.params.get("forceCreate"))
    plan = plan_image(call.body, find.for_image(call), force=force)
    cloud = call.cloud_of(plan.region)
    return call.operation("insert", plan.path, flow.insert, {"plan": plan}, cloud=cloud)


@implements("compute.images.delete")
def delete_image(call: Call) -> Json:
    found = _own(call)
    return _change(call, "delete", found, flow.delete, {})


@implements("compute.images.patch")
def patch_image(call: Call) -> Json:
    asked = {key: call.body.get(key) for key in PATCHABLE if key in call.patch}
    changes = properties_of(asked)
    found = _own(call)
    if "guestOsFeatures" in asked:
        changes |= features_lost(found.image, asked["guestOsFeatures"])
    if "deprecated" in call.patch:
        changes[marks.DEPRECATED] = deprecation(call.body.get("deprecated") or {})
    return _change(call, "patch", found, flow.update, {"properties": changes})


@implements("compute.images.deprecate")
def deprecate_image(call: Call) -> Json:
    """An image that is not active is no longer its family's newest; one that is obsolete or
    deleted cannot be used any more."""
    changes: Properties = {marks.DEPRECATED: deprecation(call.body)}
    return _change(call, "deprecate", _own(call), flow.update, {"properties": changes})


@implements("compute.images.setLabels")
def set_image_labels(call: Call) -> Json:
    found = _own(call)
    fingerprints.check_set_labels(call.body, metadata.labels(found.image))
    labels = call.body.get("labels") or {}
    return _change(call, "setLabels", found, flow.set_labels, {"labels": labels})


def _change(call: Call, kind: str, found: Found, change: Any, more: Json) -> Json:
    arguments = {"image_id": found.image.id, **more}
    cloud = call.cloud_of(found.region)
    return call.operation(kind, _target(found), change, arguments, found.image.id, cloud=cloud)


def _own(call: Call) -> Found:
    """The image in the path.

    :raises errors.Forbidden: the project can see it, and it is another's.
    """
    found = find.images(call).by_name(call.project.id, call.name)
    if found.image["owner"] != call.project.uuid:
        raise errors.Forbidden(
            f"The image 'projects/{call.project.id}/{_target(found)}' belongs to another project."
        )
    return found


def _target(found: Found) -> str:
    return f"global/images/{found.name}"
