"""A machine image: what is taken from an instance, and an instance that is made from one."""

from __future__ import annotations

from typing import Any

from gce_api.families.shared.call import Call
from gce_api.families.shared.kept import Collection
from gce_api.families.shared.performing import perform_too
from gce_api.families.storage.disk_types import find as disk_types
from gce_api.families.storage.disks import lookup as disks
from gce_api.families.storage.disks import places as disk_places
from gce_api.google import errors
from gce_api.google.names import check_name, numeric_id
from gce_api.openstack import marks, places
from gce_api.openstack.cloud import Cloud
from gce_api.openstack.rows import Row

MACHINE_IMAGES = Collection("machineImages")
# fields of an Instance that its machine image has as they are
TAKEN = (
    "canIpForward",
    "description",
    "labels",
    "minCpuPlatform",
    "scheduling",
    "serviceAccounts",
    "shieldedInstanceConfig",
)
OF_INTERFACE = ("network", "subnetwork", "stackType")

Json = dict[str, Any]


def plan_machine_image(call: Call) -> tuple[Cloud, Json]:
    """Check a request for a machine image and plan it
    (:mod:`gce_api.families.instances.machine_images.flow`).

    :return: the instance's region, and the plan.
    :raises errors.GceError: it cannot be had as asked for.
    """
    name = check_name(call.body.get("name"))
    if any(row.name == name for row in MACHINE_IMAGES.listed(call)):
        path = f"projects/{call.project.id}/global/machineImages/{name}"
        raise errors.AlreadyExists.resource(path)
    zone, instance = _instance(call)
    volumes = [_volume(call, disk) for disk in instance["disks"]]
    cloud = call.cloud_of(zone.region)
    content = {
        "description": call.body.get("description"),
        "labels": call.body.get("labels") or {},
        "sourceInstance": f"zones/{zone.name}/instances/{instance['name']}",
        "region": zone.region,
        "properties": _properties(call, cloud, instance, volumes),
    }
    parts = [
        {
            "volume_id": volume.id,
            "name": f"{name} ({disk['deviceName']})",  # no name that a snapshot of GCE's has
            "description": f"Part of the machine image {name}",
            "metadata": {marks.MACHINE_IMAGE: name},
        }
        for disk, volume in zip(instance["disks"], volumes, strict=True)
    ]
    return cloud, {"name": name, "content": content, "snapshots": parts}


def with_machine_image(call: Call, body: Json) -> Json:
    """The body of an ``instances.insert``, completed from the machine image that it names, if any.

    What the body has itself counts; all disks come from the machine image unless it has some.

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
    given = {key: value for key, value in body.items() if key != "sourceMachineImage" and value}
    properties = row.content["properties"]
    made = [
        _disk(disk, snapshot_id)
        for disk, snapshot_id in zip(properties["disks"], row.content["snapshots"], strict=True)
    ]
    return {**properties, "disks": made, **given}


def _disk(saved: Json, snapshot_id: str) -> Json:
    """The disk to make from a part of a machine image; its name follows from the instance's."""
    return {
        "boot": saved["boot"],
        "autoDelete": saved["autoDelete"],
        "deviceName": saved["deviceName"],
        "initializeParams": {
            "sourceSnapshot": f"global/snapshots/{numeric_id(snapshot_id)}",
            "diskSizeGb": saved["diskSizeGb"],
            **saved["initializeParams"],
        },
    }


def _instance(call: Call) -> tuple[places.Zone, Json]:
    """The source instance in GCE's terms, and its zone."""
    field = "resource.sourceInstance"
    url = call.body.get("sourceInstance") or call.params.get("sourceInstance") or ""
    reference = call.refer(url, "instances", field)
    if not reference.zone:
        raise errors.Invalid(f"Invalid value for field '{field}': '{url}'. It names no zone.")
    params = {"zone": reference.zone, "instance": reference.name}
    instance = perform_too(call, "compute.instances.get", params)
    if not all(disk.get("source") for disk in instance["disks"]):
        raise errors.Unsupported(
            "The instance has a disk of its host or a local SSD, which a machine image cannot have."
        )
    return call.find_zone(reference.zone), instance


def _volume(call: Call, disk: Json) -> Row:
    return (
        disks.referred(call, disk["source"])
        .locate(disk["source"], "resource.sourceInstance")
        .volume
    )


def _properties(call: Call, cloud: Cloud, instance: Json, volumes: list[Row]) -> Json:
    """InstanceProperties of an instance: what another one like it needs."""
    known = disk_types.disk_types(call, cloud)
    shown = known.names()
    types = {row.name: shown[row.id] for row in known.zonal}
    found = {
        **{key: instance[key] for key in TAKEN if instance.get(key)},
        "machineType": instance["machineType"].rpartition("/")[2],
        "tags": _items(instance["tags"]),
        "metadata": _items(instance["metadata"]),
        "networkInterfaces": [_interface(nic) for nic in instance["networkInterfaces"]],
        "disks": [
            _saved(cloud, disk, volume, types)
            for disk, volume in zip(instance["disks"], volumes, strict=True)
        ],
    }
    return {key: value for key, value in found.items() if value}


def _items(field: Json) -> Json:
    """Tags or Metadata without the fingerprint."""
    return {"items": field["items"]} if field.get("items") else {}


def _interface(nic: Json) -> Json:
    """A network interface without the addresses, which are the instance's own."""
    configs = [{"type": "ONE_TO_ONE_NAT", "name": c["name"]} for c in nic["accessConfigs"] or ()]
    kept = {key: nic[key] for key in OF_INTERFACE if nic.get(key)}
    return kept | ({"accessConfigs": configs} if configs else {})


def _saved(cloud: Cloud, disk: Json, volume: Row, types: dict[str, str]) -> Json:
    replicas = disk_places.replica_zones(places.region(cloud), volume)
    parameters = {
        "diskType": types.get(volume["volume_type"] or ""),
        "replicaZones": [f"zones/{zone}" for zone in replicas],
    }
    return {
        "type": "PERSISTENT",
        "mode": "READ_WRITE",
        "interface": "SCSI",
        "index": disk["index"],
        "boot": disk["boot"],
        "autoDelete": disk["autoDelete"],
        "deviceName": disk["deviceName"],
        "source": disk["source"],
        "diskSizeGb": volume["size"],
        "initializeParams": {key: value for key, value in parameters.items() if value},
    }
