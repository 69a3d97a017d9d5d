"""OpenStack's messages, as a user of GCE reads them."""

import pytest

from gce_api.openstack import words


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (
            "Instance 5d1b8a3e-9c1f-4a33-8c52-1b7c7f5f2d10 could not be found.",
            "Instance could not be found.",
        ),
        (
            "Build of instance 5d1b8a3e-9c1f-4a33-8c52-1b7c7f5f2d10 aborted: Volume "
            "'f3a1c2d4-0000-4000-8000-123456789abc' did not finish being created.",
            "Build of instance aborted: Disk did not finish being created.",
        ),
        (
            "InvalidVolume: Invalid volume: Volume status must be available.",
            "Invalid disk: Disk status must be available.",
        ),
        (
            "Flavor's disk is too small for requested image.",
            "Machine type's disk is too small for requested image.",
        ),
        (
            "Volume attachment f3a1c2d4000040008000123456789abc could not be found. (HTTP 404) "
            "(Request-ID: req-1)",
            "Disk attachment could not be found.",
        ),
        (
            "Cannot 'reboot' instance 5d1b8a3e-9c1f-4a33-8c52-1b7c7f5f2d10 while it is in vm_state "
            "stopped",
            "Cannot 'reboot' instance while it is TERMINATED",
        ),
        (
            "Cannot 'stop' instance 5d1b8a3e-9c1f-4a33-8c52-1b7c7f5f2d10 while it is in task_state "
            "powering-off",
            "Cannot 'stop' instance while it is being changed",
        ),
        (
            "Policy doesn't allow os_compute_api:os-migrate-server:migrate_live to be performed.",
            "Your roles do not allow this here.",
        ),
        (
            "(rule:create_floatingip and rule:create_floatingip:floating_ip_address) is disallowed "
            "by policy",
            "Your roles do not allow this here.",
        ),
        ("The request timed out in Cinder.", "The request timed out in this cloud."),
    ],
)
def test_a_message_names_no_identifier_and_no_service(said, told):
    assert words.told(said) == told
