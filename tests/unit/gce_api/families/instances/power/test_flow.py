"""When a reset is over."""

import types

import orjson
import pytest

from gce_api.families.instances.power import flow as power
from gce_api.google import errors


def server(status, task=None):
    return {"status": status, "OS-EXT-STS:task_state": task}


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
