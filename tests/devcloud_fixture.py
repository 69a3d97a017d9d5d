"""One real cloud for all tests of a run.

Set ``DEVCLOUD_TEST_STATE`` to the state folder of a running devcloud to use that one (and
leave it running): quick while a test is written.  ``DEVCLOUD_TEST_PORT`` chooses the first port
of a cloud that the run starts itself.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import pathlib
import random
import signal
from collections.abc import Iterator

import fasteners
import pytest
from openstack.connection import Connection

from devcloud import catalogue, clients, layout, lifecycle, processes, seed, supervisor
from devcloud.errors import DevcloudError
from devcloud.layout import Cloud, Service
from tests import side_by_side


@dataclasses.dataclass(frozen=True)
class DevCloud:
    """A running devcloud, as tests need it; services are named as in ``devcloud status``."""

    cloud: Cloud

    @property
    def state(self) -> pathlib.Path:
        return self.cloud.state

    def url(self, service: str) -> str:
        """The root of a service, without a slash at the end."""
        return self.cloud.by_key(service).url

    def password(self, user: str) -> str:
        return catalogue.USERS[user]

    def token(self, user: str = "demo", project: str = "demo") -> str:
        return clients.token(self.cloud, user, project)

    def connection(self, user: str = "demo", project: str = "demo") -> Connection:
        return seed.connect(self.cloud, user, project)

    def log(self, service: str) -> str:
        return self.cloud.log(self.cloud.by_key(service)).read_text(errors="replace")

    def status(self, service: str) -> supervisor.Status:
        return supervisor.status(self.cloud, self.cloud.by_key(service))

    def start(self) -> None:
        """Start what does not run, as a second `devcloud up` does."""
        lifecycle.up(self.state, None, None, _ignore, print)

    def add(self, extra: str) -> None:
        """Start an extra, as `devcloud up --with` does."""
        lifecycle.up(self.state, None, None, _ignore, print, (extra,))

    def restart(self, service: str) -> None:
        """Stop a service in an orderly way and start it again."""
        lifecycle.restart(self.cloud, self.cloud.by_key(service), _ignore)

    def kill(self, service: str) -> None:
        """End a service with SIGKILL and return when it is gone."""
        path = self.cloud.pid_file(self.cloud.by_key(service))
        pid = processes.holder(path)
        assert pid, f"{service} does not run"
        os.kill(pid, signal.SIGKILL)
        assert not processes.wait_for_end([path])

    @contextlib.contextmanager
    def hanging(self, service: str) -> Iterator[None]:
        """A service takes connections in the block, and answers nobody."""
        pid = self.status(service).pid
        assert pid, f"{service} does not run"
        os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(pid, signal.SIGCONT)


def _ignore(service: Service, event: str) -> None:
    """Progress nobody watches."""


def free_base() -> int:
    """A first port from which a cloud's ports are free."""
    candidates = list(range(21100, 31000, layout.PORT_SPAN))
    for base in random.sample(candidates, len(candidates)):
        cloud = Cloud(pathlib.Path("/"), base, layout.DEFAULT_REGIONS)
        try:
            supervisor.check_ports(list(cloud.services))
        except DevcloudError:
            continue
        return base
    raise RuntimeError("no free ports for a devcloud")


@pytest.fixture(scope="session")
def devcloud() -> DevCloud:
    """A devcloud that runs as long as the session, shared by every test of every worker."""
    if os.environ.get("DEVCLOUD_TEST_STATE"):
        return DevCloud(lifecycle.find(pathlib.Path(os.environ["DEVCLOUD_TEST_STATE"])))
    state = side_by_side.state()
    with fasteners.InterProcessLock(side_by_side.folder() / "starting.lock"):
        if layout.load(state):
            return DevCloud(lifecycle.find(state))
        base = int(os.environ.get("DEVCLOUD_TEST_PORT") or free_base())
        return DevCloud(lifecycle.up(state, base, None, _ignore, print))
