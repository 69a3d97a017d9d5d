"""Imports what all services share, then forks one process for each of them.

``python -m devcloud.zygote STATE SERVICE...`` writes one JSON object per line about what
happens (``{"service": "nova", "event": "started"}``, then "ready", "died" or "late") and ends
when there is nothing to wait for.  The services live on.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import pathlib
import signal
import sys
import time
import traceback

from devcloud import layout, processes
from devcloud.layout import Cloud, Service

START_SECONDS = 300
LOG_BYTES = 20 * 1024**2

SHARED = (
    "alembic",
    "cryptography.fernet",
    "futurist",
    "jsonschema",
    "keystoneauth1.loading",
    "keystoneauth1.session",
    "keystoneclient.v3.client",
    "keystonemiddleware.auth_token",
    "lxml.etree",
    "netaddr",
    "openstack.connection",
    "os_brick.initiator.connector",
    "os_vif",
    "oslo_cache.core",
    "oslo_concurrency.lockutils",
    "oslo_concurrency.processutils",
    "oslo_config.cfg",
    "oslo_context.context",
    "oslo_db.api",
    "oslo_db.options",
    "oslo_db.sqlalchemy.enginefacade",
    "oslo_limit.limit",
    "oslo_log.log",
    "oslo_messaging",
    "oslo_messaging._drivers.impl_fake",
    "oslo_middleware",
    "oslo_policy.policy",
    "oslo_reports.guru_meditation_report",
    "oslo_serialization.jsonutils",
    "oslo_service.periodic_task",
    "oslo_service.service",
    "oslo_utils.timeutils",
    "oslo_versionedobjects.base",
    "oslo_versionedobjects.fields",
    "osprofiler.profiler",
    "osprofiler.web",
    "paste.deploy",
    "paste.urlmap",
    "requests",
    "routes.middleware",
    "sqlalchemy",
    "sqlalchemy.dialects.sqlite.pysqlite",
    "sqlalchemy.orm",
    "stevedore",
    "taskflow.engines",
    "waitress",
    "webob.dec",
    "webob.exc",
)


class _NoEventlet:
    """An import hook that keeps eventlet out: Nova and Cinder must patch it away first."""

    def find_spec(self, name, path, target=None):
        if name.partition(".")[0] == "eventlet":
            raise ImportError("eventlet is for no one here")
        return


def import_shared() -> None:
    """Import the libraries that several services use, so that they share the memory."""
    hook = _NoEventlet()
    sys.meta_path.insert(0, hook)
    from devcloud.services.serving import use_threading_backend

    use_threading_backend()
    for name in SHARED:
        try:
            importlib.import_module(name)
        except ImportError:
            continue  # it is only a head start: who needs the module says so better
    sys.meta_path.remove(hook)
    gc.collect()
    gc.freeze()


def fork(cloud: Cloud, service: Service) -> int:
    """Start a service in a process and session of its own; returns its pid."""
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        os.setsid()
        _redirect_output(cloud.log(service))
        processes.claim(cloud.pid_file(service))
        sys.argv = [f"devcloud-{service.key}"]
        _show_name(service.key)
        from devcloud.services import MODULES

        importlib.import_module(MODULES[service.kind]).run(cloud, service)
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        # a service that fails to start has threads by then, which would keep it alive
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _show_name(name: str) -> None:
    """Let ``top`` and ``pgrep`` show which service a process is."""
    with contextlib.suppress(OSError):
        pathlib.Path("/proc/self/comm").write_text(name)


def _redirect_output(log: pathlib.Path) -> None:
    if log.exists() and log.stat().st_size > LOG_BYTES:
        log.replace(log.with_suffix(".log.old"))
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)


def _report(service: Service, event: str) -> None:
    print(json.dumps({"service": service.key, "event": event}), flush=True)


def main(state: str, *keys: str) -> int:
    cloud = layout.recorded(pathlib.Path(state))
    starting: dict[int, Service] = {}
    signal.signal(signal.SIGTERM, lambda *_: _give_up(starting))
    import_shared()
    for key in keys:
        service = cloud.by_key(key)
        starting[fork(cloud, service)] = service
        _report(service, "started")
    deadline = time.monotonic() + START_SECONDS
    while starting:
        for pid, service in list(starting.items()):
            event = _look(pid, service) or ("late" if time.monotonic() > deadline else None)
            if event:
                _report(service, event)
                del starting[pid]
        time.sleep(0.05)
    return 0


def _give_up(starting: dict[int, Service]) -> None:
    """End what has not been waited for yet: whoever asked for it was interrupted."""
    for pid in starting:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
    os._exit(1)


def _look(pid: int, service: Service) -> str | None:
    from devcloud.services.serving import is_open

    if os.waitpid(pid, os.WNOHANG)[0]:
        return "died"
    return "ready" if is_open(service.port) else None


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
