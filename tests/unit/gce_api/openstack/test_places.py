"""Names of regions and zones."""

import pytest

from gce_api.google.names import NAME, clean
from gce_api.openstack.places import zone_name


@pytest.mark.parametrize(
    ("region", "cleaned"),
    [("RegionOne", "regionone"), ("us_central 1", "us-central-1"), ("2nd", "x-2nd"), ("", "x")],
)
def test_any_region_gets_a_gce_name(region, cleaned):
    assert clean(region) == cleaned
    assert NAME.fullmatch(clean(region))


@pytest.mark.parametrize(
    ("az", "zone"),
    [
        ("us-central1-a", "us-central1-a"),
        ("a", "us-central1-a"),
        ("nova", "us-central1-nova"),
        ("AZ_1.b", "us-central1-az1b"),
    ],
)
def test_zone_is_its_region_and_one_more_part(az, zone):
    """Clients find the region by cutting at the last dash."""
    assert zone_name("us-central1", az) == zone
    assert zone.rpartition("-")[0] == "us-central1"


def test_zone_without_a_letter_we_can_use_still_has_a_name():
    assert NAME.fullmatch(zone_name("us-central1", "区域"))
