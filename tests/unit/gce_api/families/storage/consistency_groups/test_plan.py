"""What is planned of the copies of a consistency group, without any cloud."""

import pytest

from gce_api.families.storage.consistency_groups.joining import MOST, check_joining
from gce_api.families.storage.consistency_groups.plan import GroupFound, plan_copies
from gce_api.families.storage.disks.found import RegionDisks
from gce_api.google import errors
from gce_api.openstack import marks

BODY = {"sourceConsistencyGroupPolicy": "regions/r1/resourcePolicies/pair"}


@pytest.fixture
def found(cases):
    def of(*volumes):
        disks = RegionDisks(cases.region, list(volumes))
        return GroupFound(cases.policies(cases.group("pair")), disks)

    return of


def test_each_disk_of_the_group_is_copied_by_a_snapshot_where_it_is(cases, found):
    known = found(cases.member("one", "pair"), cases.member("two", "pair"), cases.volume("three"))
    copies = plan_copies(BODY, known, "zones/r1-a", "7")
    assert [plan.metadata[marks.COPY_OF] for plan in copies.plans] == ["volume-one", "volume-two"]
    assert [plan.snapshot.volume_id for plan in copies.plans] == ["volume-one", "volume-two"]
    assert all(plan.path.startswith("zones/r1-a/disks/") for plan in copies.plans)
    assert copies.plans[0].name.startswith("one-")
    assert copies.warnings is None


def test_the_copies_names_are_the_operation_groups(cases, found):
    known = found(cases.member("one", "pair"))
    names = [plan_copies(BODY, known, "zones/r1-a", group).plans[0].name for group in "778"]
    assert names[0] == names[1] != names[2]


def test_several_disks_in_use_are_not_copied_at_one_moment(cases, found):
    known = found(cases.member("one", "pair", servers=["s"]), cases.member("two", "pair"))
    (warning,) = plan_copies(BODY, known, "zones/r1-a", "7").warnings
    assert "write meanwhile to one" in warning["message"]


def test_a_group_without_disks_in_the_place_is_refused(cases, found):
    with pytest.raises(errors.Invalid, match="has no disks in zones/r1-b"):
        plan_copies(BODY, found(cases.member("one", "pair")), "zones/r1-b", "7")
    with pytest.raises(errors.Required):
        plan_copies({}, found(), "zones/r1-b", "7")


def test_a_disk_is_in_one_group_and_a_group_has_so_many_disks(cases):
    groups = [cases.group("pair"), cases.group("other")]
    known, disks = cases.policies(*groups), RegionDisks(cases.region, [])
    with pytest.raises(errors.Invalid, match="in one consistency group"):
        check_joining(known, disks, groups, ["r1-a"])
    with pytest.raises(errors.Invalid, match="in one consistency group"):
        check_joining(known, disks, groups[:1], ["r1-a"], cases.member("data", "other"))
    full = RegionDisks(cases.region, [cases.member(f"d{n}", "pair") for n in range(MOST)])
    with pytest.raises(errors.Invalid, match=f"{MOST} disks at most"):
        check_joining(known, full, groups[:1], ["r1-a"])
