"""The names and network tiers of access configs."""

import pytest

from gce_api.families.instances.interfaces import configs
from gce_api.google import errors

KEY = "gce:accessConfigs"
MINE = {"name": "My NAT", "networkTier": "STANDARD"}


def test_an_access_config_keeps_its_name_and_tier():
    kept = configs.given([{}, {"accessConfigs": [{"type": "ONE_TO_ONE_NAT", **MINE}]}])
    assert configs.of(kept, "nic1") == MINE
    assert configs.of(kept, "nic0") == {"name": "external-nat", "networkTier": "PREMIUM"}


def test_what_is_usual_takes_no_room():
    usual = {"accessConfigs": [{"name": "external-nat", "networkTier": "PREMIUM"}]}
    assert configs.given([usual]) == {}


def test_a_change_of_one_thing_leaves_the_other():
    kept = {KEY: configs.changed({}, "nic0", MINE)}
    assert configs.of({KEY: configs.changed(kept, "nic0", {"name": "x"})}, "nic0") == {
        "name": "x",
        "networkTier": "STANDARD",
    }


def test_interfaces_after_one_that_goes_take_their_configs_along():
    kept = configs.given([{}, {"accessConfigs": [{"name": "b"}]}, {"accessConfigs": [MINE]}])
    left = {KEY: configs.without(kept, "nic1", interface=True)}
    assert configs.of(left, "nic1") == MINE
    assert configs.without(left, "nic1") == ""


def test_the_type_of_an_interface_outlives_its_access_config():
    kept = configs.given([{"nicType": "VIRTIO_NET", "accessConfigs": [MINE]}])
    left = {KEY: configs.without(kept, "nic0")}
    assert configs.type_of(left, "nic0") == "VIRTIO_NET"
    assert configs.of(left, "nic0") == {"name": "external-nat", "networkTier": "PREMIUM"}
    changed = {KEY: configs.changed(left, "nic0", {"name": "x"})}
    assert configs.type_of(changed, "nic0") == "VIRTIO_NET"


def test_another_name_deletes_nothing():
    with pytest.raises(errors.Invalid, match="no-such-name"):
        configs.check_called({}, "nic0", "no-such-name")
    configs.check_called({}, "nic0", "external-nat")
