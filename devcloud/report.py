"""What the command shows: progress, tables, and the summary at the end of ``up``."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as ProgressBar
from rich.status import Status as Spinner

from devcloud import catalogue, layout, lifecycle, processes, supervisor
from devcloud.layout import Cloud, Service

STYLES = {"running": "green", "starting": "yellow", "dead": "bold red", "stopped": "dim"}
WATCH_SECONDS = 2


class Progress:
    """One line per service as it comes up, with what is awaited in the last line."""

    def __init__(self, console: Console):
        self._console = console
        self._began = time.monotonic()
        self._awaited: list[str] = []
        self._spinner = Spinner("Starting ...", console=console)

    def __enter__(self) -> Progress:
        self._spinner.start()
        return self

    def __exit__(self, *exception) -> None:
        self._spinner.stop()

    def say(self, text: str) -> None:
        self._console.print(text)

    def service(self, service: Service, event: str) -> None:
        if event == "started":
            self._awaited.append(service.key)
        else:
            self._awaited.remove(service.key)
            seconds = time.monotonic() - self._began
            what = "[green]up    [/]" if event == "ready" else "[bold red]failed[/]"
            self._console.print(f"{what} {seconds:5.1f} s  {service.key:10} {service.url}")
        self._spinner.update("Waiting for " + ", ".join(self._awaited))


@contextlib.contextmanager
def counter(console: Console) -> Iterator[Callable[[int, int], None]]:
    """A progress bar of servers; yields the function that moves it."""
    columns = (
        TextColumn("Servers"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with ProgressBar(*columns, console=console) as bar:
        task = bar.add_task("servers", total=None)
        yield lambda ready, target: bar.update(task, completed=ready, total=target)


def summary(console: Console, cloud: Cloud, named: bool) -> None:
    """Addresses, users and what to try next; ``named`` if --state must be given again."""
    command = _command("devcloud", sys.argv[0])
    openstack = _command("openstack", os.path.join(os.path.dirname(sys.executable), "openstack"))
    option = f" --state {cloud.state}" if named else ""
    facts: list[tuple[str, str]] = []
    there = {each.kind: each for each in cloud.services if supervisor.available(each)}
    for kind, what in (("horizon", "Console"), ("gce", "GCE endpoint"), ("keystone", "Keystone")):
        if kind in there:
            url = {"gce": "/compute/v1", "keystone": "/v3"}.get(kind, "/")
            facts.append((what, there[kind].url + url))
    users = ", ".join(f"{user} / {password}" for user, password in catalogue.USERS.items())
    facts.append(("Users", users))
    facts.append(("Projects", ", ".join(catalogue.PROJECTS)))
    facts.append(("Regions", ", ".join(cloud.regions)))
    facts.append(("State", str(cloud.state)))
    console.print()
    for what, value in facts:
        console.print(f"[bold]{what:13}[/] {value}")
    console.print()
    console.print("Try next:")
    if "gce" in there:
        console.print(f'  eval "$({command} env gcloud{option})"; gcloud compute zones list')
    console.print(f'  eval "$({command} env openstack{option})"; {openstack} server list')
    console.print(f"  {command} status{option}")


def _command(name: str, path: str) -> str:
    """How a command that lies at ``path`` can be called from where the user is."""
    return name if shutil.which(name) else os.path.relpath(path)


def stay(console: Console, cloud: Cloud) -> None:
    """Watch the services until Ctrl-C or SIGTERM, then stop them all."""
    console.print("\nCtrl-C stops everything.")
    died: set[str] = set()
    try:
        while True:
            time.sleep(WATCH_SECONDS)
            for service in cloud.services:
                path = cloud.pid_file(service)
                if service.key not in died and path.exists() and not processes.holder(path):
                    died.add(service.key)
                    console.print(
                        f"[bold red]{service.key} has ended[/]; see {cloud.log(service)}. "
                        f"{layout.command(cloud.state, 'up --detach')} in another terminal starts "
                        "it again."
                    )
    except KeyboardInterrupt:
        console.print("\nStopping ...")
    finally:
        lifecycle.down(cloud)


def status_table(console: Console, cloud: Cloud, found: list[supervisor.Status]) -> None:
    """One line per service."""
    # no table of rich: that would cut what does not fit into a narrow terminal
    width = max(len(status.service.key) for status in found)
    console.print(f"[bold]{'SERVICE':{width}}  STATE     {'PID':>7}  {'MEMORY':>8}  URL[/]")
    for status in found:
        service = status.service
        state = status.state if supervisor.available(service) else "not installed"
        used = processes.memory(status.pid) if status.pid else None
        memory = f"{used / 2**20:.0f} MiB" if used else ""
        console.print(
            f"{service.key:{width}}  [{STYLES.get(state, 'dim')}]{state:8}[/]"
            f"  {status.pid or '':>7}  {memory:>8}  {service.url}"
        )
    if any(status.state == "dead" for status in found):
        up = layout.command(cloud.state, "up --detach")
        console.print(f"\n{up} starts what is dead.")
    logs = layout.command(cloud.state, "logs SERVICE")
    console.print(f"\nThe logs are in {cloud.state / 'log'}; {logs} shows one.")


def as_json(found: list[supervisor.Status]) -> list[dict]:
    """Each service with its region, URL, pid and state."""
    return [
        {
            "service": status.service.key,
            "kind": status.service.kind,
            "region": status.service.region,
            "url": status.service.url,
            "pid": status.pid,
            "state": status.state if supervisor.available(status.service) else "not installed",
        }
        for status in found
    ]
