"""What the instances of a bulk insert are called, and where they are made."""

import pytest

from gce_api.families.instances.inserts import bulk
from gce_api.google import errors

ZONES = ["r-a", "r-b", "r-c"]


def test_a_pattern_numbers_the_names_and_passes_over_those_that_are_taken():
    assert bulk.names_of({"namePattern": "web-##"}, 2, {"web-01"}) == ["web-02", "web-03"]


def test_names_may_be_given_one_by_one():
    body = {"perInstanceProperties": {"db": {"hostname": "db.example.org"}, "x": {"name": "web"}}}
    assert bulk.names_of(body, 2, ()) == ["db", "web"]
    assert bulk.hostname_of(body, "db") == "db.example.org"
    assert bulk.count_of(body) == (2, 2)


@pytest.mark.parametrize("pattern", [None, "web", "#-#", "-#", "Web-#"])
def test_a_pattern_without_one_place_for_a_number_is_refused(pattern):
    with pytest.raises(errors.Invalid):
        bulk.names_of({"namePattern": pattern}, 1, ())


@pytest.mark.parametrize(
    ("policy", "zones"),
    [
        ({}, ["r-a", "r-a", "r-a"]),
        ({"targetShape": "BALANCED"}, ["r-a", "r-b", "r-c"]),
        ({"locations": {"zones/r-a": {"preference": "DENY"}}}, ["r-b", "r-b", "r-b"]),
        ({"locations": {"zones/r-c": {"preference": "ALLOW"}}}, ["r-c", "r-c", "r-c"]),
    ],
)
def test_the_location_policy_chooses_the_zones(policy, zones):
    assert bulk.zones_of(policy, ZONES, 3) == zones


def test_a_location_policy_for_another_region_is_refused():
    with pytest.raises(errors.Invalid, match="zones of the region are r-a, r-b, r-c"):
        bulk.zones_of({"locations": {"zones/q-a": {"preference": "ALLOW"}}}, ZONES, 1)
