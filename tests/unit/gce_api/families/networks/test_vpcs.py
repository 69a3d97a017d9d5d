"""What a request's reference to a network or subnetwork is."""

import pytest

from gce_api.google import errors


@pytest.fixture
def vpcs(world, a_network, a_subnet):
    outside = a_network("outside", external=True)
    of_nobody = a_subnet("elsewhere", "10.9.0.0/24")
    return world(a_network(), a_subnet(), outside, of_nobody).regions[0].vpcs


@pytest.mark.parametrize(
    "url",
    [
        "net",
        "global/networks/net",
        "projects/demo/global/networks/net",
        "https://www.googleapis.com/compute/v1/projects/demo/global/networks/net",
    ],
)
def test_a_network_is_found_by_any_form_of_its_url(vpcs, url):
    assert vpcs.find_network(url).id == "net-id"


def test_the_network_default_may_not_be_there_yet(vpcs):
    assert vpcs.find_network("global/networks/default") is None


@pytest.mark.parametrize("name", ["outside", "none"])
def test_a_network_that_is_no_vpc_network_is_not_found(vpcs, name):
    with pytest.raises(errors.NotFound, match=f"projects/demo/global/networks/{name}"):
        vpcs.find_network(name)


def test_a_subnetwork_is_of_the_region(vpcs):
    assert vpcs.find_subnetwork("regions/us/subnetworks/net").id == "net-subnet-id"
    with pytest.raises(errors.Invalid, match="not in region 'us'"):
        vpcs.find_subnetwork("regions/eu/subnetworks/net")


def test_a_subnet_of_a_network_that_is_not_seen_is_none(vpcs):
    with pytest.raises(errors.NotFound, match="regions/us/subnetworks/elsewhere"):
        vpcs.find_subnetwork("elsewhere")


def test_external_addresses_come_from_the_default_external_network(vpcs, world, a_network):
    assert vpcs.external_network().name == "outside"
    preferred = a_network("zone", external=True)
    preferred["is_default"] = True
    both = world(a_network("outside", external=True), preferred)
    assert both.regions[0].vpcs.external_network().name == "zone"
    with pytest.raises(errors.Unsupported, match="no external network"):
        world(a_network()).regions[0].vpcs.external_network()
