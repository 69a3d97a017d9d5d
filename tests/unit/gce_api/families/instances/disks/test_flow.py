"""When a disk is attached or detached, and when it cannot be."""

import pytest
from taskflow.types.failure import Failure

from gce_api.families.instances.disks import flow as devices
from gce_api.google import errors
from gce_api.operations.kinds import VOLUME


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
