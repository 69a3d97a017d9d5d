"""Jobs run in one process of all, and one job's failure is not another's."""

from __future__ import annotations

import types

import pytest

from gce_api import errors
from gce_api.background import worker
from gce_api.background.worker import Job, Turn, Worker, apart

GONE = "another-host:1:1.00"


@pytest.fixture
def services(conf, database):
    return types.SimpleNamespace(conf=conf, database=database)


@pytest.fixture
def jobs(monkeypatch):
    found: list[Job] = []
    monkeypatch.setattr(worker, "JOBS", found)
    return found


def test_one_process_at_a_time_has_the_turn(database):
    mine, theirs = Turn(database, "one:1:1.00", 60_000), Turn(database, "two:1:1.00", 60_000)
    assert mine.take()
    assert not theirs.take()
    assert mine.take()


def test_a_turn_that_was_not_prolonged_goes_to_another_process(database):
    assert Turn(database, GONE, -1).take()
    assert Turn(database, "two:1:1.00", 60_000).take()
    assert not Turn(database, GONE, 60_000).take()


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
