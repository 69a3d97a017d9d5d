"""The command ``gce-api``."""

from __future__ import annotations

import argparse
import json
import math
import signal
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import waitress
from oslo_config import cfg

from gce_api import options, starting, wsgi
from gce_api.database import migration
from gce_api.database.connection import Database, explained
from gce_api.google import coverage, field_table
from gce_api.google.discovery import document
from gce_api.operations import tending
from gce_api.serving import loading, policy_generators
from gce_api.serving.rpc import health


def main(argv: list[str] | None = None) -> None:
    """Entry point; ends the process with status 1 and one sentence where a command cannot run."""
    arguments = _parser().parse_args(argv)
    try:
        arguments.run(arguments)
    except (cfg.Error, OSError) as error:
        sys.exit(f"gce-api: {error}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="gce-api", description="The GCE endpoint of an OpenStack."
    )
    parser.add_argument(
        "--config-file",
        action="append",
        metavar="FILE",
        help="default: gce-api.conf in ~/.gce-api, ~, /etc/gce-api or /etc",
    )
    parser.add_argument("--version", action="version", version=f"gce-api {health.version()}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    serve = commands.add_parser(
        "serve", help="serve the API (a quick start; any WSGI server will do)"
    )
    serve.set_defaults(run=_serve)

    database = commands.add_parser("db", help="the endpoint's database")
    actions = database.add_subparsers(required=True, metavar="ACTION")
    sync = actions.add_parser("sync", help="create its tables, or bring them up to date")
    sync.set_defaults(run=_sync)
    shown = actions.add_parser("version", help="print the version of its tables")
    shown.set_defaults(run=_version)
    check = actions.add_parser(
        "check", help="tell whether its tables are those of this release; else status 1"
    )
    check.set_defaults(run=_check)

    purge = actions.add_parser("purge", help="remove operations that ended long ago")
    purge.add_argument(
        "--older-than", type=_days, required=True, metavar="DAYS", help="ended before so many days"
    )
    purge.set_defaults(run=_purge)
    _add_operations(commands)

    methods = commands.add_parser("methods", help="the methods of compute v1 that are covered")
    shape = methods.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="as JSON")
    shape.add_argument("--rst", action="store_true", help="every method: covered, or why not")
    methods.set_defaults(run=_methods)

    fields = commands.add_parser("fields", help="what becomes of each field of a request")
    fields.add_argument("method", nargs="?", metavar="METHOD", help="such as instances.insert")
    fields.set_defaults(run=_fields)

    config = commands.add_parser("config", help="the settings")
    about = config.add_subparsers(required=True, metavar="ACTION")
    printed = about.add_parser("sample", help="print a sample with every setting")
    printed.set_defaults(run=_sample)
    tried = about.add_parser("validate", help="try every setting; status 1 where one is wrong")
    tried.set_defaults(run=_validate)

    policy = commands.add_parser("policy", help="who may call what")
    rules = policy.add_subparsers(required=True, metavar="ACTION").add_parser(
        "sample", help="print a policy.yaml with every rule"
    )
    rules.set_defaults(run=_policy)
    return parser


def _add_operations(commands: Any) -> None:
    operations = commands.add_parser("operations", help="operations of all projects")
    actions = operations.add_subparsers(required=True, metavar="ACTION")
    listed = actions.add_parser("list", help="those under way, oldest first")
    listed.add_argument("--failed", action="store_true", help="those that failed, newest first")
    listed.add_argument("--json", action="store_true", help="as JSON")
    listed.set_defaults(run=_list_operations)
    about = {
        "show": (tending.shown, "everything about one, as JSON"),
        "retry": (tending.retry, "let another process go on with one that stands still"),
        "abandon": (tending.abandon, "end one as failed; what it has made stays"),
    }
    for word, (function, help_) in about.items():
        action = actions.add_parser(word, help=help_)
        action.add_argument("name", metavar="OPERATION", help="its name or numeric id")
        action.set_defaults(run=partial(_tend, function))


def _days(said: str) -> float:
    try:
        days = float(said)
    except ValueError:
        days = -1.0
    if not 0 <= days < math.inf:
        raise argparse.ArgumentTypeError(f"{said} is no number of days")
    return days


