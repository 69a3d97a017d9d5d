"""A Debian with systemd in which the guide is followed, within this machine and gone afterwards."""

from __future__ import annotations

import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from types import TracebackType

HERE = pathlib.Path(__file__).parent
NEEDED = ("apt-get", "unshare", "nsenter", "pivot_root", "systemctl")
BOOTED = 60.0  # seconds
PORTS = {80: "a web server", 443: "a web server", 5432: "PostgreSQL", 8787: "a GCE endpoint"}


class NoMachine(Exception):
    """It cannot be had here; the message says why."""


class Failed(AssertionError):
    """A block did not do what it should; the message is what it printed."""


class Machine:
    """Starts with ``with``; what was started in it ends with it.

    :raises NoMachine: this machine does not allow it.
    """

    def __init__(self, folder: pathlib.Path) -> None:
        self._folder = folder
        self._log = folder.with_suffix(".log")

    def __enter__(self) -> Machine:
        _check_this_machine()
        self._folder.mkdir()
        command = ["unshare", "--mount", "--pid", "--fork", "--kill-child", HERE / "boot.sh"]
        with open(self._log, "wb") as log:
            self._outer = subprocess.Popen([*command, self._folder], stdout=log, stderr=log)
        try:
            self._first = self._await_boot()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def command(self, *words: str | os.PathLike[str]) -> list[str | os.PathLike[str]]:
        """A command as it is called from here to be run there."""
        inside = ["nsenter", f"--target={self._first}", "--mount", "--pid", "--root", "--wd"]
        return [*inside, *words]

    def run(self, script: str) -> str:
        """What a script of bash prints there.

        :raises Failed: it ends with another status than 0.
        """
        with Shell(self, {}) as shell:
            return shell.run(script)

    def path(self, inside: str) -> pathlib.Path:
        """Where a file of it lies, for this process."""
        return pathlib.Path(f"/proc/{self._first}/root{inside}")

    def _await_boot(self) -> int:
        late = time.monotonic() + BOOTED
        while time.monotonic() < late and self._outer.poll() is None:
            asked = "pgrep", "--parent", str(self._outer.pid), "systemd"
            found = subprocess.run(asked, capture_output=True, text=True).stdout
            if found.strip():
                self._first = int(found)
                if self._is_up():
                    return self._first
            time.sleep(0.2)
        raise NoMachine(f"systemd does not start in this machine: {self._log.read_text()[-500:]}")

    def _is_up(self) -> bool:
        asked = self.command("systemctl", "is-system-running")
        done = subprocess.run(asked, capture_output=True, text=True)
        return done.stdout.strip() in ("running", "degraded")

    def _end(self) -> None:
        self._outer.send_signal(signal.SIGKILL)
        self._outer.wait()
        shutil.rmtree(self._folder, ignore_errors=True)


class Shell:
    """A shell of root there that keeps its variables from one script to the next."""

    def __init__(self, machine: Machine, environment: Mapping[str, str]) -> None:
        self._machine = machine
        self._environment = {**os.environ, "HOME": "/root", "LC_ALL": "C.UTF-8", **environment}

    def __enter__(self) -> Shell:
        self._bash = subprocess.Popen(
            self._machine.command("bash", "-eu", "-o", "pipefail"),
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bash.kill()
        self._bash.communicate()

    def run(self, script: str) -> str:
        """What a script prints; it reads nothing.

        :raises Failed: a command of it ends with another status than 0.
        """
        assert self._bash.stdin
        assert self._bash.stdout
        self._machine.path("/run/block").write_text(script + "\n")
        self._bash.stdin.write(f". /run/block </dev/null\necho; echo {END}\n")
        self._bash.stdin.flush()
        said = []
        for line in self._bash.stdout:
            if line == f"{END}\n":
                return "".join(said)
            said.append(line)
        raise Failed(f"{script}\n\n{''.join(said)}")


END = "--- that was it ---"


def _check_this_machine() -> None:
    """:raises NoMachine: something is missing, or in use."""
    if os.geteuid():
        raise NoMachine("Only root may install.")
    missing = [name for name in NEEDED if not shutil.which(name)]
    if missing or not pathlib.Path("/lib/systemd/systemd").exists():
        raise NoMachine(f"No Debian with systemd: {', '.join(missing) or 'systemd'} is missing.")
    for port, what in PORTS.items():
        with socket.socket() as probe:
            if not probe.connect_ex(("127.0.0.1", port)):
                raise NoMachine(f"{what} is in use on this machine (port {port}).")
    if subprocess.run(["unshare", "--mount", "--pid", "--fork", "true"]).returncode:
        raise NoMachine("This root may not mount, as in most containers.")
