"""What a template keeps of the properties that it is made with."""

import pytest

from gce_api.families.instances.templates.plan import FoundForTemplate, merged, plan_properties
from gce_api.families.storage.images.found import Images
from gce_api.google import errors
from gce_api.openstack.rows import Row
from tests.unit.gce_api.families.instances.conftest import PROJECT, REFERENCES, image

DISK = {"boot": True, "initializeParams": {"sourceImage": "global/images/base"}}


@pytest.fixture
def found():
    return FoundForTemplate(
        references=REFERENCES,
        region="r",
        flavors=[Row({"id": "f", "name": "e2-small", "vcpus": 2, "ram": 2048, "disk": 0})],
        makes_flavors=False,
        images=Images(PROJECT, {"r": [image("base")]}),
    )


def test_references_are_kept_as_paths_and_types_as_names(found):
    disk = DISK | {
        "initializeParams": DISK["initializeParams"] | {"diskType": "zones/r-a/diskTypes/pd-ssd"}
    }
    kept = plan_properties(
        {
            "machineType": "zones/r-a/machineTypes/e2-small",
            "disks": [disk],
            "networkInterfaces": [{"network": "default", "subnetwork": "web"}],
        },
        found,
    )
    assert kept["machineType"] == "e2-small"
    assert kept["disks"][0]["initializeParams"] == {
        "sourceImage": "projects/demo/global/images/base",
        "diskType": "pd-ssd",
    }
    assert kept["networkInterfaces"] == [
        {
            "network": "projects/demo/global/networks/default",
            "subnetwork": "projects/demo/regions/r/subnetworks/web",
        }
    ]


@pytest.mark.parametrize(
    ("properties", "error"),
    [
        ({"disks": [DISK]}, errors.Required),
        ({"machineType": "none", "disks": [DISK]}, errors.Invalid),
        ({"machineType": "e2-small"}, errors.Invalid),
        ({"machineType": "e2-small", "disks": [DISK | {"boot": False}]}, errors.Invalid),
        (
            {
                "machineType": "e2-small",
                "disks": [{"boot": True, "initializeParams": {"sourceImage": "gone"}}],
            },
            errors.NotFound,
        ),
    ],
)
def test_properties_that_make_no_instance_are_refused(found, properties, error):
    with pytest.raises(error):
        plan_properties(properties, found)


def test_a_request_is_merged_into_a_template_and_what_is_empty_says_nothing():
    template = {"labels": {"a": "1", "b": "2"}, "tags": {"items": ["web"]}}
    body = {"labels": {"b": "3"}, "tags": {}, "name": "vm"}
    assert merged(template, body) == {
        "labels": {"a": "1", "b": "3"},
        "tags": {"items": ["web"]},
        "name": "vm",
    }
