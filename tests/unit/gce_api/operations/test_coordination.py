"""Processes that find each other by tooz: turns, and who leads.

Each :class:`Coordination` here stands for a process. The drivers are the real ones: files always,
redis where there is a server of it (Debian: redis-server).
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import threading
import time

import pytest

from gce_api.google import errors
from gce_api.operations import coordination
from gce_api.operations.coordination import Coordination, Unusable


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture(scope="module")
def redis(tmp_path_factory):
    program = shutil.which("redis-server")
    if not program:
        pytest.skip("there is no redis-server here (Debian: apt-get install redis-server)")
    port, folder = free_port(), tmp_path_factory.mktemp("redis")
    options = ["--bind", "127.0.0.1", "--port", str(port), "--save", "", "--dir", str(folder)]
    server = subprocess.Popen([program, *options], stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield f"redis://127.0.0.1:{port}?timeout=4&lock_timeout=4"
    server.terminate()
    server.wait()


@pytest.fixture(params=["file", "redis"])
def backend(request, tmp_path):
    if request.param == "file":
        return f"file://{tmp_path}/coordination"
    return request.getfixturevalue("redis")


@pytest.fixture
def join(backend):
    """Makes a process that has joined the others."""
    joined = []

    def join(name, installation=""):
        joined.append(Coordination(backend, name, installation))
        joined[-1].start()
        return joined[-1]

    yield join
    for one in joined:
        one.stop()


def come(process, resource, said):
    """Take a turn in a thread; what is said tells when it came."""

    def take():
        with process.turn_of(resource):
            said.append("theirs")

    thread = threading.Thread(target=take, daemon=True)
    thread.start()
    return thread


def test_processes_take_turns_at_a_resource(join):
    """The second one comes as soon as the first has ended its turn, and not before."""
    mine, theirs, said = join("one:1:1.00"), join("two:1:1.00"), []
    with mine.turn_of("/images/a"):
        other = come(theirs, "/images/a", said)
        other.join(0.3)  # it could come in here, if it were let
        said.append("mine")
    other.join(60)
    assert said == ["mine", "theirs"]


def test_a_turn_is_renewed_for_as_long_as_it_is_held(join):
    """Redis would give the lock to the other process after 4 seconds."""
    mine, theirs, said = join("one:1:1.00"), join("two:1:1.00"), []
    with mine.turn_of("/images/a") as turn:
        other = come(theirs, "/images/a", said)
        other.join(6)
        turn.check()
        said.append("mine")
    other.join(60)
    assert said == ["mine", "theirs"]


def test_who_was_held_up_for_too_long_does_not_write(redis):
    mine, theirs = Coordination(redis, "one:1:1.00"), Coordination(redis, "two:1:1.00")
    mine.start()
    theirs.start()
    mine._stopped.set()  # as if the whole process were stopped for a while
    said = []
    with mine.turn_of("/images/a") as turn:
        other = come(theirs, "/images/a", said)
        other.join(60)
        assert said == ["theirs"]
        with pytest.raises(errors.Unavailable):
            turn.check()
    mine._coordinator.stop()
    theirs.stop()


def test_one_process_leads_until_it_leaves(join):
    first, second = join("one:1:1.00"), join("two:1:1.00")
    assert first.leads("background")
    assert not second.leads("background")
    assert second.leads("another work")
    assert first.leads("background")
    first._leading["background"]._lock.release()
    assert second.leads("background")
    assert not first.leads("background")


def test_endpoints_with_databases_of_their_own_leave_each_other_their_work(join):
    """By mistake or not, they share the folder or the service of ``backend_url``."""
    ours, others = join("one:1:1.00", "a-database"), join("two:1:1.00", "another")
    assert ours.leads("background")
    assert others.leads("background")
    assert not join("three:1:1.00", "another").leads("background")


def test_threads_of_one_process_take_turns_too(join):
    process, said = join("one:1:1.00"), []
    with process.turn_of("/servers/a"):
        other = come(process, "/servers/a", said)
        other.join(0.3)
        said.append("mine")
    other.join(60)
    assert said == ["mine", "theirs"]


def test_a_backend_that_cannot_be_used_is_told_in_a_sentence_that_names_the_setting(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Unusable, match=r"\[coordination\] backend_url: file://.*/file/x: "):
        Coordination(f"file://{tmp_path}/file/x", "one:1:1.00").start()


def test_a_driver_that_is_not_installed_is_told_in_a_sentence(monkeypatch):
    def missing(url, member):
        raise ModuleNotFoundError("No module named 'kazoo'")

    monkeypatch.setattr(coordination.coordination, "get_coordinator", missing)
    with pytest.raises(Unusable, match=r"No module named 'kazoo'\. The extras `etcd`"):
        Coordination("zookeeper://127.0.0.1", "one:1:1.00")


@pytest.mark.parametrize("service", ["etcd3+http", "mysql"])  # redis is tried for a minute
def test_a_service_that_is_away_is_told_without_its_password(service):
    process = Coordination(f"{service}://me:secret@127.0.0.1:{free_port()}/x", "one:1:1.00")
    with pytest.raises(Unusable, match=r"\[coordination\] backend_url: ") as raised:
        process.start()
    assert "secret" not in str(raised.value)


def test_a_process_that_did_not_renew_in_time_knows_that_its_turns_have_ended(join, monkeypatch):
    process = join("one:1:1.00")
    assert process.is_alive
    monkeypatch.setattr(coordination, "TIMEOUT", 0)
    assert not process.is_alive
