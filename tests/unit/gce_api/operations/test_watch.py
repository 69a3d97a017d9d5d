"""Waiting costs OpenStack one poll for all that wait in a project, not one each."""

from __future__ import annotations

import threading
import time
import types
from datetime import UTC, datetime

import pytest

from gce_api.google import errors
from gce_api.operations.kinds import Kind, gone, reaches
from gce_api.operations.watch import FASTEST, Wait, Watcher


class Nova:
    """Servers of a project, and how often somebody asked for them."""

    def __init__(self, count):
        self.status = {f"server-{n}": "BUILD" for n in range(count)}
        self.looks = self.lists = 0
        self.down = False
        self.listed = threading.Event()

    def look(self, cloud, server_id):
        self.looks += 1
        return self._row(server_id)

    def changes(self, cloud, since):
        self.lists += 1
        self.listed.set()
        if self.down:
            raise errors.Unavailable("Away for a moment.")
        return [self._row(server_id) for server_id in self.status], datetime.now(UTC)

    def _row(self, server_id):
        return {"id": server_id, "status": self.status[server_id], "fault": {"message": "broken"}}


@pytest.fixture
def cloud():
    project = types.SimpleNamespace(uuid="p")
    return types.SimpleNamespace(region="r", caller=types.SimpleNamespace(project=project))


def wait_for_all(cloud, nova, until, timeout=60):
    watcher = Watcher(timeout)
    kind = Kind("server", nova.look, nova.changes)
    return [watcher.watch(cloud, Wait(kind, server_id, until)) for server_id in nova.status]


def test_many_share_a_poll(cloud):
    nova = Nova(50)
    futures = wait_for_all(cloud, nova, reaches("ACTIVE"))
    assert nova.listed.wait(10)
    nova.status = dict.fromkeys(nova.status, "ACTIVE")
    for future in futures:
        future.result(10)
    assert nova.lists <= 10
    assert nova.looks <= 50


def test_a_service_that_is_away_for_a_moment_ends_no_wait(cloud):
    nova = Nova(5)
    nova.down = True
    futures = wait_for_all(cloud, nova, reaches("ACTIVE"))
    assert nova.listed.wait(10)
    nova.down = False
    nova.status = dict.fromkeys(nova.status, "ACTIVE")
    for future in futures:
        future.result(10)


def test_a_wait_does_not_last_for_ever(cloud):
    (future,) = wait_for_all(cloud, Nova(1), reaches("ACTIVE"), timeout=0.1)
    with pytest.raises(errors.TimedOut, match="its status is BUILD"):
        future.result(10)


def test_an_error_state_ends_a_wait_with_its_reason(cloud):
    nova = Nova(1)
    nova.status["server-0"] = "ERROR"
    (future,) = wait_for_all(cloud, nova, reaches("ACTIVE"))
    with pytest.raises(errors.GceError, match="broken"):
        future.result(10)


def test_no_valid_host_means_that_the_zone_is_exhausted():
    row = {"status": "ERROR", "fault": {"message": "No valid host was found."}}
    with pytest.raises(errors.Exhausted):
        reaches("ACTIVE")(row)


def test_a_resource_that_vanishes_fails_those_who_want_it_and_suits_those_who_do_not():
    with pytest.raises(errors.ResourceNotReady):
        reaches("ACTIVE")(None)
    assert gone(None)


def test_a_server_is_not_ready_before_it_is_at_rest():
    row = {"status": "ACTIVE", "OS-EXT-STS:task_state": "resizing"}
    assert not reaches("ACTIVE")(row)


def test_those_who_join_one_after_another_share_a_poll(cloud):
    nova = Nova(50)
    watcher = Watcher(60)
    kind = Kind("server", nova.look, nova.changes)
    begun = time.monotonic()
    futures = []
    for server_id in nova.status:
        futures.append(watcher.watch(cloud, Wait(kind, server_id, reaches("ACTIVE"))))
        time.sleep(0.02)  # as requests come in: apart, and faster than polls
    nova.status = dict.fromkeys(nova.status, "ACTIVE")
    for future in futures:
        future.result(10)
    assert nova.lists <= (time.monotonic() - begun) / FASTEST + 1
