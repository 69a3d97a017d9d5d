"""What a request for a Network becomes."""

import pytest

from gce_api.families.networks.everywhere import Place
from gce_api.families.networks.networks.plan import (
    Found,
    NewPlace,
    plan_network,
    plan_patch,
    plan_switch,
)
from gce_api.google import errors


def test_an_auto_mode_network_is_in_every_region_with_a_range_of_its_own(world):
    plan = plan_network({"name": "n", "mtu": 1500}, world(us=(), eu=()))
    assert plan.places == [
        NewPlace(region="US", cidr="10.128.0.0/20"),
        NewPlace(region="EU", cidr="10.132.0.0/20"),
    ]
    assert (plan.network.mode, plan.network.routing_mode, plan.network.mtu) == (
        "auto",
        "REGIONAL",
        1500,
    )


def test_a_custom_mode_network_begins_in_the_default_region_without_a_range(world):
    body = {"name": "n", "autoCreateSubnetworks": False}
    plan = plan_network(body, world(us=(), eu=()))
    assert plan.places == [NewPlace(region="US", cidr=None)]
    assert plan.network.mode == "custom"


def test_a_legacy_network_has_the_range_that_it_is_given(world):
    plan = plan_network({"name": "n", "IPv4Range": "10.1.0.0/16"}, world())
    assert (plan.network.mode, plan.places[0].cidr) == ("legacy", "10.1.0.0/16")
    both = {"name": "n", "IPv4Range": "10.1.0.0/16", "autoCreateSubnetworks": True}
    with pytest.raises(errors.Invalid, match="IPv4Range"):
        plan_network(both, world())


@pytest.mark.parametrize("name", ["net", "default"])
def test_a_name_is_taken_in_every_region_and_that_of_default_always(world, a_network, name):
    with pytest.raises(errors.AlreadyExists, match=f"global/networks/{name}"):
        plan_network({"name": name}, world(us=(), eu=(a_network("net"),)))


@pytest.fixture
def auto(world, a_network):
    row = a_network("net", tags=["gce:mode=auto", "gce:routingMode=GLOBAL"])
    return Found("net", world(us=(row,), eu=(row,)).named("net"))


def test_a_patch_changes_what_it_names_in_every_region(auto):
    patch = {"mtu": None, "description": "d"}
    plan = plan_patch({"description": "d"}, patch, auto)
    assert plan.places == [Place(region=name, network_id="net-id") for name in ("US", "EU")]
    assert plan.fields == {"mtu": 1460, "description": "d"}
    assert plan.tags_after == ["gce:mode=auto", "gce:routingMode=GLOBAL"]
    regional = {"routingConfig": {"routingMode": "REGIONAL"}}
    assert plan_patch(regional, regional, auto).tags_after[1] == "gce:routingMode=REGIONAL"


@pytest.mark.parametrize("body", [{"name": "other"}, {"IPv4Range": "10.0.0.0/8"}])
def test_the_rest_of_a_network_does_not_change(auto, body):
    with pytest.raises(errors.Invalid, match="cannot be changed"):
        plan_patch(body, body, auto)


def test_only_an_auto_mode_network_is_switched(auto, world, a_network):
    assert plan_switch("demo", auto).tags_after == ["gce:mode=custom", "gce:routingMode=GLOBAL"]
    custom = Found("net", world(a_network("net")).named("net"))
    with pytest.raises(errors.Invalid, match="is not an auto mode"):
        plan_switch("demo", custom)
