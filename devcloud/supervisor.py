"""Starts, looks at and stops the processes of a cloud."""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import importlib.util
import json
import os
import pathlib
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator

from devcloud import layout, processes
from devcloud.errors import DevcloudError
from devcloud.layout import HOST, Cloud, Service
from devcloud.services import serving

Progress = Callable[[Service, str], None]


@dataclasses.dataclass(frozen=True)
class Status:
    """What is known of one service: ``state`` is running, starting, dead or stopped."""

    service: Service
    state: str
    pid: int | None


def status(cloud: Cloud, service: Service) -> Status:
    """Look at one service.

    ``dead`` is one that was started and not stopped, and is not there any more.
    """
    path = cloud.pid_file(service)
    pid = processes.holder(path)
    if pid is None:
        return Status(service, "dead" if path.exists() else "stopped", None)
    return Status(service, "running" if serving.is_open(service.port) else "starting", pid)


def available(service: Service) -> bool:
    """Whether this installation can run a service: the endpoint and the console are ours."""
    needed = {"gce": "gce_api.wsgi", "horizon": "devcloud.services.horizon"}.get(service.kind)
    return needed is None or importlib.util.find_spec(needed) is not None


def check_extras(cloud: Cloud) -> None:
    """Raise DevcloudError unless this installation has the packages of the cloud's extras."""
    for extra in cloud.extras:
        package = layout.EXTRAS[extra]
        if importlib.util.find_spec(package) is None:
            raise DevcloudError(
                f"The extra {extra} needs the package {package}: "
                f"pip install {package} -c constraints.txt"
            )


def start(cloud: Cloud, services: list[Service], progress: Progress) -> None:
    """Start those of ``services`` that do not run; returns when all of them answer.

    ``progress(service, event)`` is told "started", then "ready", "died" or "late".  Raises
    DevcloudError that names the log when one does not come up; the others go on.
    """
    missing = [service for service in services if not processes.holder(cloud.pid_file(service))]
    check_ports(missing)
    if not missing:
        return
    command = [sys.executable, "-m", "devcloud.zygote", str(cloud.state)]
    log = cloud.state / "log" / "start.log"
    with (
        open(log, "ab") as errors,
        subprocess.Popen(
            [*command, *(service.key for service in missing)],
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            start_new_session=True,
            text=True,
        ) as zygote,
    ):
        try:
            failures = _follow(cloud, zygote.stdout, progress)
            if zygote.wait():
                failures.append(f"The services could not be started; see {log}.")
        except BaseException:  # Ctrl-C: leave nothing half-started behind
            with processes.uninterrupted():
                zygote.terminate()
                zygote.wait()
                stop(cloud, missing)
            raise
    if failures:
        again, down = (layout.command(cloud.state, words) for words in ("up", "down"))
        failures.append(f"The others run: {again} tries again, {down} stops them.")
        raise DevcloudError("\n".join(failures))


def _follow(cloud: Cloud, lines, progress: Progress) -> list[str]:
    """Pass on what the zygote tells; returns a message for each service that failed."""
    failures = []
    for line in lines:
        told = json.loads(line)
        service, event = cloud.by_key(told["service"]), told["event"]
        progress(service, event)
        if event in ("died", "late"):
            what = "ended while it started" if event == "died" else "does not answer"
            failures.append(f"{service.key} {what}{_last_words(cloud, service)}")
    return failures


def _last_words(cloud: Cloud, service: Service) -> str:
    log = cloud.log(service)
    with contextlib.suppress(OSError):
        with open(log, "rb") as file:
            file.seek(max(0, log.stat().st_size - 2000))
            lines = file.read().decode(errors="replace").strip().splitlines()
        if lines:
            return f":\n  {lines[-1][:300]}\nSee {log}."
    return f"; see {log}."


def environment() -> dict[str, str]:
    environment = dict(os.environ)
    # what is compiled once is imported twice as fast the next time
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    environment.setdefault("PYTHONWARNINGS", "ignore")
    environment.setdefault("MALLOC_ARENA_MAX", "2")
    # a variable of the user's own cloud must not reach a service
    return {name: value for name, value in environment.items() if not name.startswith("OS_")}


def check_ports(services: list[Service]) -> None:
    """Raise DevcloudError unless the ports of these services are free."""
    for service in services:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, service.port))
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise
                who = processes.describe_listener(service.port)
                raise DevcloudError(
                    f"Port {service.port}, wanted for {service.key}, is taken{who}. "
                    "End that or choose other ports with --port."
                ) from None


def stop(cloud: Cloud, services: list[Service]) -> int:
    """End these services' processes, the last started first; returns how many ran."""
    with processes.uninterrupted():
        return processes.stop([cloud.pid_file(service) for service in reversed(services)])


@contextlib.contextmanager
def alone(state: pathlib.Path) -> Iterator[None]:
    """Keep two commands from starting or stopping the same cloud at once."""
    with processes.exclusive(state / "run" / "lock"):
        yield
