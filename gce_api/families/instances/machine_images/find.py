"""Machine images, looked up, and what new ones are made of."""

from __future__ import annotations

from typing import Any

from gce_api.families.instances.instances.source import FoundSource, source_of
from gce_api.families.instances.machine_images.plan import FoundForMachineImage, completed
from gce_api.families.shared.call import Call
from gce_api.families.shared.kept import Collection
from gce_api.families.storage.disk_types import find as disk_types
from gce_api.google import errors
from gce_api.openstack import places

MACHINE_IMAGES = Collection("machineImages")


def for_machine_image(call: Call) -> tuple[FoundSource, FoundForMachineImage]:
    """The instance that a machine image is to be made of, and what it is planned by.

    :raises errors.GceError: there is no such instance.
    """
    url = call.body.get("sourceInstance") or call.params.get("sourceInstance") or ""
    source = source_of(call, url, "resource.sourceInstance", "It names no zone.")
    types = disk_types.disk_types(call, source.cloud)
    shown = types.names()
    return source, FoundForMachineImage(
        project=call.project.id,
        taken={row.name for row in MACHINE_IMAGES.of_project(call)},
        region=places.region(source.cloud),
        types={row.name: shown[row.id] for row in types.zonal},
        instance=source.instance,
        path=source.path,
        volumes=source.volumes,
    )


def with_machine_image(call: Call, body: dict[str, Any]) -> dict[str, Any]:
    """The body of an ``instances.insert``, completed from the machine image that it names, if any.

    :raises errors.Invalid: it is no such reference, or its instance was in another region.
    :raises errors.NotFound: there is no such machine image.
    """
    field = "resource.sourceMachineImage"
    url = body.get("sourceMachineImage") or call.params.get("sourceMachineImage")
    if not url:
        return body
    row = MACHINE_IMAGES.referred(call, call.refer(url, "machineImages", field), "global")
    if row.content["region"] != call.region:
        raise errors.Invalid(
            f"Invalid value for field '{field}': '{url}'. Its disks are in the region "
            f"'{row.content['region']}'."
        )
    return completed(body, row.content)
