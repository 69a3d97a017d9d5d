"""What the services say of a quota that is used up."""

import pytest

from gce_api.openstack import exceeded


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "Quota exceeded for cores, ram: Requested 2, 512, but already used 7, 100 of 8, 51200 "
            "cores, ram",
            "Quota 'CPUS' exceeded. Limit: 8.0",
        ),
        (
            "Quota exceeded for instances: Requested 1, but already used 4 of 4 instances",
            "Quota 'INSTANCES' exceeded. Limit: 4.0",
        ),
        (
            "VolumeSizeExceedsAvailableQuota: Requested volume or snapshot exceeds allowed "
            "gigabytes quota. Requested 20G, quota is 1000G and 990G has been consumed.",
            "Quota 'DISKS_TOTAL_GB' exceeded. Limit: 1000.0",
        ),
        (
            "SnapshotLimitExceeded: Maximum number of snapshots allowed (10) exceeded",
            "Quota 'SNAPSHOTS' exceeded. Limit: 10.0",
        ),
        (
            "VolumeLimitExceeded: Maximum number of volumes allowed (9) exceeded for quota "
            "'volumes'.",
            "Quota 'DISKS' exceeded. Limit: 9.0",
        ),
        (
            "Quota exceeded for resources: ['floatingip'].",
            "Quota 'IN_USE_ADDRESSES' exceeded.",
        ),
        (
            "Quota has been met for resources: Load Balancer",
            "Quota 'FORWARDING_RULES' exceeded.",
        ),
        ("Quota exceeded for resources: ['trunk'].", "Quota 'TRUNK' exceeded."),
    ],
)
def test_a_quota_is_told_in_the_words_of_google(said, told):
    error = exceeded.quota(said)
    assert (error.message, error.operation_code) == (told, "QUOTA_EXCEEDED")


def test_other_messages_are_not_taken_for_quotas():
    assert exceeded.quota("No valid host was found. There are not enough hosts available.") is None
