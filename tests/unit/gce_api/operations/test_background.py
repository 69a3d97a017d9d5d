"""Jobs run in one process of all, and one job's failure is not another's."""

from __future__ import annotations

import threading
import types

import pytest

from gce_api import errors
from gce_api.background import worker
from gce_api.background.worker import LEASE, Job, Worker, apart
from gce_api.operations.leases import Leases

GONE = "another-host:1:1.00"


@pytest.fixture
def services(conf, database):
    return types.SimpleNamespace(conf=conf, database=database)


@pytest.fixture
def jobs(monkeypatch):
    found: list[Job] = []
    monkeypatch.setattr(worker, "JOBS", found)
    return found


def test_one_process_at_a_time_has_a_lease(database):
    mine, theirs = (Leases(database, f"{host}:1:1.00", 60) for host in ("one", "two"))
    assert mine.take(LEASE)
    assert not theirs.take(LEASE)
    assert theirs.take("another")
    assert mine.take(LEASE)


def test_a_lease_that_was_not_prolonged_goes_to_another_process(database):
    assert Leases(database, GONE, -1).take(LEASE)
    assert Leases(database, "two:1:1.00", 60).take(LEASE)
    assert not Leases(database, GONE, 60).take(LEASE)


def test_processes_take_turns_at_a_resource(database):
    """The second one comes as soon as the first has ended its turn, and not before."""
    mine, theirs = (Leases(database, f"{host}:1:1.00", 60) for host in ("one", "two"))
    said = []

    def come():
        with theirs.turn_of("/images/a"):
            said.append("theirs")

    with mine.turn_of("/images/a"), theirs.turn_of("/images/b"):
        other = threading.Thread(target=come)
        other.start()
        other.join(0.3)  # it could come in here, if it were let
        said.append("mine")
    other.join(60)
    assert said == ["mine", "theirs"]


def test_a_job_is_called_when_it_is_due_and_not_before(services, jobs):
    called = []
    jobs += [Job(lambda _: called.append("often"), 0), Job(lambda _: called.append("once"), 3600)]
    running = Worker(services)
    running.run()
    running.run()
    assert called == ["often", "once", "often"]


def test_a_job_that_fails_does_not_keep_others_from_running(services, jobs):
    called = []

    def fail(_):
        raise RuntimeError("broken")

    jobs += [Job(fail, 0), Job(lambda _: called.append("other"), 0)]
    Worker(services).run()
    assert called == ["other"]


def test_what_fails_apart_is_logged_in_a_sentence(caplog):
    with apart("Healing the group web"):
        raise errors.QuotaExceeded("Quota 'CPUS' exceeded.")
    assert "Healing the group web: Quota 'CPUS' exceeded." in caplog.text
