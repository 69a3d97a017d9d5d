"""Where volumes are, in clouds whose Cinder is not laid out as devcloud's is."""

import pytest

from gce_api.families.storage.disks import places as disk_places
from gce_api.families.storage.disks.places import Place
from gce_api.openstack import marks
from gce_api.openstack.places import Region, Zone
from gce_api.openstack.rows import Row

ZONES = [Zone(f"r1-{letter}", f"az-{letter}", "r1", True) for letter in "abc"]
PAIR = Place("regions/r1", ZONES[:2])


REGION = Region("r1", ZONES)


def volume(az="az-a", **metadata):
    return Row({"id": "v", "availability_zone": az, "metadata": metadata})


@pytest.mark.parametrize(
    ("cinder", "az"),
    [(("az-a", "az-b", "az-c"), "az-a"), (("az-b",), "az-b"), (("nova",), None)],
)
def test_a_regional_disk_is_made_in_a_zone_of_its_own_that_cinder_knows(cinder, az):
    mark = {marks.REPLICA_ZONES: "r1-a,r1-b"}
    assert disk_places.placement(cinder, PAIR) == (az, mark)


def test_a_type_that_names_its_zones_chooses_one_itself():
    kind = Row({"extra_specs": {"RESKEY:availability_zones": "stretched"}})
    assert disk_places.placement(["az-a", "stretched"], PAIR, kind)[0] is None


def test_a_copy_stays_with_its_source_where_that_is_in_one_of_the_zones():
    known = ["az-a", "az-b", "az-c"]
    assert disk_places.placement(known, PAIR, source=volume("az-b"))[0] == "az-b"
    assert disk_places.placement(known, PAIR, source=volume("az-c"))[0] == "az-a"


def test_a_zonal_disk_says_its_zone_where_cinder_has_others():
    place = disk_places.in_zone(ZONES[2])
    assert disk_places.placement(["nova"], place) == (None, {marks.ZONE: "r1-c"})
    assert disk_places.scope_of(REGION, volume("nova", **{marks.ZONE: "r1-c"})) == ("zones/r1-c")


def test_a_regional_disk_serves_its_two_zones_alone():
    held = volume(**{marks.REPLICA_ZONES: "r1-a,r1-b"})
    assert disk_places.scope_of(REGION, held) == "regions/r1"
    assert [disk_places.serves(REGION, held, zone.name) for zone in ZONES] == [True, True, False]


@pytest.mark.parametrize(
    "mark", ["", "r1-a", "r1-a,r2-b", "r1-a,../x", "r1-a,r1-a", "r1-a,r1-b,r1-c"]
)
def test_a_mark_that_nobody_here_has_written_makes_no_disk_regional(mark):
    odd = volume(**{marks.REPLICA_ZONES: mark})
    assert disk_places.scope_of(REGION, odd) == "zones/r1-a"
    assert disk_places.zones_of(REGION, odd) == ["r1-a"]
