"""The devcloud that a benchmark runs on: started for the run, filled, and ended with it."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

import requests

DEVCLOUD = pathlib.Path(sys.executable).with_name("devcloud")
PORT = int(os.environ.get("BENCH_PORT", "19500"))
OLD_FUTURIST = "3.1.1"


class Cloud:
    """A running devcloud. ``state`` is its folder."""

    def __init__(self, state: str) -> None:
        self.state = state

    def command(self, *words: str, **environment: str) -> str:
        """Run ``devcloud WORDS``; its standard output.

        :raises subprocess.CalledProcessError: it failed (its message goes to our stderr).
        """
        done = subprocess.run(
            [DEVCLOUD, *words, "--state", self.state],
            check=True,
            text=True,
            stdout=subprocess.PIPE,
            env={**os.environ, **environment},
        )
        return done.stdout.strip()

    def url(self, service: str) -> str:
        """Address of a service: ``nova``, ``gce``, ``horizon``, ..."""
        rows = json.loads(self.command("status", "--json"))
        return next(row["url"] for row in rows if row["service"] == service)

    def token(self) -> str:
        """A token of the user ``demo`` in the project ``demo``."""
        return self.command("token", "--user", "demo", "--project", "demo")

    def scale(self, servers: int) -> None:
        """Bring the project ``demo`` to this many running servers."""
        self.command("scale", str(servers))

    def add_disks(self, count: int) -> None:
        """Make this many volumes of 1 GB in the project ``demo``, and wait until they are there."""
        http = requests.Session()
        http.headers["X-Auth-Token"] = self.token()
        volumes = f"{self.url('cinder')}/v3/volumes"
        for i in range(count):
            body = {"volume": {"name": f"bench-{i:03}", "size": 1}}
            http.post(volumes, json=body, timeout=60).raise_for_status()
        while http.get(f"{volumes}?status=creating&limit=1", timeout=60).json()["volumes"]:
            time.sleep(1)

    def use_old_futurist(self) -> None:
        """Restart Horizon with a futurist that does not wait for its idle threads.

        Horizon's own pages call OpenStack through it, and since 3.2 every use waits about a second
        at the end. Nova and Cinder need the newer one, so Horizon's process alone gets the older.
        """
        overlay = f"{self.state}/futurist"
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", overlay]
        subprocess.run([*pip, f"futurist=={OLD_FUTURIST}"], check=True)
        self.command("restart", "horizon", PYTHONPATH=overlay)


@contextmanager
def running() -> Iterator[Cloud]:
    """Start a devcloud of our own for the time of the block."""
    with tempfile.TemporaryDirectory(prefix="gce-bench-") as folder:
        cloud = Cloud(folder)
        cloud.command("up", "--port", str(PORT), "--detach")
        try:
            yield cloud
        finally:
            cloud.command("down")
