"""What is planned of a volume, without any cloud."""

import pytest

from gce_api.families.storage.disks.plan import Source, plan_volume
from gce_api.families.storage.disks.requests import of_disk, of_parameters
from gce_api.google import errors
from gce_api.google.names import numeric_id
from gce_api.openstack import marks

PAIR = ["zones/r1-a", "zones/r1-b"]


def disk(**body):
    return of_disk({"name": "data", **body})


def test_a_blank_disk_is_of_the_standard_type_and_googles_size(cases):
    plan = plan_volume(disk(), cases.found())
    assert (plan.path, plan.size_gb, plan.type, plan.az) == (
        "zones/r1-a/disks/data",
        500,
        "type-1",
        "az-a",
    )
    assert plan.source == Source()


def test_labels_and_what_is_provisioned_are_kept_with_the_volume(cases):
    plan = plan_volume(disk(labels={"env": "dev"}, provisionedIops="3000"), cases.found())
    assert plan.metadata == {"label:env": "dev", marks.PROVISIONED_IOPS: "3000"}


def test_a_taken_name_is_a_conflict_in_its_own_zone_alone(cases):
    with pytest.raises(errors.AlreadyExists, match="projects/demo/zones/r1-a/disks/data"):
        plan_volume(disk(), cases.found(cases.volume("data")))
    assert plan_volume(disk(), cases.found(cases.volume("data", az="az-b"))).name == "data"


def test_no_disk_is_smaller_than_its_image(cases):
    found = cases.found(images=[cases.image("small")])
    plan = plan_volume(disk(sourceImage="global/images/small"), found)
    assert (plan.size_gb, plan.source) == (20, Source(image_id="image-small"))
    with pytest.raises(errors.Invalid, match=r"smaller than the image size \(20 GB\)"):
        plan_volume(disk(sourceImage="global/images/small", sizeGb="19"), found)


def test_the_newest_image_of_a_family_is_taken(cases):
    old = cases.image("one", gce_family="web", created_at="2023-01-01T00:00:00Z")
    new = cases.image("two", gce_family="web")
    plan = plan_volume(disk(sourceImage="global/images/family/web"), cases.found(images=[old, new]))
    assert plan.source.image_id == "image-two"


def test_an_image_without_its_bytes_cannot_be_used_yet(cases):
    found = cases.found(images=[cases.image("new", status="saving")])
    with pytest.raises(errors.ResourceNotReady):
        plan_volume(disk(sourceImage="global/images/new"), found)


def test_a_part_of_a_machine_image_is_found_by_its_id_alone(cases):
    part = cases.snapshot("part", **{marks.MACHINE_IMAGE: "m"})
    found, uuid = cases.found(snapshots=[part]), part.id
    plan = plan_volume(disk(sourceSnapshot=f"global/snapshots/{numeric_id(uuid)}"), found)
    assert plan.source == Source(snapshot_id=uuid)
    with pytest.raises(errors.NotFound):
        plan_volume(disk(sourceSnapshot="global/snapshots/part"), found)


def test_a_copy_has_its_sources_type_and_size(cases):
    found = cases.found(cases.volume("source", size=12))
    plan = plan_volume(disk(sourceDisk="zones/r1-a/disks/source"), found)
    assert (plan.type, plan.size_gb) == ("type-2", 12)
    assert plan.source == Source(source_volume_id="volume-source")


def test_a_disk_of_another_zone_is_no_source(cases):
    found = cases.found(cases.volume("source", az="az-b"))
    with pytest.raises(errors.Invalid, match="not in zone 'r1-a'"):
        plan_volume(disk(sourceDisk="zones/r1-b/disks/source"), found)


def test_a_regional_disk_is_in_two_zones_and_of_a_type_that_is(cases):
    plan = plan_volume(disk(replicaZones=PAIR), cases.found(zonal=False))
    assert (plan.path, plan.type) == ("regions/r1/disks/data", "type-2")
    assert plan.metadata == {marks.REPLICA_ZONES: "r1-a,r1-b"}


def test_a_regional_disk_must_be_of_a_type_that_is_in_two_zones(cases):
    with pytest.raises(errors.Invalid, match="Regional ones are: mirrored"):
        plan_volume(disk(replicaZones=PAIR, type="pd-standard"), cases.found(zonal=False))
    with pytest.raises(errors.Unsupported):
        plan_volume(disk(replicaZones=PAIR), cases.found(zonal=False, regional_types=()))


def test_a_regional_disk_of_an_instance_is_in_the_instances_zone(cases):
    asked = of_parameters("data", {"replicaZones": ["zones/r1-b", "zones/r1-c"]}, "at")
    with pytest.raises(errors.Invalid, match="the instance's zone 'r1-a'"):
        plan_volume(asked, cases.found())


def test_a_schedule_counts_from_the_time_of_the_request(cases):
    found = cases.found(policies=[cases.policy("nightly")])
    plan = plan_volume(disk(resourcePolicies=["regions/r1/resourcePolicies/nightly"]), found)
    assert plan.metadata == {marks.POLICY + "nightly": cases.now}


def test_a_policy_of_another_region_is_refused(cases):
    found = cases.found(policies=[cases.policy("nightly", region="r2")])
    with pytest.raises(errors.Invalid, match="not in the disk's region"):
        plan_volume(disk(resourcePolicies=["regions/r2/resourcePolicies/nightly"]), found)


def test_the_disks_of_a_group_are_in_one_zone(cases):
    elsewhere = cases.member("other", "pair", az="az-b")
    found = cases.found(elsewhere, policies=[cases.group("pair")])
    with pytest.raises(errors.Invalid, match="must be in the same zone"):
        plan_volume(disk(resourcePolicies=["pair"]), found)


def test_one_look_up_serves_any_number_of_volumes(cases):
    found = cases.found(images=[cases.image("small")])
    asked = [
        of_parameters(f"vm-{n}", {"sourceImage": "global/images/small"}, "at") for n in range(50)
    ]
    plans = [plan_volume(one, found) for one in asked]
    assert [plan.name for plan in plans] == [f"vm-{n}" for n in range(50)]
