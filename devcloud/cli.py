"""The command ``devcloud``."""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import signal
import subprocess
import sys

from rich.console import Console

from devcloud import layout, lifecycle, report, supervisor
from devcloud.errors import DevcloudError

# The commands that need a client library import it themselves: the others start at once.
CLIENT_KINDS = ("openstack", "gcloud", "python")
OUT = Console(highlight=False, soft_wrap=True)


def main(argv: list[str] | None = None) -> None:
    """Run one command; ends the process with status 1 and one message when it fails.

    SIGTERM and the end of the terminal are taken as Ctrl-C: what was begun is brought to an end.
    """
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:  # not under nohup
            signal.signal(number, signal.default_int_handler)
    arguments = _parser().parse_args(argv)
    try:
        code = arguments.run(arguments)
    except DevcloudError as error:
        print(f"devcloud: {error}", file=sys.stderr)
        code = 1
    except KeyboardInterrupt:
        stopped = "; what it had started is stopped" if arguments.command == "up" else ""
        print(f"\ndevcloud: {arguments.command} was interrupted{stopped}.", file=sys.stderr)
        code = 130
    except BrokenPipeError:  # `devcloud status | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    raise SystemExit(code)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="devcloud", description="A real OpenStack with a GCE endpoint and a console, here."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, run, text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text)
        added.add_argument(
            "--state",
            type=pathlib.Path,
            default=layout.default_state(),
            help="the folder that holds the cloud (default: %(default)s)",
        )
        added.set_defaults(run=run)
        return added

    def of_user(added: argparse.ArgumentParser) -> None:
        added.add_argument("--user", default="demo", help="default: %(default)s")
        added.add_argument("--project", default="demo", help="default: %(default)s")

    up = command("up", _up, "start the cloud, or what is missing of it")
    up.add_argument(
        "--port", type=int, help=f"the first port of the cloud (default: {layout.DEFAULT_PORT})"
    )
    up.add_argument(
        "--regions",
        type=lambda text: tuple(text.split(",")),
        help=f"comma-separated (default: {','.join(layout.DEFAULT_REGIONS)})",
    )
    up.add_argument(
        "--with",
        dest="extras",
        metavar="EXTRA",
        action="append",
        default=[],
        choices=list(layout.EXTRAS),
        help="add to the cloud: telemetry (Gnocchi, for autoscaling by CPU utilization)",
    )
    up.add_argument(
        "--without",
        metavar="PART",
        action="append",
        default=[],
        choices=layout.OURS,
        help="leave out, for good: gce (the endpoint, its user and its place in the catalogue), "
        "horizon",
    )
    up.add_argument("--detach", action="store_true", help="return when everything is up")
    status = command("status", _status, "show each service")
    status.add_argument("--json", action="store_true", help="as JSON")
    env = command("env", _env, 'print variables for eval "$(devcloud env ...)"')
    env.add_argument("kind", nargs="?", choices=CLIENT_KINDS, default="openstack")
    of_user(env)
    token = command("token", _token, "print a Keystone token")
    of_user(token)
    token.add_argument("--password", help="of a user that the seed does not have")
    run = command("run", _run, "run a command for which Google's addresses lead to this cloud")
    of_user(run)
    run.add_argument("words", nargs=argparse.REMAINDER, metavar="COMMAND", help="with arguments")
    scale = command("scale", _scale, "fill a project up to a number of running servers")
    scale.add_argument("count", type=int, metavar="N")
    scale.add_argument("--project", default="demo", help="default: %(default)s")
    logs = command("logs", _logs, "show the end of a service's log, or of all")
    logs.add_argument("service", nargs="?", metavar="SERVICE")
    logs.add_argument("-f", "--follow", action="store_true", help="go on as the log grows")
    logs.add_argument("-n", "--lines", type=int, default=50, help="default: %(default)s")
    restart = command("restart", _restart, "start a service anew, with changed code")
    restart.add_argument("service", metavar="SERVICE")
    command("down", _down, "stop the cloud; everything in it is kept")
    command("reset", _reset, "stop the cloud and delete everything in it")
    return parser


def _up(arguments) -> int:
    with report.Progress(OUT) as progress:
        cloud = lifecycle.up(
            arguments.state,
            arguments.port,
            arguments.regions,
            progress.service,
            progress.say,
            tuple(arguments.extras),
            tuple(arguments.without),
        )
    report.summary(OUT, cloud, arguments.state != layout.default_state())
    if not arguments.detach:
        report.stay(OUT, cloud)
    return 0


def _status(arguments) -> int:
    cloud = lifecycle.find(arguments.state)
    found = [supervisor.status(cloud, service) for service in cloud.services]
    if arguments.json:
        print(json.dumps(report.as_json(found), indent=1))
    else:
        report.status_table(OUT, cloud, found)
    return int(any(status.state == "dead" for status in found))


def _env(arguments) -> int:
    cloud = lifecycle.find(arguments.state)
    from devcloud import clients

    variables = clients.environment(cloud, arguments.kind, arguments.user, arguments.project)
    print(clients.export_lines(variables))
    return 0


def _token(arguments) -> int:
    cloud = lifecycle.find(arguments.state)
    from devcloud import clients

    print(clients.token(cloud, arguments.user, arguments.project, arguments.password))
    return 0


def _run(arguments) -> int:
    cloud = lifecycle.find(arguments.state)
    words = arguments.words[1:] if arguments.words[:1] == ["--"] else arguments.words
    if not words:
        raise DevcloudError("What is to be run? Such as `devcloud run python sample.py`.")
    from devcloud import google

    return google.run(cloud, words, arguments.user, arguments.project)


def _scale(arguments) -> int:
    cloud = lifecycle.find(arguments.state)
    from devcloud import scale

    with report.counter(OUT) as progress:
        made = scale.scale(cloud, arguments.count, arguments.project, progress)
    print(f"{made} servers made; project {arguments.project} has {arguments.count} at least.")
    return 0


def _logs(arguments) -> int:
    cloud = lifecycle.find(arguments.state)
    services = [cloud.by_key(arguments.service)] if arguments.service else cloud.services
    logs = [str(cloud.log(service)) for service in services if cloud.log(service).exists()]
    if not logs:
        raise DevcloudError("Nothing has been logged yet.")
    follow = ["-F"] if arguments.follow else []
    try:
        return subprocess.run(["tail", "-n", str(arguments.lines), *follow, *logs]).returncode
    except KeyboardInterrupt:  # that is how one leaves --follow
        return 0


def _restart(arguments) -> int:
    cloud = lifecycle.find(arguments.state)
    with report.Progress(OUT) as progress:
        lifecycle.restart(cloud, cloud.by_key(arguments.service), progress.service)
    return 0


def _down(arguments) -> int:
    stopped = lifecycle.down(lifecycle.find(arguments.state))
    print(f"Stopped {stopped} services." if stopped else "Nothing ran.")
    return 0


def _reset(arguments) -> int:
    print(f"Deleted {lifecycle.reset(arguments.state)}.")
    return 0
