"""What operations take for the end of a wait."""

import types

import orjson
import pytest
from taskflow.types.failure import Failure

from gce_api.families.instances.disks import flow as devices
from gce_api.families.instances.power import flow as power
from gce_api.google import errors
from gce_api.operations.kinds import VOLUME, settles


def server(status, task=None):
    return {"status": status, "OS-EXT-STS:task_state": task}


def test_a_server_that_still_works_on_a_stop_is_waited_for():
    assert not settles("SHUTOFF")(server("ACTIVE", "powering-off"))
    assert settles("SHUTOFF")(server("SHUTOFF"))


def test_a_stop_that_failed_is_not_waited_for_until_the_time_is_out():
    with pytest.raises(errors.ResourceNotReady, match="ACTIVE again"):
        settles("SHUTOFF")(server("ACTIVE"))


def nova(*actions):
    """A cloud whose server has been through these, the last one first."""
    answer = types.SimpleNamespace(
        status_code=200,
        content=orjson.dumps({"instanceActions": [{"action": action} for action in actions]}),
    )
    return types.SimpleNamespace(compute=types.SimpleNamespace(get=lambda *_, **__: answer))


def reset_is_over(cloud, row):
    *_, last = power.reset("s")
    return last.execute(cloud=cloud, server_id="s").until(row)


def test_a_reset_is_over_when_the_instance_was_stopped_since():
    assert not reset_is_over(None, server("ACTIVE", "rebooting_hard"))
    assert not reset_is_over(None, server("ACTIVE", "powering-off"))
    assert reset_is_over(nova("stop", "reboot", "create"), server("SHUTOFF"))
    with pytest.raises(errors.ResourceNotReady, match="SHUTOFF again"):
        reset_is_over(nova("reboot", "create"), server("SHUTOFF"))


def volume_wait(flow, **arguments):
    (task,) = [task for task in flow if task.name.startswith("wait for ")]
    wait = task.execute(**arguments)
    assert wait.kind is VOLUME
    return wait.until


def volume(status, *servers):
    return {"status": status, "attachments": [{"server_id": server} for server in servers]}


def test_a_disk_that_could_not_be_attached_fails_the_operation_at_once():
    over = volume_wait(devices.attach_disk("s", "v", "d", False, False, []), volume_id="v")
    assert not over(volume("attaching"))
    assert over(volume("in-use", "s"))
    with pytest.raises(errors.ResourceNotReady, match="attach"):
        over(volume("available"))


def test_a_disk_that_could_not_be_detached_fails_the_operation_at_once():
    over = volume_wait(devices.detach_disk("s", "v"), volume_id="v")
    assert not over(volume("detaching", "s"))
    assert over(volume("available"))
    assert over(volume("in-use", "another"))
    with pytest.raises(errors.ResourceNotReady, match="detach"):
        over(volume("in-use", "s"))


def test_an_attach_that_was_refused_leaves_anothers_attachment_alone():
    refused = Failure.from_exception(errors.Invalid("volume v already attached"))
    devices.take_back(None, "s", "v", refused)  # without a cloud: it must not be asked
