"""The command ``gce-api``."""

from __future__ import annotations

import argparse
import sys

import waitress

from gce_api import options, wsgi
from gce_api.database import migration


def main() -> None:
    """Entry point: ``gce-api [--config-file FILE] (serve | db sync)``."""
    parser = argparse.ArgumentParser(
        prog="gce-api", description="The GCE endpoint of an OpenStack."
    )
    parser.add_argument("--config-file", action="append", metavar="FILE")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("serve", help="serve the API (a quick start; any WSGI server will do)")
    database = commands.add_parser("db", help="the endpoint's database")
    database.add_argument("action", choices=["sync"], help="create or upgrade its tables")
    arguments = parser.parse_args()
    sys.exit({"serve": serve, "db": database_sync}[arguments.command](arguments))


def serve(arguments: argparse.Namespace) -> None:
    """Serve until interrupted."""
    conf = options.load(files=arguments.config_file)
    options.set_up_logging(conf)
    waitress.serve(
        wsgi.build(conf),
        host=str(conf.api.bind_host),
        port=conf.api.bind_port,
        threads=conf.api.threads,
    )


def database_sync(arguments: argparse.Namespace) -> None:
    """Create the tables, or bring them up to date."""
    conf = options.load(files=arguments.config_file)
    options.set_up_logging(conf)
    migration.sync(conf)
