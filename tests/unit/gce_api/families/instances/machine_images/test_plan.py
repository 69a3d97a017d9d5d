"""What a machine image keeps of an instance, and what it gives to the next one."""

from dataclasses import replace

import pytest

from gce_api.families.instances.machine_images.plan import (
    FoundForMachineImage,
    completed,
    plan_machine_image,
)
from gce_api.google import errors
from gce_api.google.names import numeric_id
from tests.unit.gce_api.families.instances.conftest import REGION, volume

DISK = {
    "index": 0,
    "boot": True,
    "autoDelete": True,
    "deviceName": "boot",
    "source": "http://gce/zones/r-a/disks/vm",
}
INSTANCE = {
    "name": "vm",
    "machineType": "http://gce/zones/r-a/machineTypes/e2-small",
    "minCpuPlatform": "Intel Skylake",
    "displayDevice": {"enableDisplay": True},
    "tags": {"items": ["web"], "fingerprint": "f"},
    "metadata": {"items": None, "fingerprint": "f"},
    "networkInterfaces": [
        {"network": "n", "networkIP": "10.0.0.5", "accessConfigs": [{"name": "nat", "natIP": "i"}]}
    ],
    "disks": [DISK],
}


@pytest.fixture
def found():
    return FoundForMachineImage(
        project="demo",
        taken={"there"},
        region=REGION,
        types={"pd-standard": "pd-standard"},
        instance=INSTANCE,
        path="zones/r-a/instances/vm",
        volumes=[volume("vm")],
    )


def test_a_machine_image_keeps_what_another_instance_needs(found):
    plan = plan_machine_image({"name": "image"}, found)
    properties = plan.content["properties"]
    assert properties["machineType"] == "e2-small"
    assert properties["minCpuPlatform"] == "Intel Skylake"
    assert "displayDevice" not in properties
    assert properties["tags"] == {"items": ["web"]}
    assert "networkIP" not in properties["networkInterfaces"][0]
    assert [part.volume_id for part in plan.snapshots] == ["volume-vm"]


def test_an_instance_of_a_machine_image_gets_its_disks_of_the_snapshots(found):
    content = plan_machine_image({"name": "image"}, found).content | {"snapshots": ["snapshot-1"]}
    body = completed({"name": "vm2", "sourceMachineImage": "i", "tags": {"items": ["db"]}}, content)
    assert (body["name"], body["tags"]) == ("vm2", {"items": ["db"]})
    source = body["disks"][0]["initializeParams"]["sourceSnapshot"]
    assert source == f"global/snapshots/{numeric_id('snapshot-1')}"


@pytest.mark.parametrize(
    ("name", "disks", "error"),
    [
        ("there", [DISK], errors.AlreadyExists),
        ("Image", [DISK], errors.Invalid),
        ("image", [DISK | {"source": None}], errors.Unsupported),
    ],
)
def test_a_machine_image_that_cannot_be_made_is_refused(found, name, disks, error):
    with pytest.raises(error):
        plan_machine_image({"name": name}, replace(found, instance=INSTANCE | {"disks": disks}))
