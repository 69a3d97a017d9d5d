"""Ports that are taken."""

import os
import pathlib
import socket

import pytest

from devcloud import supervisor
from devcloud.errors import DevcloudError
from devcloud.layout import HOST, Cloud, Service


@pytest.fixture
def taken():
    """A service whose port this very process listens on."""
    with socket.create_server((HOST, 0)) as listener:
        yield Service("nova", "us-central1", "nova", listener.getsockname()[1])


def test_a_taken_port_is_named_with_its_service_its_owner_and_a_way_out(taken):
    with pytest.raises(DevcloudError) as raised:
        supervisor.check_ports([taken])
    for part in (str(taken.port), "nova", str(os.getpid()), "--port"):
        assert part in str(raised.value)


def test_a_service_that_was_never_started_is_stopped(tmp_path):
    cloud = Cloud(tmp_path, 21000, ("us-central1",))
    assert supervisor.status(cloud, cloud.service("nova")).state == "stopped"


def test_a_service_whose_process_is_gone_is_dead(tmp_path):
    cloud = Cloud(tmp_path, 21000, ("us-central1",))
    nova = cloud.service("nova")
    cloud.pid_file(nova).parent.mkdir()
    cloud.pid_file(nova).write_text("1")
    assert supervisor.status(cloud, nova).state == "dead"


def test_the_users_own_cloud_does_not_reach_the_services(monkeypatch):
    monkeypatch.setenv("OS_AUTH_URL", "https://elsewhere.example.org")
    monkeypatch.setenv("HOME", str(pathlib.Path.home()))
    assert "OS_AUTH_URL" not in supervisor.environment()
    assert "HOME" in supervisor.environment()
