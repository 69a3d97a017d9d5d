"""What is planned of an image, without any cloud."""

import json

import pytest

from gce_api.families.storage.disks.plan import Source
from gce_api.families.storage.images.plan import ImageFound, plan_image
from gce_api.google import errors
from gce_api.openstack import marks
from gce_api.openstack.rows import Row


@pytest.fixture
def found(cases):
    def of(*volumes, images=(), **more):
        return ImageFound(
            references=cases.references,
            region="default",
            images=cases.images(*images),
            disks=cases.disks(*volumes, region=None),
            **more,
        )

    return of


DISK = {"name": "golden", "sourceDisk": "zones/r1-a/disks/data"}


def test_a_disk_that_nobody_uses_becomes_an_image_as_it_is(cases, found):
    plan = plan_image(DISK, found(cases.volume("data", size=12)))
    assert (plan.region, plan.volume_id, plan.copy) == ("r1", "volume-data", None)
    assert plan.properties["min_disk"] == 12
    kept = json.loads(plan.properties[marks.SOURCE])
    assert kept["sourceDisk"] == "zones/r1-a/disks/data"


def test_a_disk_in_use_is_copied_first_if_its_instance_rests_or_it_is_forced(cases, found):
    used = cases.volume("data", servers=["s"])
    running = Row({"id": "s", "name": "vm", "status": "ACTIVE"})
    with pytest.raises(errors.ResourceInUse, match="'vm', which runs"):
        plan_image(DISK, found(used, users=[running]))
    for plan in (
        plan_image(DISK, found(used, users=[running]), force=True),
        plan_image(DISK, found(used, users=[Row({**running, "status": "SHUTOFF"})])),
    ):
        assert plan.copy.source == Source(source_volume_id="volume-data")
        assert plan.copy.metadata == {marks.WORKING: "image"}


def test_a_snapshot_becomes_an_image_where_it_is(cases, found):
    body = {"name": "golden", "sourceSnapshot": "global/snapshots/s"}
    plan = plan_image(body, found(snapshot=("r2", cases.snapshot("s", size=7))))
    assert (plan.region, plan.copy.size_gb) == ("r2", 7)
    with pytest.raises(errors.NotFound, match="projects/demo/global/snapshots/s"):
        plan_image(body, found())


def test_an_image_can_be_for_larger_disks_than_its_source_and_not_for_smaller(cases, found):
    body = {"name": "golden", "sourceImage": "global/images/small"}
    known = found(images=[cases.image("small")])
    assert plan_image({**body, "diskSizeGb": "40"}, known).properties["min_disk"] == 40
    with pytest.raises(errors.Invalid, match=r"source's \(20 GB\)"):
        plan_image({**body, "diskSizeGb": "10"}, known)


def test_a_file_is_fetched_from_where_the_operator_lets_it_come(found):
    body = {"name": "golden", "rawDisk": {"source": "https://files.example/os.qcow2"}}
    plan = plan_image(body, found(allowed=["https://files.example/"]))
    assert (plan.url, plan.format, plan.region) == (
        "https://files.example/os.qcow2",
        "qcow2",
        "default",
    )
    assert "min_disk" not in plan.properties


def test_an_archive_cannot_be_unpacked(found):
    body = {"name": "golden", "rawDisk": {"source": "https://files.example/os.tar.gz"}}
    with pytest.raises(errors.Unsupported):
        plan_image(body, found(allowed=["https://files.example/"]))


def test_a_name_is_taken_once_and_a_source_given_once(cases, found):
    with pytest.raises(errors.AlreadyExists):
        plan_image(DISK, found(images=[cases.image("golden")]))
    with pytest.raises(errors.Invalid, match="made from one of"):
        plan_image({**DISK, "sourceImage": "global/images/i"}, found())


def test_no_family_is_kept_as_none_rather_than_made_from_the_system(cases, found):
    plan = plan_image(DISK, found(cases.volume("data")))
    assert plan.properties[marks.FAMILY] == ""
