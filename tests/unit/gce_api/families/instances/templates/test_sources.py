"""A template that is made of an instance."""

import pytest

from gce_api.families.instances.templates.sources import FoundForSource, properties_of
from gce_api.families.storage.images.found import Images
from gce_api.google import errors
from tests.unit.gce_api.families.instances.conftest import PROJECT, image

URL = "http://gce/projects/demo/zones/r-a/disks/vm"
BASE = "http://gce/projects/demo/global/images/base"


def attached(name="boot", **fields):
    disk = {"deviceName": name, "boot": name == "boot", "autoDelete": True, "diskSizeGb": 10}
    return disk | {"type": "PERSISTENT", "source": URL} | fields


@pytest.fixture
def found():
    return FoundForSource(
        instance={
            "machineType": "m",
            "minCpuPlatform": "Intel Skylake",
            "displayDevice": {},
            "networkInterfaces": [{"network": "n", "networkIP": "i", "accessConfigs": [{}]}],
            "metadata": {"fingerprint": "f"},
            "tags": {"items": ["web"], "fingerprint": "f"},
            "disks": [attached(), attached("ssd", type="SCRATCH", source=None)],
        },
        disks={URL: {"type": "t", "sourceImage": BASE}},
        images=Images(PROJECT, {"r": [image("base", gce_family="bases")]}),
    )


def of(found, **asked):
    return properties_of({"diskConfigs": [{"deviceName": "boot", **asked}]}, found)


def test_a_template_takes_over_what_is_not_the_instances_own(found):
    properties = properties_of({}, found)
    assert properties["minCpuPlatform"] == "Intel Skylake"
    assert "displayDevice" not in properties
    assert "networkIP" not in properties["networkInterfaces"][0]
    boot, ssd = properties["disks"]
    assert boot["initializeParams"] == {"diskSizeGb": 10, "diskType": "t", "sourceImage": BASE}
    assert "initializeParams" not in ssd


def test_it_may_be_said_what_new_disks_are_made_of(found):
    family = of(found, instantiateFrom="SOURCE_IMAGE_FAMILY")["disks"][0]["initializeParams"]
    assert family["sourceImage"] == "projects/demo/global/images/family/bases"
    own = of(found, instantiateFrom="CUSTOM_IMAGE", customImage="mine")["disks"][0]
    assert own["initializeParams"]["sourceImage"] == "mine"
    (ssd,) = of(found, instantiateFrom="DO_NOT_INCLUDE")["disks"]
    assert ssd["deviceName"] == "ssd"


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"deviceName": "none"}, errors.Invalid),
        ({"instantiateFrom": "BLANK"}, errors.Invalid),
        ({"instantiateFrom": "ATTACH_READ_ONLY"}, errors.Unsupported),
    ],
)
def test_disks_that_cannot_be_made_again_are_refused(found, asked, error):
    with pytest.raises(error):
        of(found, **asked)
