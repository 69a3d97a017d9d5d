"""Machine images, and instances from them."""

import pytest

from tests.api.contract import BOOT_DISK, ZONE, a_name
from tests.api.making import an_instance


@pytest.fixture
def vm(api):
    """An instance with a second disk."""
    data = {
        "diskName": a_name("data"),
        "diskSizeGb": "1",
        "diskType": f"zones/{ZONE}/diskTypes/pd-ssd",
    }
    second = {"autoDelete": True, "deviceName": "data", "initializeParams": data}
    with an_instance(
        api,
        labels={"env": "test"},
        tags={"items": ["web"]},
        metadata={"items": [{"key": "role", "value": "db"}]},
        disks=[BOOT_DISK, second],
    ) as name:
        yield name


def test_a_machine_image_outlives_its_instance_and_makes_others(api, vm, devcloud):
    name, other = a_name("machine"), a_name("vm")
    body = {"name": name, "sourceInstance": f"zones/{ZONE}/instances/{vm}"}
    api.done("machineImages.insert", body)
    assert api.refused("machineImages.insert", body)[:2] == (409, "alreadyExists")
    shown = api("machineImages.get", machineImage=name)
    assert (shown["status"], shown["totalStorageBytes"]) == ("READY", str(11 << 30))
    assert [disk["deviceName"] for disk in shown["instanceProperties"]["disks"]] == [
        "persistent-disk-0",
        "data",
    ]
    assert name in api.names("machineImages.list")
    # its parts are no snapshots of GCE's
    assert not [s for s in api.names("snapshots.list") if s.startswith(name)]
    api.done("machineImages.setLabels", {"labels": {"a": "b"}}, resource=name)
    assert api("machineImages.get", machineImage=name)["labels"] == {"a": "b"}

    disks = [
        disk["source"].rpartition("/")[2] for disk in api("instances.get", instance=vm)["disks"]
    ]
    api.done("instances.delete", instance=vm)
    assert not set(disks) & set(api.names("disks.list"))

    source = f"global/machineImages/{name}"
    changed = {"name": other, "sourceMachineImage": source, "labels": {"env": "other"}}
    api.done("instances.insert", changed)
    made = api("instances.get", instance=other)
    assert made["machineType"].endswith("/e2-small")
    assert (made["labels"], made["tags"]["items"]) == ({"env": "other"}, ["web"])
    assert made["metadata"]["items"] == [{"key": "role", "value": "db"}]
    assert [(d["deviceName"], d["diskSizeGb"]) for d in made["disks"]] == [
        ("persistent-disk-0", "10"),
        ("data", "1"),
    ]
    assert api("disks.get", disk=f"{other}-1")["type"].endswith("/pd-ssd")
    api.done("instances.delete", instance=other)
    api.done("machineImages.delete", machineImage=name)
    assert api.refused("machineImages.get", machineImage=name)[0] == 404
    left = devcloud.connection().block_storage
    assert not [volume.name for volume in left.volumes() if volume.name.startswith(tuple(disks))]
    assert not [s.name for s in left.snapshots() if s.name.startswith(name)]


@pytest.mark.alone
def test_a_machine_image_that_fails_leaves_nothing(api, devcloud, services, vm):
    """Cinder refuses the second snapshot: the quota is for one."""
    cinder = devcloud.connection("admin", "admin").block_storage
    project = devcloud.connection().current_project_id
    used = cinder.get_quota_set(project, usage=True).usage["snapshots"]
    cinder.update_quota_set(project, snapshots=used + 1)
    try:
        name = a_name("machine")
        body = {"name": name, "sourceInstance": f"zones/{ZONE}/instances/{vm}"}
        failed = api.ended("machineImages.insert", body)
        assert failed["error"]["errors"][0]["code"] == "QUOTA_EXCEEDED"
        assert name not in api.names("machineImages.list")
        left = devcloud.connection().block_storage.snapshots()
        assert not [s.name for s in left if s.name.startswith(name)]
    finally:
        cinder.update_quota_set(project, snapshots=5000)
        api.done("instances.delete", instance=vm)
