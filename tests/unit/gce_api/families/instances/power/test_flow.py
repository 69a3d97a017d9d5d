"""When a reset is over, and that the time of a stop is kept."""

import types
from datetime import datetime

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
    with pytest.raises(errors.ResourceNotReady, match="nothing is under way"):
        reset_is_over(nova("reboot", "create"), server("SHUTOFF"))


def test_the_time_of_a_stop_is_kept_before_nova_is_asked(monkeypatch):
    sent = []
    row = {"id": "s", "OS-EXT-STS:vm_state": "active", "OS-EXT-STS:task_state": None}
    monkeypatch.setattr(power, "_at_rest", lambda cloud, server_id: row)
    monkeypatch.setattr(power.metadata, "write", lambda cloud, holder, new: sent.append(new))
    monkeypatch.setattr(power.power, "stop", lambda cloud, server_id: sent.append("stop"))
    power.power_off(None, "s")
    (when,), asked = sent[0].values(), sent[1]
    assert datetime.fromisoformat(when).tzinfo
    assert asked == "stop"


def test_an_instance_that_is_full_of_metadata_is_stopped_all_the_same(monkeypatch):
    def full(cloud, holder, new):
        raise errors.QuotaExceeded("No more metadata.")

    sent = []
    row = {"id": "s", "OS-EXT-STS:vm_state": "active", "OS-EXT-STS:task_state": None}
    monkeypatch.setattr(power, "_at_rest", lambda cloud, server_id: row)
    monkeypatch.setattr(power.metadata, "write", full)
    monkeypatch.setattr(power.power, "stop", lambda cloud, server_id: sent.append("stop"))
    power.power_off(None, "s")
    assert sent == ["stop"]
