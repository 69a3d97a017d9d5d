"""What operations take for the end of a wait."""

import pytest

from gce_api.google import errors
from gce_api.operations.kinds import settles


def server(status, task=None):
    return {"status": status, "OS-EXT-STS:task_state": task}


def test_a_server_that_still_works_on_a_stop_is_waited_for():
    assert not settles("SHUTOFF")(server("ACTIVE", "powering-off"))
    assert settles("SHUTOFF")(server("SHUTOFF"))


def test_a_stop_that_failed_is_not_waited_for_until_the_time_is_out():
    with pytest.raises(errors.ResourceNotReady, match="nothing is under way"):
        settles("SHUTOFF")(server("ACTIVE"))
