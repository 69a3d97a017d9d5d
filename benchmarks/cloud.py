"""The devcloud that a benchmark runs on: started for the run, filled, and ended with it."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

DEVCLOUD = pathlib.Path(sys.executable).with_name("devcloud")
PORT = int(os.environ.get("BENCH_PORT", "19500"))


class Cloud:
    """A running devcloud. ``state`` is its folder."""

    def __init__(self, state: str) -> None:
        self.state = state

    def command(self, *words: str) -> str:
        """Run ``devcloud WORDS``; its standard output.

        :raises subprocess.CalledProcessError: it failed (its message goes to our stderr).
        """
        place = ["--state", self.state]
        done = subprocess.run(
            [DEVCLOUD, words[0], *place, *words[1:]], check=True, text=True, stdout=subprocess.PIPE
        )
        return done.stdout.strip()

    def urls(self) -> dict[str, str]:
        """Address of each service by its name (``nova``, ``gce``, ``horizon``, ...)."""
        services = json.loads(self.command("status", "--json"))["services"]
        return {service["name"]: service["url"] for service in services}

    def token(self) -> str:
        """A token of the user ``demo`` in the project ``demo``."""
        return self.command("token", "--user", "demo", "--project", "demo")

    def scale(self, servers: int) -> None:
        """Bring the project ``demo`` to this many running servers."""
        self.command("scale", str(servers))


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
