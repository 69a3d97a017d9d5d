"""pytest-xdist workers that share one devcloud: ``pytest -n 2``.

Tests of a file stay together, in one worker and in their order; so do all tests in a browser,
for they sign in once and look at the same lists.  A test marked ``alone`` does what the others
would stumble over, such as stopping a service: nothing else runs meanwhile, but for what is marked
``apart``, which uses nothing that the others do.

The controller, which is the only process when there are no workers, names a folder for the run in
the environment that the workers inherit, and stops the cloud at the end.
"""

from __future__ import annotations

import os
import pathlib
import shutil
import tempfile
from collections.abc import Iterator

import fasteners
import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from devcloud import layout, lifecycle

FOLDER = "DEVCLOUD_TEST_FOLDER"
BROWSER = "tests/browser/"


def folder() -> pathlib.Path:
    """Where all processes of this run find each other."""
    return pathlib.Path(os.environ[FOLDER])


def state() -> pathlib.Path:
    """The state folder of the run's devcloud."""
    return folder() / "state"


def _is_worker() -> bool:
    return "PYTEST_XDIST_WORKER" in os.environ


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "alone: no other test runs at the same time")
    config.addinivalue_line("markers", "apart: it does not mind a test that is `alone`")
    if not _is_worker():
        os.environ[FOLDER] = tempfile.mkdtemp(prefix="devcloud-tests-")


class Scheduling(LoadScopeScheduling):
    """What goes to a worker as one: a file, and all that is done in a browser."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return BROWSER if file.startswith(BROWSER) else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    return Scheduling(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Run a test, from the set-up of its fixtures to their end, beside others or alone."""
    if not _is_worker() or item.get_closest_marker("apart"):
        return (yield)
    # who waits to be alone holds the turn, so that no test begins before it
    turn = fasteners.InterProcessLock(folder() / "turn.lock")
    cloud = fasteners.InterProcessReaderWriterLock(folder() / "cloud.lock")
    if item.get_closest_marker("alone"):
        with turn, cloud.write_lock():
            return (yield)
    with turn:
        cloud.acquire_read_lock()
    try:
        return (yield)
    finally:
        cloud.release_read_lock()


def pytest_sessionfinish(exitstatus: int) -> None:
    if _is_worker():
        return
    if layout.load(state()):
        lifecycle.down(lifecycle.find(state()))
    if exitstatus == pytest.ExitCode.OK:  # otherwise the logs are wanted
        shutil.rmtree(folder())
