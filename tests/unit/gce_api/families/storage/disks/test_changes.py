"""What an update of a disk changes."""

import pytest

from gce_api.families.storage.disks.changes import (
    DiskChanges,
    new_size,
    plan_update,
    policies_to_remove,
)
from gce_api.google import errors

WHOLE = {"name": "data", "sizeGb": "20", "description": "", "labels": {"a": "b"}}


def test_a_mask_in_either_way_picks_what_is_changed(cases):
    changed = [plan_update(cases.volume("data"), WHOLE, [mask]) for mask in ("sizeGb", "size_gb")]
    assert changed == [DiskChanges(size_gb=20)] * 2


def test_without_a_mask_all_that_the_body_has_is_changed(cases):
    changes = plan_update(cases.volume("data"), WHOLE, [])
    assert changes == DiskChanges(size_gb=20, description="", labels={"a": "b"})


def test_what_is_no_field_of_a_disk_that_can_change_is_refused(cases):
    with pytest.raises(errors.Unsupported, match="'type'"):
        plan_update(cases.volume("data"), {"type": "pd-ssd"}, [])


def test_an_architecture_is_one_of_googles(cases):
    volume = cases.volume("data")
    assert plan_update(volume, {"architecture": "ARM64"}, []).architecture == "aarch64"
    with pytest.raises(errors.Invalid, match="X86_64, ARM64"):
        plan_update(volume, {"architecture": "RISCV"}, [])


def test_a_disk_never_shrinks(cases):
    assert new_size(cases.volume("data", size=10), {"sizeGb": "10"}) == 10
    with pytest.raises(errors.Invalid, match="its size is 10 GB"):
        new_size(cases.volume("data", size=10), {"sizeGb": "9"})


def test_a_policy_that_a_disk_does_not_have_cannot_be_taken_from_it(cases):
    volume = cases.member("data", "pair")
    assert policies_to_remove(cases.references, volume, ["pair"]) == ["pair"]
    with pytest.raises(errors.Invalid, match="does not have this policy"):
        policies_to_remove(cases.references, volume, ["nightly"])
