"""Serving a WSGI application with waitress, and what every service does first."""

from __future__ import annotations

import logging
import os
import socket
import time

from devcloud.errors import DevcloudError
from devcloud.layout import HOST


def use_threading_backend() -> None:
    """Tell oslo.service that this process has plain threads."""
    from oslo_service import backend

    backend.init_backend(backend.BackendType.THREADING)


def improve_libraries(immediate_writers: bool = True, foreign_keys: bool = False) -> None:
    """Fit oslo.db and oslo.messaging to one process on SQLite without a broker."""
    from devcloud import rpc, sqlite

    sqlite.install(immediate_writers, foreign_keys)
    rpc.install()


def serve(app, port: int, threads: int) -> None:
    """Serve ``app`` on the loopback interface until the process ends.

    The port is open only from here on, so an open port means a service that is ready.
    """
    import waitress

    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    waitress.serve(
        app,
        host=HOST,
        port=port,
        threads=threads,
        backlog=1024,
        connection_limit=1000,
        channel_timeout=300,
        max_request_body_size=64 * 1024**3,
        outbuf_overflow=16 * 1024**2,
        ident="devcloud",
        clear_untrusted_proxy_headers=True,
        _quiet=True,
    )


def is_open(port: int) -> bool:
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return False
    return True


def wait_for(port: int, seconds: float = 120) -> None:
    """Return when something listens on a port of this machine."""
    deadline = time.monotonic() + seconds
    while not is_open(port):
        if time.monotonic() > deadline:
            raise DevcloudError(f"Nothing has opened port {port} within {seconds:.0f} s.")
        time.sleep(0.05)


def config_folder_variable(kind: str, folder: os.PathLike) -> None:
    """Point a service's WSGI module, which reads no arguments, at its configuration."""
    os.environ[f"OS_{kind.upper()}_CONFIG_DIR"] = str(folder)
