"""What a request's reference to an address is."""

import pytest

from gce_api.families.networks.addresses.table import Addresses
from gce_api.google import errors
from gce_api.openstack.rows import Row


@pytest.fixture
def addresses(project):
    web = Row(id="1", description="web", floating_ip_address="198.51.100.8", tags=[])
    nameless = Row(id="2", description="", floating_ip_address="198.51.100.9", tags=[])
    port = Row(id="3", description="db: Main", fixed_ips=[{"ip_address": "10.0.0.9"}], tags=[])
    return Addresses(project, "us", [web, nameless], [port])


@pytest.mark.parametrize(
    ("text", "uuid"),
    [
        ("198.51.100.8", "1"),
        ("web", "1"),
        ("regions/us/addresses/web", "1"),
        ("ip-198-51-100-9", "2"),
    ],
)
def test_an_external_address_is_found_by_itself_name_or_url(addresses, text, uuid):
    assert addresses.find_external(text).id == uuid


@pytest.mark.parametrize("text", ["198.51.100.1", "db", "none"])
def test_what_is_no_external_address_of_the_project_is_not_found(addresses, text):
    with pytest.raises(errors.NotFound, match="us"):
        addresses.find_external(text)


def test_an_internal_address_need_not_be_reserved(addresses):
    assert addresses.find_internal("db", "networkIP") == ("10.0.0.9", addresses.reserved[0])
    assert addresses.find_internal("10.0.0.9", "networkIP")[1] == addresses.reserved[0]
    assert addresses.find_internal("10.0.0.7", "networkIP") == ("10.0.0.7", None)
    with pytest.raises(errors.NotFound, match="regions/us/addresses/web"):
        addresses.find_internal("web", "networkIP")
