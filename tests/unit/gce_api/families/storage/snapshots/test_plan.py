"""What is planned of a snapshot, without any cloud."""

import pytest

from gce_api.families.storage.snapshots.plan import SnapshotFound, plan_snapshot
from gce_api.google import errors
from gce_api.openstack import marks

SCHEDULE = "regions/r1/resourcePolicies/nightly"


@pytest.fixture
def found(cases):
    def of(volume=None, *, snapshots=(), policies=()):
        return SnapshotFound(
            references=cases.references,
            region="r1",
            volume=volume or cases.volume("data"),
            snapshots=cases.snapshots(*snapshots),
            policies=cases.policies(*policies),
        )

    return of


def test_labels_and_locations_are_kept_with_the_snapshot(found):
    body = {"name": "s", "labels": {"env": "dev"}, "storageLocations": ["r1", "r2"]}
    plan = plan_snapshot(body, found())
    assert (plan.path, plan.volume_id) == ("global/snapshots/s", "volume-data")
    assert plan.metadata == {"label:env": "dev", marks.LOCATIONS: "r1,r2"}


def test_a_taken_name_is_a_conflict_but_for_parts_of_something_else(cases, found):
    with pytest.raises(errors.AlreadyExists, match="projects/demo/global/snapshots/s"):
        plan_snapshot({"name": "s"}, found(snapshots=[cases.snapshot("s")]))
    part = cases.snapshot("s", **{marks.WORKING: "copy"})
    assert plan_snapshot({"name": "s"}, found(snapshots=[part])).name == "s"


def test_a_snapshot_is_a_schedules_if_the_disk_has_that(cases, found):
    body = {"name": "s", "sourceSnapshotSchedulePolicy": SCHEDULE}
    nightly = cases.policy("nightly")
    plan = plan_snapshot(body, found(cases.member("data", "nightly"), policies=[nightly]))
    assert plan.metadata == {marks.SCHEDULE: f"{SCHEDULE} policy-nightly"}
    assert plan_snapshot(body, found(policies=[nightly])).metadata == {}
