"""A pid file is believed only while its own process holds it."""

import subprocess
import sys

import pytest

from devcloud import processes

CLAIM = """
import pathlib, sys, time
from devcloud import processes
processes.claim(pathlib.Path(sys.argv[1]))
print("claimed", flush=True)
time.sleep(600)
"""


@pytest.fixture
def service(tmp_path):
    """A process that has claimed ``service.pid``, as a service does."""
    path = tmp_path / "service.pid"
    process = subprocess.Popen(
        [sys.executable, "-c", CLAIM, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "claimed\n"
    yield path, process
    process.kill()
    process.wait()
    process.stdout.close()


@pytest.fixture
def stranger():
    """A live process that has nothing to do with devcloud."""
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    yield process
    process.kill()
    process.wait()


def test_the_holder_of_a_pid_file_is_its_process(service):
    path, process = service
    assert processes.holder(path) == process.pid


def test_a_pid_left_in_a_file_is_nobody(tmp_path, stranger):
    path = tmp_path / "service.pid"
    path.write_text(str(stranger.pid))
    assert processes.holder(path) is None


def test_stopping_ends_the_process_and_removes_the_file(service):
    path, process = service
    assert processes.stop([path]) == 1
    assert process.wait(10) != 0
    assert not path.exists()


def test_stopping_leaves_a_stranger_with_the_recorded_pid_alone(tmp_path, stranger):
    path = tmp_path / "service.pid"
    path.write_text(str(stranger.pid))
    assert processes.stop([path]) == 0
    assert stranger.poll() is None


def test_a_killed_process_holds_nothing_before_anybody_has_reaped_it(service):
    path, process = service
    process.kill()
    assert processes.wait_for_end([path]) == []
    assert processes.holder(path) is None


def test_a_file_that_another_process_holds_cannot_be_claimed(service, monkeypatch):
    path, _ = service
    monkeypatch.setattr(processes, "CLAIM_SECONDS", 0)
    with pytest.raises(BlockingIOError):
        processes.claim(path)
