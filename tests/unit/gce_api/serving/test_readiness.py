"""Whether a process can do its work, told without waiting for what hangs."""

from __future__ import annotations

import threading

import pytest

from gce_api.operations.heartbeat import Heartbeat
from gce_api.serving import readiness
from gce_api.serving.readiness import Check, Probe, Readiness


def fails():
    raise OSError("connection to db.internal refused, password hunter2")


FINE = Check("database", lambda: None, "The database cannot be reached.")
BROKEN = Check("database", fails, "The database cannot be reached.")


def test_what_works_has_no_reason_against_it():
    assert Readiness([FINE], None).reasons() == {"database": ""}


def test_strangers_are_told_no_more_than_what_is_wrong_and_the_log_has_the_cause(caplog):
    probe = Probe(BROKEN)
    for _ in range(3):
        probe.look()
    assert probe.reason == "The database cannot be reached."
    assert [record.message for record in caplog.records if "db.internal" in record.message]
    assert len(caplog.records) == 1


def test_what_recovers_is_ready_again():
    broken = [True]
    probe = Probe(Check("keystone", lambda: broken and fails(), "Keystone cannot be reached."))
    probe.look()
    assert probe.reason
    broken.clear()
    probe.look()
    assert not probe.reason


def test_what_hangs_is_told_and_does_not_hold_up_who_asks(monkeypatch):
    monkeypatch.setattr(readiness, "PATIENCE", 0.2)
    held = threading.Event()
    found = Readiness([FINE, Check("keystone", lambda: held.wait(60), "x")], None)
    assert found.reasons() == {
        "database": "",
        "keystone": "It does not answer within 0 seconds.",
    }
    held.set()


def test_a_file_takes_a_process_out_of_service(tmp_path):
    found = Readiness([FINE], str(tmp_path / "disabled"))
    assert not found.is_disabled
    (tmp_path / "disabled").touch()
    assert found.is_disabled


@pytest.mark.parametrize(("beats", "late"), [(False, False), (True, True)])
def test_a_thread_that_has_begun_and_is_silent_is_late(beats, late):
    heartbeat = Heartbeat()
    if beats:
        heartbeat.beat()
    assert heartbeat.is_late(-1) is late
