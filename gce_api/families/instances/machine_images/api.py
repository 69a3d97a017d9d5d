"""Machine images: snapshots of an instance's disks, and what is needed to make another like it.

The snapshots are Cinder's and show in its lists; GCE's hide them as parts of their machine image.
"""

from __future__ import annotations

from typing import Any

from gce_api.database.models import Resource
from gce_api.families.instances.machine_images import find
from gce_api.families.instances.machine_images import flow as flows
from gce_api.families.instances.machine_images.find import MACHINE_IMAGES
from gce_api.families.instances.machine_images.plan import plan_machine_image
from gce_api.families.shared.call import Call, ListCall
from gce_api.families.shared.kept import shown
from gce_api.google import fingerprints
from gce_api.google.registry import implements

GIB = 1 << 30


@implements("compute.machineImages.list")
def list_machine_images(call: ListCall) -> list[dict[str, Any]]:
    return [to_machine_image(call, row) for row in MACHINE_IMAGES.listed(call)]


@implements("compute.machineImages.get")
def get_machine_image(call: Call) -> dict[str, Any]:
    return to_machine_image(call, MACHINE_IMAGES.get(call))


@implements("compute.machineImages.insert")
def insert_machine_image(call: Call) -> dict[str, Any]:
    """A machine image is global; its snapshots are where the instance is."""
    source, found = find.for_machine_image(call)
    plan = plan_machine_image(call.body, found)
    target = f"global/machineImages/{plan.name}"
    return call.operation("insert", target, flows.insert, {"plan": plan}, cloud=source.cloud)


@implements("compute.machineImages.delete")
def delete_machine_image(call: Call) -> dict[str, Any]:
    row = MACHINE_IMAGES.get(call)
    arguments = {"name": row.name, "snapshot_ids": row.content["snapshots"]}
    cloud = call.cloud_of(row.content["region"])
    target = f"global/machineImages/{row.name}"
    return call.operation("delete", target, flows.delete, arguments, row.id, cloud=cloud)


@implements("compute.machineImages.setLabels")
def set_machine_image_labels(call: Call) -> dict[str, Any]:
    def change(content: dict[str, Any]) -> dict[str, Any]:
        fingerprints.check_set_labels(call.body, content["labels"])
        return {**content, "labels": call.body.get("labels") or {}}

    return MACHINE_IMAGES.change(call, change)


def to_machine_image(call: Call, row: Resource) -> dict[str, Any]:
    """GCE's MachineImage. Cinder does not tell what snapshots really take."""
    content, properties = row.content, row.content["properties"]
    sizes = [disk["diskSizeGb"] * GIB for disk in properties["disks"]]
    return {
        **shown(call.links, row),
        "description": content["description"],
        "status": "READY",
        "sourceInstance": call.links.url(content["sourceInstance"]),
        "instanceProperties": properties,
        "savedDisks": [
            {
                "kind": "compute#savedDisk",
                "sourceDisk": disk["source"],
                "storageBytes": size,
                "storageBytesStatus": "UP_TO_DATE",
            }
            for disk, size in zip(properties["disks"], sizes, strict=True)
        ],
        "totalStorageBytes": sum(sizes),
        "storageLocations": content.get("storageLocations") or [content["region"]],
        "labels": content["labels"] or None,
        "labelFingerprint": fingerprints.of(content["labels"]),
    }
