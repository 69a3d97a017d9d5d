"""What Glance keeps of an image's fields."""

import json

import pytest

from gce_api.families.storage.images.properties import (
    deprecation,
    features_lost,
    properties_of,
)
from gce_api.google import errors
from gce_api.openstack import marks
from gce_api.openstack.rows import Row


def test_features_that_glance_knows_are_told_to_it():
    found = properties_of({"guestOsFeatures": [{"type": "UEFI_COMPATIBLE"}, {"type": "GVNIC"}]})
    assert found["hw_firmware_type"] == "uefi"
    assert json.loads(found[marks.FEATURES]) == ["UEFI_COMPATIBLE", "GVNIC"]


def test_a_feature_that_an_image_loses_is_taken_from_glance_too():
    image = Row({"hw_firmware_type": "uefi"})
    assert features_lost(image, []) == {"hw_firmware_type": None}
    assert features_lost(image, [{"type": "UEFI_COMPATIBLE"}]) == {}


def test_a_license_names_its_project():
    found = properties_of({"licenses": ["projects/debian-cloud/global/licenses/debian-12"]})
    kept = [["debian-cloud", "global/licenses/debian-12"]]
    assert json.loads(found[marks.LICENSES]) == kept
    with pytest.raises(errors.Invalid, match="No project"):
        properties_of({"licenses": ["global/licenses/debian-12"]})


def test_an_image_that_is_active_again_keeps_nothing_of_its_deprecation():
    assert deprecation({"state": "ACTIVE"}) is None
    assert json.loads(deprecation({"state": "OBSOLETE"})) == {"state": "OBSOLETE"}
    with pytest.raises(errors.Invalid):
        deprecation({"state": "DEPRECATED", "replacement": "global/disks/d"})
