"""Which disk a request means."""

import pytest

from gce_api.google import errors
from gce_api.google.names import numeric_id


def test_a_bare_name_is_a_disk_of_the_paths_zone(cases):
    here, there = cases.volume("data"), cases.volume("other", az="az-b")
    disks = cases.disks(here, there, zone="r1-a")
    assert disks.locate("data", "source").path == "zones/r1-a/disks/data"
    with pytest.raises(errors.NotFound, match="projects/demo/zones/r1-a/disks/other"):
        disks.locate("other", "source")


def test_a_global_request_has_to_say_where_the_disk_is(cases):
    disks = cases.disks(cases.volume("data"), region=None)
    with pytest.raises(errors.Invalid, match="It names no zone"):
        disks.locate("data", "source")
    assert disks.locate("zones/r1-a/disks/data", "source").region.name == "r1"


def test_disks_of_one_name_are_told_apart_by_the_names_they_are_shown_under(cases):
    one, other = cases.volume("data"), cases.volume("data")
    one["id"], other["id"] = "11111111-x", "22222222-x"
    disks = cases.disks(one, other, zone="r1-a")
    assert disks.locate("data-22222222", "source").volume.id == other.id
    assert disks.locate(numeric_id(one.id), "source").volume.id == one.id
    with pytest.raises(errors.NotFound):
        disks.locate("data", "source")


@pytest.mark.parametrize("place", ["zones/r9-a", "regions/r9"])
def test_a_place_that_does_not_exist_is_told(cases, place):
    with pytest.raises(errors.NotFound, match=f"projects/demo/{place}'"):
        cases.disks().locate(f"{place}/disks/data", "source")
