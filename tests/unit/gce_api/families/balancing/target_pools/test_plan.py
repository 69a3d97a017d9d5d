"""What is kept of a target pool."""

import pytest

from gce_api.families.balancing.target_pools import plan as pools
from gce_api.families.balancing.target_pools.plan import FoundForPool
from gce_api.google import errors
from gce_api.google.links import Links

VM = "zones/us-central1-a/instances/vm"
CHECK = "global/httpHealthChecks/basic"
SPARE = "regions/us-central1/targetPools/spare"
LINKS = Links("http://host/compute/v1/", "demo")


@pytest.fixture
def found(known):
    return FoundForPool(known(**{CHECK: {}, SPARE: {}}), {VM: "server"})


def test_what_a_pool_refers_to_is_kept_as_paths_and_servers(found):
    body = {
        "instances": [VM],
        "healthChecks": ["basic"],
        "backupPool": "spare",
        "failoverRatio": 0.5,
    }
    kept = pools.plan_pool(body, found)
    assert kept["instances"] == [{"path": VM, "server": "server"}]
    assert (kept["healthChecks"], kept["backupPool"]) == ([CHECK], SPARE)
    assert kept["sessionAffinity"] == "NONE"


@pytest.mark.parametrize(
    ("body", "error", "message"),
    [
        ({"sessionAffinity": "COOKIE"}, errors.Invalid, "sessionAffinity"),
        ({"instances": ["zones/us-central1-a/instances/no"]}, errors.NotFound, r"instances\[0\]"),
        ({"instances": ["zones/elsewhere-a/instances/vm"]}, errors.Invalid, "region 'us-central1'"),
        ({"healthChecks": ["none"]}, errors.NotFound, r"healthChecks\[0\]"),
        ({"backupPool": "spare"}, errors.Invalid, "both set or both not set"),
        ({"backupPool": "spare", "failoverRatio": 2}, errors.Invalid, "failoverRatio"),
    ],
)
def test_a_pool_that_cannot_be_is_refused(found, body, error, message):
    with pytest.raises(error, match=message):
        pools.plan_pool(body, found)


def test_an_instance_that_is_added_again_is_in_the_pool_once():
    present = {"instances": [{"path": VM, "server": "before"}]}
    changed = pools.with_instances(present, [{"path": VM, "server": "now"}])
    assert changed["instances"] == [{"path": VM, "server": "now"}]
    assert pools.without_instances(changed, {VM})["instances"] == []


def test_a_pool_has_one_health_check_at_most():
    present = {"healthChecks": [CHECK]}
    assert pools.with_health_checks(present, {CHECK: "f"}) == present
    with pytest.raises(errors.Invalid, match="Only one"):
        pools.with_health_checks(present, {"global/httpHealthChecks/other": "f"})


def test_what_a_pool_does_not_have_cannot_be_taken_away():
    with pytest.raises(errors.Invalid, match="'web' does not have it"):
        pools.check_has("web", [], {VM: "instances[0].instance"}, LINKS)
