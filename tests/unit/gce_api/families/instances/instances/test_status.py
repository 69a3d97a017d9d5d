"""The status of an instance, for every state of Nova that a devcloud does not get into."""

import pytest

from gce_api.families.instances.instances.status import status, status_message
from gce_api.openstack.rows import Row


def server(vm_state, task_state=None, power_state=1, **more):
    return Row(
        {
            "OS-EXT-STS:vm_state": vm_state,
            "OS-EXT-STS:task_state": task_state,
            "OS-EXT-STS:power_state": power_state,
            **more,
        }
    )


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (server("building", "scheduling", 0), "PROVISIONING"),
        (server("building", None, 0), "PROVISIONING"),
        (server("building", "block_device_mapping", 0), "PROVISIONING"),
        (server("building", "spawning", 0), "STAGING"),
        (server("active"), "RUNNING"),
        (server("active", "rebooting_hard"), "RUNNING"),
        (server("active", "image_uploading"), "RUNNING"),
        (server("active", "powering-off"), "STOPPING"),
        (server("active", "deleting"), "STOPPING"),
        (server("active", "suspending"), "SUSPENDING"),
        (server("active", None, 4), "TERMINATED"),
        (server("active", None, 0), "RUNNING"),
        (server("stopped", None, 4), "TERMINATED"),
        (server("stopped", "powering-on", 4), "STAGING"),
        (server("stopped", "resize_prep", 4), "TERMINATED"),
        (server("resized", None, 4), "TERMINATED"),
        (server("resized", None, 1), "RUNNING"),
        (server("suspended", None, 4), "SUSPENDED"),
        (server("suspended", "resuming", 4), "STAGING"),
        (server("paused", None, 3), "SUSPENDED"),
        (server("shelved_offloaded", None, 4), "TERMINATED"),
        (server("shelved_offloaded", "unshelving", 4), "STAGING"),
        (server("active", "rebuilding"), "REPAIRING"),
        (server("rescued"), "REPAIRING"),
    ],
)
def test_nova_states_in_gce_words(row, expected):
    assert status(row) == expected


def test_a_server_that_ran_before_its_error_may_be_repaired():
    launched = {"OS-SRV-USG:launched_at": "2026-01-01T00:00:00.000000"}
    assert status(server("error", **launched)) == "REPAIRING"
    assert status(server("error", **{"OS-SRV-USG:launched_at": None})) == "TERMINATED"


def test_only_an_error_has_a_message():
    fault = {"message": "No valid host was found."}
    assert status_message(server("error", status="ERROR", fault=fault)) == fault["message"]
    assert "tells no reason" in status_message(server("error", status="ERROR"))
    assert status_message(server("active", status="ACTIVE")) is None
