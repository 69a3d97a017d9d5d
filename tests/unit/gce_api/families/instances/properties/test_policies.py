"""The resource policies of an instance, added and removed."""

import pytest

from gce_api.families.instances.properties.policies import with_added, without
from gce_api.google import errors
from gce_api.google.links import References
from gce_api.openstack.caller import Project

REFERENCES = References(Project(id="demo", uuid="5a1e", name="demo"))
PATH = "projects/demo/regions/r/resourcePolicies/"
KNOWN = {"near": {"groupPlacementPolicy": {}}, "daily": {"snapshotSchedulePolicy": {}}}


def test_a_policy_is_added_once():
    for url in ("near", "regions/r/resourcePolicies/near", PATH + "near"):
        assert with_added([PATH + "near"], [url], REFERENCES, "r", KNOWN) == [PATH + "near"]


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("daily", errors.Invalid),
        ("none", errors.NotFound),
        ("regions/q/resourcePolicies/near", errors.Invalid),
        ("zones/r-a/disks/near", errors.Invalid),
    ],
)
def test_a_policy_that_is_not_for_the_instance_is_refused(url, error):
    with pytest.raises(error):
        with_added([], [url], REFERENCES, "r", KNOWN)


def test_only_a_policy_that_the_instance_has_is_removed():
    assert without([PATH + "near"], ["near"], REFERENCES, "r") == []
    with pytest.raises(errors.Invalid, match="does not have"):
        without([], ["near"], REFERENCES, "r")