def _serve(arguments: argparse.Namespace) -> None:
    """Serve until interrupted."""
    conf = _load(arguments)
    starting.check(conf)
    signal.signal(signal.SIGHUP, lambda *_: conf.mutate_config_files())
    waitress.serve(
        wsgi.build(conf),
        host=str(conf.api.bind_host),
        port=conf.api.bind_port,
        threads=conf.api.threads,
    )


def _sync(arguments: argparse.Namespace) -> None:
    before, after = migration.sync(_load(arguments))
    print(f"The tables were {before or 'not there'}, and are {after}.")


def _version(arguments: argparse.Namespace) -> None:
    print(migration.version(_load(arguments)) or "There are no tables yet.")


def _check(arguments: argparse.Namespace) -> None:
    """:raises migration.Outdated: ``db sync`` is needed"""
    conf = _load(arguments)
    there, newest = migration.version(conf), migration.newest()
    if there != newest:
        raise migration.Outdated(
            f"The tables are {there or 'not there'}, and this release needs {newest}: "
            "`gce-api db sync` makes them."
        )
    print(f"The tables are those of this release: {there}.")


def _purge(arguments: argparse.Namespace) -> None:
    """Remove finished operations, and what TaskFlow kept of them."""
    database = _database(arguments)
    gone = tending.purge(database, arguments.older_than)
    print(f"{gone} operations removed.")


def _list_operations(arguments: argparse.Namespace) -> None:
    rows = tending.listed(_database(arguments), failed=arguments.failed)
    if arguments.json:
        print(json.dumps(rows, indent=2))
    else:
        print(tending.table(rows))


def _tend(function: Callable[[Database, str], str], arguments: argparse.Namespace) -> None:
    """:raises tending.Refused: there is no such operation, or it has ended"""
    print(function(_database(arguments), arguments.name))


def _database(arguments: argparse.Namespace) -> Database:
    """The endpoint's database, with this release's tables.

    :raises options.Wrong: it cannot be used.
    """
    with explained():
        database = Database(_load(arguments))
        migration.check(database)
    return database


def _methods(arguments: argparse.Namespace) -> None:
    """Print the covered methods, by collection, and their number."""
    handled = loading.load()
    covered = sorted(handled)
    total = len(document().methods)
    if arguments.rst:
        print(coverage.page(document(), handled), end="")
        return
    if arguments.json:
        print(json.dumps({"covered": covered, "total": total}, indent=2))
        return
    by_collection: dict[str, list[str]] = {}
    for method in covered:
        collection, name = method.rsplit(".", 1)
        by_collection.setdefault(collection, []).append(name)
    for collection, names in by_collection.items():
        print(f"{collection}: {', '.join(names)}")
    print(f"{len(covered)} of {total} methods")


def _fields(arguments: argparse.Namespace) -> None:
    """Print method, field, what becomes of it and why, of one method or of all.

    :raises cfg.Error: there is no such method here.
    """
    handled = sorted(loading.load())
    asked = arguments.method and f"compute.{arguments.method.removeprefix('compute.')}"
    if asked and asked not in handled:
        raise cfg.Error(f"{arguments.method} is none of the methods that are covered")
    methods = [document().methods[name] for name in ([asked] if asked else handled)]
    for method in methods:
        for row in field_table.rows_of(method):
            name = method.id.removeprefix("compute.")
            print(f"{name:<40} {row.path:<60} {row.fate.kind:<8} {row.why}".rstrip())
    print(", ".join(f"{n} {kind}" for kind, n in field_table.counts(methods).items()))


def _sample(arguments: argparse.Namespace) -> None:
    print(options.sample(), end="")


def _validate(arguments: argparse.Namespace) -> None:
    """Print what was tried, and end with status 1 where something is wrong."""
    conf = options.load(files=arguments.config_file)
    found = list(starting.findings(conf))
    for title, wrong in found:
        print(f"{title}: {wrong or 'OK'}")
    if any(wrong for _, wrong in found):
        sys.exit(1)


def _policy(arguments: argparse.Namespace) -> None:
    print(policy_generators.sample(), end="")


def _load(arguments: argparse.Namespace) -> cfg.ConfigOpts:
    conf = options.load(files=arguments.config_file)
    options.set_up_logging(conf)
    return conf
