"""Making, changing and deleting images.

While Cinder makes an image of a volume, or Glance fetches one, nothing passes through here. An
image that Cinder makes is called after the operation until its bytes are there: Cinder takes no
properties with the request, and whoever changes an image while Glance writes it may put its old
status back for ever.
"""

from __future__ import annotations

from collections.abc import Callable

from taskflow.task import Task

from gce_api.families.storage.disks import flow as disks
from gce_api.families.storage.disks.plan import VolumePlan
from gce_api.families.storage.images.plan import ImagePlan
from gce_api.families.storage.images.properties import Properties
from gce_api.google import errors
from gce_api.openstack import images, marks
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row
from gce_api.operations import kinds
from gce_api.operations.kinds import IMAGE, VOLUME, gone, reaches
from gce_api.operations.plans import durable
from gce_api.operations.steps import Flow, flow, step, wait
from gce_api.operations.watch import Wait

FAILED = "os_glance_failed_import"  # what Glance notes on an image that it could not fetch
FETCHING = "os_glance_import_task"  # and on one that it is fetching
SETTLED = ("active", "deactivated")
ATTEMPTS = 5  # to change an image that others change at the same time


@durable("images.insert", was="gce_api.flows.images.insert")
def insert(plan: ImagePlan) -> Flow:
    """Make an image."""
    making = flow("insert image")
    if plan.url:
        return making.add(
            step(register, revert=delete_made, provides="target_id"),
            step(fetch, url=plan.url),
            step(await_fetched, url=plan.url),
        )
    if plan.copy is None:
        upload_it = step(upload, revert=delete_made, provides="target_id", volume_id=plan.volume_id)
        return making.add(upload_it, *_finishing())
    return making.add(
        step(create_copy, revert=delete_copy, provides="volume_id", copy=plan.copy),
        wait(VOLUME, "volume_id", reaches("available")),
        step(upload, revert=delete_made, provides="target_id"),
        *_finishing(),
        step(delete_copy, name="delete the copy", copy=plan.copy),
    )


def _finishing() -> tuple[Task, ...]:
    return wait(IMAGE, "target_id", reaches("active")), step(describe)


def create_copy(cloud: Cloud, operation: str, copy: VolumePlan) -> str:
    """The volume to make the image of."""
    return disks.create_volume(cloud, operation, copy)


def delete_copy(cloud: Cloud, operation: str, copy: VolumePlan) -> list[Wait]:
    return disks.delete_made(cloud, operation, copy)


def upload(cloud: Cloud, operation: str, volume_id: str) -> str:
    """Let Cinder make an image of a volume."""
    made = _made(cloud, operation)
    if made:
        return made[0].id
    return images.upload(cloud, volume_id, operation)


def describe(cloud: Cloud, operation: str, plan: ImagePlan, target_id: str) -> None:
    """Name the image and give it its properties, and take what it has from its source's."""
    wanted = {"name": plan.name, marks.OPERATION: operation, **plan.properties}
    inherited = (marks.LABEL, marks.OWN, "description")
    change(cloud, target_id, wanted, lambda key: key.startswith(inherited))


def register(cloud: Cloud, operation: str, plan: ImagePlan) -> str:
    """An image without bytes."""
    made = _made(cloud, operation)
    if made:
        return made[0].id
    properties = {key: value for key, value in plan.properties.items() if value is not None}
    properties[marks.OPERATION] = operation
    return images.register(
        cloud, name=plan.name, disk_format=plan.format or "raw", properties=properties
    ).id


def fetch(cloud: Cloud, url: str, target_id: str) -> None:
    """Let Glance fetch the image (its import method web-download)."""
    image = images.get(cloud, target_id)
    if image and (image["status"] != "queued" or image.get(FETCHING) or image.get(FAILED)):
        return
    images.fetch(cloud, target_id, url)


def await_fetched(url: str, target_id: str) -> Wait:
    def until(row: kinds.Row | None) -> bool:
        if row and row.get(FAILED):
            raise errors.Invalid(f"The image service could not fetch '{url}'.")
        return reaches("active")(row)

    return Wait(IMAGE, target_id, until)


def delete_made(cloud: Cloud, operation: str) -> list[Wait]:
    return [remove(cloud, image.id) for image in _made(cloud, operation)]


def _made(cloud: Cloud, operation: str) -> list[Row]:
    """The images that an operation has made: one, or more after a crash."""
    return [
        image
        for image in images.listed(cloud)
        if operation in (image.name, image.get(marks.OPERATION))
        and image["owner"] == cloud.caller.project.uuid
    ]


@durable("images.delete", was="gce_api.flows.images.delete")
def delete(image_id: str) -> Flow:
    """Delete an image."""
    return flow("delete image", step(remove))


def remove(cloud: Cloud, image_id: str) -> Wait:
    images.delete(cloud, image_id)
    return Wait(IMAGE, image_id, gone)


@durable("images.setLabels", was="gce_api.flows.images.set_labels")
def set_labels(image_id: str, labels: dict[str, str]) -> Flow:
    """Replace the labels of an image."""
    return flow("label image", step(replace_labels))


def replace_labels(cloud: Cloud, image_id: str, labels: dict[str, str]) -> None:
    wanted: Properties = {marks.LABEL + key: value for key, value in labels.items()}
    change(cloud, image_id, wanted, lambda key: key.startswith(marks.LABEL))


@durable("images.update", was="gce_api.flows.images.update")
def update(image_id: str, properties: Properties) -> Flow:
    """Set properties of an image, and remove those that are ``None``."""
    return flow("update image", step(set_properties))


def set_properties(cloud: Cloud, image_id: str, properties: Properties) -> None:
    change(cloud, image_id, properties, lambda key: key in properties)


def change(cloud: Cloud, image_id: str, wanted: Properties, mine: Callable[[str], bool]) -> None:
    """Make ``wanted`` out of the part of an image's properties whose keys are ``mine``.

    Glance writes all properties of an image, and its status, whatever it is asked to change (RFC
    6902), so of two changes at the same moment one is lost. Here they come one after the other, and
    none before the image is there; and each is looked after, for those that come from elsewhere.

    :raises errors.ResourceNotReady: the image is still being made.
    :raises errors.NotFound: it is gone.
    """
    wanted = {key: value for key, value in wanted.items() if value is not None}
    with cloud.turn_of(f"/images/{image_id}") as turn:
        for _ in range(ATTEMPTS):
            present = images.get(cloud, image_id)
            if present is None:
                raise errors.NotFound("The image was deleted while this operation ran.")
            if present["status"] not in SETTLED:
                raise errors.ResourceNotReady(f"The image is {present['status']}: not ready yet.")
            lost = {key for key in present if mine(key) and key not in wanted}
            turn.check()
            if not images.patch(cloud, present, wanted, lost):
                return
