"""Makes the databases of one service: ``python -m devcloud.databases STATE SERVICE``."""

from __future__ import annotations

import contextlib
import importlib
import pathlib
import sqlite3
import sys

from devcloud import layout


def main(state: str, key: str) -> None:
    cloud = layout.recorded(pathlib.Path(state))
    service = cloud.by_key(key)
    module = importlib.import_module(f"devcloud.databases.{service.kind}")
    from devcloud import sqlite

    sqlite.install(immediate_writers=False)
    module.build(cloud, service)
    for suffix in ("", "_api", "_cell0"):
        path = cloud.database(service, suffix)
        if path.exists():
            with contextlib.closing(sqlite3.connect(path)) as connection:
                connection.execute("PRAGMA journal_mode=WAL")


if __name__ == "__main__":
    arguments, sys.argv[1:] = sys.argv[1:], []  # the services' libraries read them otherwise
    main(*arguments)
